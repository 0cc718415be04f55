import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHandler, type HandlerOptions } from './handler.ts';

export interface WireOptions extends HandlerOptions {
  /** How long a request may take to arrive, headers and body, in milliseconds of the machine's clock. */
  readonly requestTimeout?: number;
}

export interface WireServer {
  readonly handle: RequestListener;
  /** Listens on 127.0.0.1; port 0, the default, takes any that is free. Rejects with the system's error, EADDRINUSE among them. */
  listen(options?: { port?: number }): Promise<{ port: number; url: string }>;
  /** Stops listening and cuts all connections. */
  close(): Promise<void>;
}

/** A client that finds its kept connection closed under a call cannot know whether the call took, so connections are kept long. */
const keepAliveTimeout = 600_000;

/** The endpoint that speaks for all of AWS. Throws when a service's operations or constraints do not fit its client's schemas. */
export function createWireServer({ requestTimeout = 10_000, ...options }: WireOptions): WireServer {
  const handle = createHandler(options);
  const connectionsCheckingInterval = Math.min(1_000, requestTimeout / 2);
  const server = createServer({ requestTimeout, headersTimeout: requestTimeout, connectionsCheckingInterval, keepAliveTimeout }, handle);
  return {
    handle,
    listen: ({ port = 0 } = {}) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          const { port: actual } = server.address() as AddressInfo;
          resolve({ port: actual, url: `http://127.0.0.1:${actual}` });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
