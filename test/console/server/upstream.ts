import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that arrived. */
export interface Told {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Whose access key signed. */
  readonly who: string | undefined;
}

export interface Given {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An API that answers what it is told to. */
export async function startUpstream(answer: (told: Told) => Given, port = 0) {
  const told: Told[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString('utf8');
    const { method = '', url: path = '', headers } = request;
    const who = /Credential=(\w+)\/\d+\/eu-west-1\/execute-api\//.exec(headers.authorization ?? '')?.[1];
    const asked = { method, path, headers, body, who };
    told.push(asked);
    const given = answer(asked);
    response.writeHead(given.status, given.headers).end(given.body === undefined ? undefined : JSON.stringify(given.body));
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}`,
    port: actual,
    /** Every request, in order. */
    told,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

/** A problem, as the API says it. */
export const problem = (status: number, code: string) => ({
  type: `urn:liaison:problem:${code}`,
  title: `Title of ${code}`,
  status,
  detail: `Detail of ${code}.`,
  code,
  retryable: false,
});
