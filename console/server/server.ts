import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from './listen.ts';
import type { ConsoleTarget } from './target.ts';

export interface ConsoleOptions {
  /** 0 takes any that is free; one that is taken is passed over for the next. */
  readonly port: number;
  /** What the page must show to be answered. */
  readonly token: string;
  /** Where it looks; asked once, when the first page asks. */
  target(): Promise<ConsoleTarget>;
  /** Told what went wrong that nobody who asked was told. */
  log(line: string): void;
}

/** A console that is being served. */
export interface Console {
  /** With the token: whoever has it may do what the console's credentials may. */
  readonly link: string;
  readonly url: string;
  close(): Promise<void>;
}

/** Whoever sends slowly is given up. */
const settings = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 };

/** Serves a console on 127.0.0.1. What it takes to answer is loaded with the first request. Rejects when no port is free. */
export async function serveConsole(options: ConsoleOptions): Promise<Console> {
  const closed = new AbortController();
  let serving: Promise<Serving> | undefined;
  const server = createServer(settings, async (request, response) => {
    serving ??= load(options, closed.signal);
    try {
      (await serving)(request, response);
    } catch (error) {
      serving = undefined;
      options.log(`The console cannot begin: ${(error as Error).message}`);
      response.writeHead(503).end();
    }
  });
  const port = await listen(server, options.port);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    link: `${url}/#token=${options.token}`,
    close: () =>
      new Promise((resolve) => {
        closed.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Serving = (request: IncomingMessage, response: ServerResponse) => void;

async function load(options: ConsoleOptions, closed: AbortSignal): Promise<Serving> {
  const [{ createServing }, target] = await Promise.all([import('./serve.ts'), options.target()]);
  return createServing({ ...options, target }, closed);
}
