import type { Request } from '../association.ts';
import type { Batch } from './batch.ts';

/** Requests that are kept in one item of the table. */
export interface Chunk {
  /** The index of the first. */
  readonly start: number;
  readonly requests: readonly Request[];
}

const mostRequests = 100;

/** An item of DynamoDB has at most 400 KB; members' names and numbers take a little more there than here. */
const mostBytes = 300_000;

/** The requests in pieces that the table can hold, in order. */
export function chunksOf(requests: readonly Request[]): Chunk[] {
  const chunks: { start: number; requests: Request[] }[] = [];
  let room = 0;
  for (const [index, request] of requests.entries()) {
    const bytes = Buffer.byteLength(JSON.stringify(request));
    let last = chunks.at(-1);
    if (!last || last.requests.length === mostRequests || bytes > room) {
      last = { start: index, requests: [] };
      chunks.push(last);
      room = mostBytes;
    }
    last.requests.push(request);
    room -= bytes;
  }
  return chunks;
}

/** Which chunk has the item of that index. */
export const chunkOf = ({ items }: Pick<Batch, 'items'>, index: number): number => items.starts.findLastIndex((start) => start <= index);

/** The indexes by the chunk that has them. */
export function byChunk(batch: Pick<Batch, 'items'>, indexes: readonly number[]): Map<number, number[]> {
  const chunks = new Map<number, number[]>();
  for (const index of indexes) {
    const chunk = chunkOf(batch, index);
    chunks.set(chunk, [...(chunks.get(chunk) ?? []), index]);
  }
  return chunks;
}
