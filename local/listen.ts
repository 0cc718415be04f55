import { createServer, type RequestListener, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A port on 127.0.0.1 that is listened on. Who answers is said afterwards, because the answer may need to know the port. */
export interface Listener {
  readonly port: number;
  readonly url: string;
  serve(handle: RequestListener): void;
  /** Stops listening and cuts all connections. */
  close(): Promise<void>;
}

/** How many ports after the wished one are tried. */
const mostTries = 20;

/** There are no more. */
const lastPort = 65_535;

/** Listens on `port`, or on the next that is free; 0 takes any. Rejects with what is taken, or else with the system's error. */
export async function listen(port: number, options: ServerOptions = {}): Promise<Listener> {
  const last = port === 0 ? 0 : Math.min(port + mostTries, lastPort);
  for (let next = port; ; next += 1) {
    try {
      return await listenOn(next, options);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (next >= last)
        throw new Error(`All ports from ${port} to ${last} are taken on 127.0.0.1. Name another, or 0 for any that is free.`, {
          cause: error,
        });
    }
  }
}

function listenOn(port: number, options: ServerOptions): Promise<Listener> {
  let handle: RequestListener = (_, response) => void response.writeHead(503, { 'retry-after': '1' }).end();
  const server = createServer(options, (request, response) => handle(request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const { port: actual } = server.address() as AddressInfo;
      resolve({
        port: actual,
        url: `http://127.0.0.1:${actual}`,
        serve: (next) => {
          handle = next;
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
