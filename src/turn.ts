import { type Association, type Ending, isTerminal, runOf, transition } from './association.ts';
import { createLocks } from './locks.ts';
import { type Answer, answer, settle } from './steps/answer.ts';
import { deadlinePassed } from './steps/plan.ts';
import { type Input, shown, waitBeforeIntent } from './steps/step.ts';
import type { Store } from './store.ts';

/**
 * Where every run begins, also one that goes on for a run that died: the record says what was under way.
 * With an intent open it looks before anything else; without one it waits for its turn and then plans.
 */
export function createTurn(store: Store) {
  const locks = createLocks(store);

  async function lock(input: Input): Promise<Answer> {
    const association = await store.record(input.id);
    if (!association || association.run !== input.run || isTerminal(association)) return answer('DONE');
    if (association.undoIntent) return answer('OBSERVE_UNDO', 1);
    if (association.intent) return answer('OBSERVE', 1);
    const ending = endingBefore(association, input.now);
    if (ending) return settle(ending);
    const turn = await locks.acquire(association.id, association.scopes);
    return turn.held ? begin(association, input) : wait(association, input, turn.by);
  }

  async function begin({ kind, desired, id }: Association, { run, now }: Input): Promise<Answer> {
    const { successes } = await store.usual(`${kind}#${desired}`);
    const usual = median(successes.map(({ seconds }) => seconds));
    await store.changeRecord(id, (record) =>
      record.run === run && !isTerminal(record)
        ? { ...(usual !== undefined && { usualSeconds: usual }), ...(record.state === 'PENDING' && started(record, now)) }
        : undefined,
    );
    return answer('PLAN');
  }

  async function wait(association: Association, { run, now }: Input, by: string): Promise<Answer> {
    const waitSeconds = waitBeforeIntent(association, now);
    await store.changeRecord(association.id, (record) =>
      record.run === run ? shown(record, 'WaitForLock', now, `waits for ${by}`, waitSeconds) : undefined,
    );
    return answer('BUSY', waitSeconds);
  }

  /** Frees the locks while conditions are waited for. */
  async function unlock({ id, run }: Input): Promise<Answer> {
    const association = await store.record(id);
    if (!association || association.run !== run || isTerminal(association)) return answer('DONE');
    await locks.release(id, association.scopes);
    return answer('UNLOCKED');
  }

  return { lock, unlock };
}

const started = (record: Association, now: number) => transition(record, 'RUNNING', { at: now, actor: runOf(record), action: 'Started' });

/** What ends it before anything was done for it. */
function endingBefore({ cancel, deadlineAt, step }: Association, now: number): Ending | undefined {
  if (cancel)
    return { state: 'CANCELLED', sideEffects: 'NONE', changed: false, reason: cancel.reason, message: cancel.message, words: null };
  if (now < deadlineAt) return undefined;
  return deadlinePassed(step?.observed ? `It waited at ${step.name}: ${step.observed}` : '');
}

/** The middle one, of an even number the higher of the two; undefined of none. */
function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
