import { type Batch, hasEnded } from '../batches/batch.ts';
import type { StartBatch } from '../batches/start.ts';
import type { BatchStore } from '../batches/store.ts';
import type { Summarising } from '../batches/summarise.ts';
import { executionName } from '../execution-name.ts';
import type { EndedRun } from '../resume.ts';
import { type Describe, isAlive } from './describe.ts';
import { isBatchOverdue } from './overdue.ts';

/** What reconcile brings a batch on with. */
export interface BatchMeans {
  readonly batches: Pick<BatchStore, 'keepChunks'>;
  readonly start: StartBatch;
  readonly describe: Describe;
  readonly resume: (ended: EndedRun) => Promise<void>;
  readonly summarising: Pick<Summarising, 'finish'>;
}

/** Brings a batch on that should have gone on by now, as it is done for an association; false where it need not be. */
export function createGoOnBatch({ batches, start, describe, resume, summarising }: BatchMeans) {
  return async (batch: Batch, now: number): Promise<boolean> => {
    if (!isBatchOverdue(batch, now)) return false;
    if (hasEnded(batch)) await summarising.finish(batch);
    else await follow(batch, now);
    return true;
  };

  async function follow(batch: Batch, now: number): Promise<void> {
    const status = await describe(batch);
    if (status === undefined) {
      await batches.keepChunks(batch);
      return start(batch);
    }
    if (!isAlive(status)) await resume({ executionName: executionName(batch.id, batch.run), status, at: now });
  }
}
