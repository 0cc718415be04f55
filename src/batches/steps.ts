import { createAccept } from '../accept.ts';
import { createStart } from '../executions.ts';
import { createRetry } from '../retry.ts';
import { createStore, type Store } from '../store.ts';
import { type BatchInput, createAdmit } from './admit.ts';
import { createBegin } from './begin.ts';
import { createBatchEndings } from './endings.ts';

/** The steps of the batch workflow, on the settings' table and machines. */
export function createBatchSteps(store: Store = createStore(), { batches, start, summarising } = createBatchEndings(store)) {
  const run = createStart();
  const begin = createBegin(store, batches, createAccept(store, run), createRetry(store, run));
  return {
    admit: createAdmit(store, batches, begin, start),
    /** How the batch ended, as far as the workflow must know. */
    async summarise(input: BatchInput): Promise<{ state: string | null; reason: string | null }> {
      const batch = await summarising.summarise(input);
      return { state: batch?.state ?? null, reason: batch?.endReason ?? null };
    },
  };
}
