import { parseExecutionName } from '../execution-name.ts';
import type { EndedRun } from '../resume.ts';
import { type Batch, hasEnded } from './batch.ts';
import { isOver } from './pace.ts';
import type { StartBatch } from './start.ts';
import type { BatchStore } from './store.ts';
import { type BatchEnding, endingOf, type Summarising } from './summarise.ts';

/** So many runs in a row that died are each followed by another. */
const mostResumes = 3;

/** The safety net under a run that ended without summarising: the next one goes on with what the batch says. */
export function createBatchResume(batches: BatchStore, start: StartBatch, { end, finish }: Pick<Summarising, 'end' | 'finish'>) {
  return async ({ executionName, status, at }: EndedRun): Promise<void> => {
    const ended = parseExecutionName(executionName);
    const batch = ended && (await batches.batch(ended.id));
    if (!ended || !batch) return;
    if (hasEnded(batch)) return finish(batch);
    if (batch.run === ended.run && batch.deaths >= mostResumes) {
      // Where only the ending was left, it ends as it would have.
      const ending = (record: Batch) => (isOver(record) ? endingOf(record) : diedAs(record, status));
      await end({ id: batch.id, run: batch.run, now: at, ending });
      return;
    }
    const next = await batches.changeBatch(batch.id, (record) =>
      record.run === ended.run && !hasEnded(record) ? { run: record.run + 1, deaths: record.deaths + 1, updatedAt: at } : undefined,
    );
    // Also for a repeat of this event whose first delivery wrote the run and died before it was started.
    if (next.run === ended.run + 1 && !hasEnded(next)) await start(next);
  };
}

const diedAs = (batch: Batch, status: string): BatchEnding => ({
  state: 'FAILED',
  reason: 'RunDied',
  message: `The batch's workflow died ${batch.deaths + 1} times (last: ${status}); what it had started goes on by itself.`,
});
