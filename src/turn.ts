import { type Association, type Ending, isTerminal, runOf, transition } from './association.ts';
import { createLocks } from './locks.ts';
import { type Answer, answer, settle } from './steps/answer.ts';
import { deadlinePassed } from './steps/plan.ts';
import { changeCurrent, type Input, shown, waitBeforeIntent } from './steps/step.ts';
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
    // An undo that was never sent must be: what AWS does not show yet looks as if it had been taken back.
    if (association.undoIntent) return answer(association.undoIntent.tries === 0 ? 'UNDO' : 'OBSERVE_UNDO', 1);
    if (association.intent) return answer('OBSERVE', 1);
    const ending = endingBefore(association, input.now);
    if (ending) return unlessCalled(settle(ending), association, input, () => ({}));
    const turn = await locks.acquire(association.id, association.scopes);
    return turn.held ? begin(association, input) : wait(association, input, turn.by);
  }

  /** Lets no call go out any more that an earlier plan allowed; one that has gone out meanwhile is looked at first. */
  async function unlessCalled(
    verdict: Answer,
    association: Association,
    input: Input,
    changes: (record: Association) => Partial<Association>,
  ): Promise<Answer> {
    const { intent } = await changeCurrent(store, input, association, (record) =>
      record.intent ? undefined : { ...changes(record), mayCall: false },
    );
    return intent ? answer('OBSERVE', 1) : verdict;
  }

  async function begin(association: Association, input: Input): Promise<Answer> {
    const { kind, desired } = association;
    const { successes } = await store.usual(`${kind}#${desired}`);
    const usual = median(successes.map(({ seconds }) => seconds));
    return unlessCalled(answer('PLAN'), association, input, (record) => ({
      ...(usual !== undefined && { usualSeconds: usual }),
      ...(record.state === 'PENDING' && started(record, input.now)),
    }));
  }

  async function wait(association: Association, input: Input, by: string): Promise<Answer> {
    const waitSeconds = waitBeforeIntent(association, input.now);
    return unlessCalled(answer('BUSY', waitSeconds), association, input, (record) =>
      shown(record, 'WaitForLock', input.now, `waits for ${by}`, waitSeconds),
    );
  }

  /** Frees the locks while conditions are waited for. */
  async function unlock({ id, run }: Input): Promise<Answer> {
    const association = await store.record(id);
    if (!association || association.run !== run || isTerminal(association)) return answer('DONE');
    // What is under way keeps its locks.
    if (!association.intent) await locks.release(id, association.scopes);
    return answer('UNLOCKED');
  }

  return { lock, unlock };
}

const started = (record: Association, now: number) => transition(record, 'RUNNING', { at: now, actor: runOf(record), action: 'Started' });

/** How far the clock of whoever asks may be ahead of the workflow's. Milliseconds. */
const mostAhead = 15 * 60_000;

/** What ends it before anything was done for it. */
function endingBefore({ cancel, attempt, deadlineAt, step }: Association, now: number): Ending | undefined {
  const nothingDone = { sideEffects: 'NONE', changed: false, words: null } as const;
  if (cancel) return { ...nothingDone, state: 'CANCELLED', reason: cancel.reason, message: cancel.message };
  if (attempt.at > now + mostAhead) {
    const message = `It says that it is of ${new Date(attempt.at).toISOString()}, which is yet to come: its deadline would be too.`;
    return { ...nothingDone, state: 'FAILED', reason: 'TimeInFuture', message };
  }
  if (now < deadlineAt) return undefined;
  return deadlinePassed(step?.observed ? `It waited at ${step.name}: ${step.observed}` : '');
}

/** The middle one, of an even number the higher of the two; undefined of none. */
function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
