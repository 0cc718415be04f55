import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.ts';

/** A server on 127.0.0.1 that speaks HTTPS, as AWS does. Who answers is said afterwards. */
export interface TlsServer {
  readonly url: string;
  serve(handle: RequestListener): void;
  close(): void;
}

/** An answer as it went over the wire. */
export interface Exchange {
  /** What the request was for: its x-amz-target, or method and path. */
  readonly to: string;
  readonly requestBody: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function openTls({ key, cert }: Certificate): Promise<TlsServer> {
  let handle: RequestListener = (_, response) => void response.writeHead(503).end();
  const server = createServer({ key, cert, keepAliveTimeout: 60_000 }, (request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (next) => {
      handle = next;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Whose credentials a request is signed with. */
const accessKeyOf = ({ headers }: IncomingMessage) => /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';

const addressOf = ({ headers, method, url }: IncomingMessage) => headers['x-amz-target']?.toString() ?? `${method} ${url?.split('?')[0]}`;

/** Answers by `handle`, and tells of every exchange, by the access key that signed it and the id that its answer has. */
export const recording =
  (handle: RequestListener, told: (accessKey: string, requestId: string, exchange: Exchange) => void): RequestListener =>
  (request, response) => {
    const [asked, accessKey, to] = [copyOf(request), accessKeyOf(request), addressOf(request)];
    const { end } = response;
    response.end = ((body?: string | Buffer) => {
      const headers = Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]));
      const exchange = { to, requestBody: asked(), status: response.statusCode, headers, body: String(body ?? '') };
      told(accessKey, String(response.getHeader('x-amzn-requestid')), exchange);
      return end.call(response, body, 'utf8');
    }) as ServerResponse['end'];
    handle(request, response);
  };

/** The body of a request, kept beside whoever reads it. */
function copyOf(request: IncomingMessage): () => string {
  const [parts, push]: [Buffer[], IncomingMessage['push']] = [[], request.push];
  request.push = (part, encoding) => {
    if (part) parts.push(part);
    return push.call(request, part, encoding);
  };
  return () => Buffer.concat(parts).toString();
}

/** Gives the recorded answers again: to the nth request for the same the nth of its answers, and the last of them to what comes after. */
export function playing(exchanges: readonly Exchange[]): RequestListener {
  const left = new Map<string, Exchange[]>();
  for (const exchange of exchanges) left.set(exchange.to, [...(left.get(exchange.to) ?? []), exchange]);
  return (request, response) => {
    const answers = left.get(addressOf(request));
    const answer = answers && answers.length > 1 ? answers.shift() : answers?.[0];
    request.resume().once('end', () => {
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
      else response.writeHead(404).end('{}');
    });
  };
}
