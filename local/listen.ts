import { createServer, type RequestListener, type ServerOptions } from 'node:http';
import { listen as listenWith } from '../console/server/listen.ts';

/** A port on 127.0.0.1 that is listened on. Who answers is said afterwards, because the answer may need to know the port. */
export interface Listener {
  readonly port: number;
  readonly url: string;
  serve(handle: RequestListener): void;
  /** Stops listening and cuts all connections. */
  close(): Promise<void>;
}

/** Listens on `port`, or on the next that is free; 0 takes any. Rejects when none is. */
export async function listen(wished: number, options: ServerOptions = {}): Promise<Listener> {
  let handle: RequestListener = (_, response) => void response.writeHead(503, { 'retry-after': '1' }).end();
  const server = createServer(options, (request, response) => handle(request, response));
  const port = await listenWith(server, wished);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    serve: (next) => {
      handle = next;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
