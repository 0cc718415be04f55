import type { IncomingMessage } from 'node:http';
import { Refusal } from './problem.ts';

/** The text of a body. Throws a Refusal as soon as it is longer than so many bytes. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<string> {
  const tooLarge = new Refusal('body-too-large', `A request has at most ${mostBytes} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
