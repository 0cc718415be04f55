import { type Association, type Ending, isTerminal } from './association.ts';
import { executionName, parseExecutionName } from './execution-name.ts';
import type { Start } from './executions.ts';
import type { Settling } from './settle.ts';
import type { Store } from './store.ts';
import { noted } from './transition.ts';

/** A run that died is followed by another this often. */
const mostResumes = 3;

/** What became of a run, as the status-change event says. */
export interface EndedRun {
  readonly executionName: string;
  readonly status: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * The safety net under a run that ended without settling: the next run enters at Lock, sees what was under way and
 * goes on by looking. After the third such run the association ends FAILED, and says what is not known.
 */
export function createResume(store: Store, start: Start, settling: Settling) {
  return async ({ executionName: name, status, at }: EndedRun): Promise<void> => {
    const ended = parseExecutionName(name);
    const association = ended && (await store.record(ended.id));
    if (!ended || !association) return;
    if (isTerminal(association)) return settling.finish(association);
    if (association.run === ended.run && association.run - association.attempt.firstRun >= mostResumes) {
      const ending = (record: Association) => endingOf(record, status);
      await settling.settle({ id: association.id, run: association.run, now: at, ending });
      return;
    }
    const next = await store.changeRecord(association.id, (record) =>
      record.run === ended.run && !isTerminal(record)
        ? {
            run: record.run + 1,
            ...noted(record, {
              at,
              actor: { type: 'LIAISON', id: executionName(record.id, record.run) },
              action: 'Resumed',
              comment: `The run ended ${status}.`,
            }),
          }
        : undefined,
    );
    // Also for a repeat of this event whose first delivery wrote the run and died before it was started.
    const isResumed = next.run === ended.run + 1 && next.run > next.attempt.firstRun;
    if (isResumed && !isTerminal(next)) await start(next);
  };
}

const endingOf = ({ intent, run, attempt }: Association, status: string): Ending => ({
  state: 'FAILED',
  sideEffects: intent ? 'UNKNOWN' : 'NONE',
  changed: false,
  reason: 'RunDied',
  message: intent
    ? `The workflow died ${run - attempt.firstRun + 1} times (last: ${status}) after ${intent.call.operation} may have been sent.`
    : `The workflow died ${run - attempt.firstRun + 1} times (last: ${status}) before any call was made.`,
  words: null,
});
