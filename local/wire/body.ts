import type { IncomingMessage } from 'node:http';
import { AwsError } from './service.ts';

/** The client went away before it had sent its request: there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/**
 * The body of a request, at most `limit` bytes; what comes beyond is thrown away as it arrives, so that the client, which
 * may still be sending, gets to read the answer. Throws RequestEntityTooLargeException (413) or ClientGone.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    if (Number(request.headers['content-length'] ?? 0) > limit) reject(tooLarge(limit));
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) {
        chunks.length = 0;
        reject(tooLarge(limit));
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', (cause) => reject(new ClientGone('The client went away in the middle of its request', { cause })));
  });
}

const tooLarge = (limit: number) =>
  new AwsError('RequestEntityTooLargeException', `The request body is larger than ${limit} bytes`, { status: 413 });
