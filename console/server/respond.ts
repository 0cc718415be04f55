import type { ServerResponse } from 'node:http';
import type { Problem } from '../protocol.ts';

/** Answers with JSON, or with nothing when there is no body. */
export function send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  sendText(response, status, text, { ...(text && { 'content-type': `${type}; charset=utf-8` }), ...headers });
}

/** Answers with a problem. */
export const refuse = (response: ServerResponse, problem: Problem): void =>
  send(response, problem.status, problem, problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {});

export function sendText(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>>): void {
  // What was refused unread is of no use to a next request on the same connection.
  if (!response.req.complete) response.setHeader('connection', 'close');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 304) response.setHeader('content-length', Buffer.byteLength(text));
  response.writeHead(status).end(response.req.method === 'HEAD' ? undefined : text);
}
