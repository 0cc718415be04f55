import type { Store } from '../store.ts';
import type { BatchInput } from './admit.ts';
import { countsText } from './alert.ts';
import { type Batch, failedCount, hasEnded, type TerminalBatchState, toState } from './batch.ts';
import type { BatchNotices } from './notices.ts';
import { isOver, type Stop, stopOf } from './pace.ts';
import type { BatchStore } from './store.ts';
import { seenOf, tallied } from './tally.ts';

/** How a batch ended, or is to end. */
export interface BatchEnding {
  readonly state: TerminalBatchState;
  /** CamelCase and stable, for programs; null for a success. */
  readonly reason: string | null;
  /** For people. */
  readonly message: string;
}

export type Summarising = ReturnType<typeof createSummarising>;

/** The state and what is to be sent are one write; each notice is marked once it was sent, so that a repeat sends what is left. */
export function createSummarising(batches: BatchStore, notices: BatchNotices, store: Pick<Store, 'recordsOf'>) {
  return { summarise, end, finish };

  /** Ends a batch of which nothing runs and nothing more will. */
  async function summarise(input: BatchInput): Promise<Batch | undefined> {
    return end({ ...input, ending: endingOf });
  }

  /** Ends the batch, with what has ended since its last look, unless the run no longer speaks for it. Gives the batch as it is then. */
  async function end({ id, run, now, ending }: BatchInput & { ending: (batch: Batch) => BatchEnding }): Promise<Batch | undefined> {
    const known = await batches.batch(id);
    if (!known || known.run !== run) return known;
    const seen = await seenOf(known, store);
    const ended = (record: Batch) => {
      if (record.run !== run || hasEnded(record)) return undefined;
      const tally = tallied(record, seen);
      const counted = { ...record, ...tally };
      return { ...tally, ...endedAs(counted, ending(counted), now) };
    };
    const batch = await batches.changeBatch(id, ended, known);
    if (batch.run === run) await finish(batch);
    return batch;
  }

  /**
   * Sends what an ended batch has not sent yet. Where its run died, items are under way: one that ended before the batch left the telling to it,
   * however long ago the last look was; one that ends from now on tells itself.
   */
  async function finish(batch: Batch): Promise<void> {
    const { outbox } = batch;
    if (!outbox) return;
    const seen = await seenOf(batch, store);
    const told = { ...batch, ...tallied(batch, seen) };
    /** What is left of this very ending: what is empty stays so, and another attempt, if one has begun since, has an ending of its own. */
    const leave = (left: Batch['outbox'], known: Batch) => {
      const isThis = (now: Batch) => now.outbox !== null && now.attempt.number === batch.attempt.number;
      return batches.changeBatch(batch.id, (now) => (isThis(now) ? { ...tallied(now, seen), outbox: left } : undefined), known);
    };
    if (outbox.event) await notices.emit(told);
    const emitted = await leave({ ...outbox, event: false }, batch);
    if (outbox.alert) await notices.alert(told);
    await leave(null, emitted);
  }
}

const endedAs = (batch: Batch, { state, reason, message }: BatchEnding, now: number): Partial<Batch> => ({
  ...toState(batch, state, now),
  endReason: reason,
  endMessage: message,
  settledAt: now,
  outbox: { from: batch.state, event: true, alert: state !== 'SUCCEEDED' },
});

const sentences: Readonly<Record<Stop, (batch: Batch) => string>> = {
  Cancelled: ({ cancel }) => `It was cancelled by ${cancel?.actor.id}${cancel?.comment ? `: ${cancel.comment}` : ''}`,
  CanaryFailed: ({ limits }) => `Not all of the first ${limits.canary} succeeded, so that the rest was not started`,
  StoppedAfterFailures: ({ limits }) => `Nothing further was started after ${limits.stopAfterFailures} did not succeed`,
};

/** How a batch ends of which nothing runs and nothing more will. Throws for one that is not over. */
export function endingOf(batch: Batch): BatchEnding {
  if (!isOver(batch)) throw new Error(`${batch.id} is not over.`);
  const stop = stopOf(batch);
  const counts = countsText(batch);
  if (stop) {
    return { state: stop === 'Cancelled' ? 'CANCELLED' : 'FAILED', reason: stop, message: `${sentences[stop](batch)}: ${counts}.` };
  }
  return failedCount(batch) === 0
    ? { state: 'SUCCEEDED', reason: null, message: `All is as asked for: ${counts}.` }
    : { state: 'FAILED', reason: 'ItemsFailed', message: `Not all is as asked for: ${counts}.` };
}
