import { isTerminal } from '../association.ts';
import { hashOf } from '../canonical.ts';
import type { Store } from '../store.ts';
import type { Batch } from './batch.ts';
import { keyOf } from './begin.ts';
import { byChunk } from './chunks.ts';
import type { BatchStore } from './store.ts';

/** Which of the items of those indexes are under way, or were tried by this attempt of the batch: also what was begun and never noted. */
export function createAlreadyBegun(store: Pick<Store, 'key' | 'recordsOf'>, batches: Pick<BatchStore, 'begun'>) {
  return async (batch: Batch, indexes: readonly number[]): Promise<number[]> => {
    const ids = new Map<number, string>();
    for (const [chunk, wanted] of byChunk(batch, indexes)) {
      const noted = await batches.begun(batch.id, chunk);
      for (const index of wanted) {
        const id = noted.get(index) ?? (await store.key(hashOf(keyOf(batch, index))))?.id;
        if (id !== undefined) ids.set(index, id);
      }
    }
    const records = await store.recordsOf([...ids.values()]);
    const isOfAttempt = (association: (typeof records)[number]) => !isTerminal(association) || association.attempt.at >= batch.attempt.at;
    const begun = new Set(records.filter(isOfAttempt).map(({ id }) => id));
    return indexes.filter((index) => begun.has(ids.get(index) ?? ''));
  };
}
