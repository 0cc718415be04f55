import type { Accept } from '../accept.ts';
import { type Association, isTerminal, type Request } from '../association.ts';
import type { createRetry } from '../retry.ts';
import type { Store } from '../store.ts';
import type { Batch } from './batch.ts';
import { byChunk } from './chunks.ts';
import type { BatchStore } from './store.ts';

/** What items were begun as, by index, and the first fault met on the way. What is in neither is to be begun again later. */
export interface Beginning {
  readonly begun: ReadonlyMap<number, Association>;
  readonly failure: unknown;
}

/** Begins the items of those indexes. Beginning what was begun gives what it became. */
export type Begin = (batch: Batch, indexes: readonly number[], now: number) => Promise<Beginning>;

/** What makes beginning an item again the same beginning. */
export const keyOf = ({ id }: Pick<Batch, 'id'>, index: number): readonly string[] => ['batch', id, String(index)];

/** How many are begun at once. */
const atOnce = 10;

type Retry = ReturnType<typeof createRetry>;

/** A new item goes in by the one door; one that is there already is retried, unless this attempt has done so or it is under way. */
export function createBegin(store: Store, batches: BatchStore, accept: Accept, retry: Retry): Begin {
  return async (batch, indexes, now) => {
    const begun = new Map<number, Association>();
    let failure: unknown;
    for (const [chunk, wanted] of byChunk(batch, indexes)) {
      const ids = await batches.begun(batch.id, chunk);
      const requests = await batches.requests(batch, chunk);
      for (const some of inGroups(wanted, atOnce)) {
        const results = await Promise.allSettled(some.map((index) => beginOne(index, ids.get(index))));
        for (const [place, result] of results.entries()) {
          if (result.status === 'rejected') failure ??= result.reason;
          else if (result.value) begun.set(some[place] as number, result.value);
        }
      }
      // Before the batch says that they run: an item is found by this in every later attempt.
      await batches.noteBegun(batch.id, chunk, idsOf(begun, wanted));

      async function beginOne(index: number, id: string | undefined): Promise<Association | undefined> {
        const association = id === undefined ? undefined : await store.record(id);
        if (association) return again(association);
        return first(index, requests[index - (batch.items.starts[chunk] as number)] as Request);
      }
    }
    return { begun, failure };

    async function first(index: number, request: Request): Promise<Association | undefined> {
      const acceptance = await accept({
        request,
        key: keyOf(batch, index),
        requestedBy: batch.requestedBy,
        by: batch.attempt.actor,
        // Its deadline counts from now: waiting for its turn in the batch is none of its own time.
        requestedAt: Math.max(now, batch.attempt.at),
        trigger: batch.trigger,
        whenBusy: 'NEXT',
        batch: { id: batch.id, index },
      });
      if (acceptance.type === 'KEY_REUSED') throw new Error(`Item ${index} of ${batch.id} was begun as another request.`);
      if (acceptance.type !== 'ACCEPTED') return undefined;
      // An earlier attempt began it and died before that was noted.
      return isTerminal(acceptance.association) ? again(acceptance.association) : acceptance.association;
    }

    /** Undefined: its ending is still being told, or another association has its pair, so that it is asked again later. */
    async function again(association: Association): Promise<Association | undefined> {
      const { at, actor, comment } = batch.attempt;
      const wasTried = association.attempt.at >= at;
      // Pending by this attempt: what an earlier look has written may not have been started.
      const isOurs = association.state === 'PENDING' && association.attempt.by.id === actor.id;
      if (isTerminal(association) ? wasTried : !isOurs) return association;
      const why = { actor, at: Math.max(now, at), comment: comment ?? `retried with ${batch.id}`, planDigest: null };
      const retried = await retry(association, why);
      if (retried.type === 'SETTLING' || retried.type === 'BUSY') return undefined;
      // What cannot be retried counts as it is.
      return retried.association;
    }
  };
}

const idsOf = (begun: ReadonlyMap<number, Association>, indexes: readonly number[]) =>
  new Map(
    indexes.flatMap((index): [number, string][] => {
      const association = begun.get(index);
      return association ? [[index, association.id]] : [];
    }),
  );

function* inGroups<Element>(elements: readonly Element[], size: number): Generator<readonly Element[]> {
  for (let start = 0; start < elements.length; start += size) yield elements.slice(start, start + size);
}
