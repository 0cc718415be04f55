import { type Actor, type Association, isUnclear, type SideEffects } from '../association.ts';
import type { Store } from '../store.ts';
import { afresh, type Batch, hasEnded, toState } from './batch.ts';
import type { StartBatch } from './start.ts';
import type { BatchStore } from './store.ts';

/** Who wants what failed to be tried again, when (epoch milliseconds), and why. */
export interface BatchRetryRequest {
  readonly actor: Actor;
  readonly at: number;
  readonly comment: string | null;
}

export type BatchRetried =
  | { readonly type: 'RETRIED'; readonly batch: Batch }
  /** It is under way, or everything in it SUCCEEDED. */
  | { readonly type: 'NOT_RETRYABLE'; readonly why: string }
  /** Its ending has not been told yet; to be asked again. */
  | { readonly type: 'SETTLING' };

/** Another attempt of the same batch, with the same limits: every item that has not SUCCEEDED by now, in order. */
export function createBatchRetry(store: Store, batches: BatchStore, start: StartBatch) {
  return async (batch: Batch, { actor, at, comment }: BatchRetryRequest): Promise<BatchRetried> => {
    // Written before, and perhaps never started.
    if (batch.state === 'PENDING' && batch.attempt.number > 1) return retried(batch);
    if (!hasEnded(batch)) return { type: 'NOT_RETRYABLE', why: `It is ${batch.state}: wait for its end, or cancel it first.` };
    if (batch.outbox) return { type: 'SETTLING' };
    const { todo, left, succeeded } = await leftOf(batch);
    if (todo.length === 0) return { type: 'NOT_RETRYABLE', why: 'Every item has SUCCEEDED.' };
    const next = await batches.changeBatch(
      batch.id,
      (known) =>
        known.version === batch.version
          ? {
              ...toState(known, 'PENDING', at),
              ...afresh,
              run: known.run + 1,
              attempt: { number: known.attempt.number + 1, at, actor, comment },
              todo,
              left,
              ...(succeeded > 0 && { ended: { SUCCEEDED: succeeded }, sideEffects: { NONE: succeeded } }),
            }
          : undefined,
      batch,
    );
    return next.attempt.number > batch.attempt.number ? retried(next) : { type: 'SETTLING' };
  };

  async function retried(batch: Batch): Promise<BatchRetried> {
    await start(batch);
    return { type: 'RETRIED', batch };
  }

  /** Goes by what the associations say now: somebody may have retried one by itself. */
  async function leftOf(batch: Batch): Promise<{ todo: number[]; left: Record<number, SideEffects>; succeeded: number }> {
    const endings = new Map<number, Pick<Association, 'state' | 'sideEffects'>>();
    for (const chunk of batch.items.starts.keys()) {
      const ids = await batches.begun(batch.id, chunk);
      for (const { state, sideEffects, batch: item } of await store.recordsOf([...ids.values()])) {
        if (item) endings.set(item.index, { state, sideEffects });
      }
    }
    const todo = Array.from({ length: batch.total }, (_, index) => index).filter((index) => endings.get(index)?.state !== 'SUCCEEDED');
    const left = todo.flatMap((index) => {
      const { sideEffects = null } = endings.get(index) ?? {};
      return isUnclear(sideEffects) ? [[index, sideEffects] as const] : [];
    });
    return { todo, left: Object.fromEntries(left), succeeded: batch.total - todo.length };
  }
}

export type RetryBatch = ReturnType<typeof createBatchRetry>;
