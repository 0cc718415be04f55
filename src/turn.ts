import { deciding, isUndecided, secondsUntilExpiry } from './approval.ts';
import { type Association, type Decision, type Ending, isTerminal, runOf, transition } from './association.ts';
import { givenUp } from './cancel.ts';
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
    if (association.intent) return goOn(association, input);
    if (association.state === 'AWAITING_APPROVAL' && !association.cancel) return decided(association, input);
    return takeTurn(association, input);
  }

  /** What an earlier run sent, or an earlier attempt left, is looked at before anything else. */
  async function goOn(association: Association, input: Input): Promise<Answer> {
    await changeCurrent(store, input, association, (record) => (record.state === 'PENDING' ? started(record, input.now) : undefined));
    return answer('OBSERVE', 1);
  }

  async function takeTurn(association: Association, input: Input): Promise<Answer> {
    const ending = endingBefore(association, input.now);
    if (ending) return unlessCalled(settle(ending), association, input, () => ({}));
    const turn = await locks.acquire(association.id, association.scopes);
    return turn.held ? begin(association, input) : wait(association, input, turn.by);
  }

  /** What has been decided meanwhile, if anything has. That nobody decided in time is written down first: no yes comes after it. */
  async function decided(association: Association, input: Input): Promise<Answer> {
    const record = await changeCurrent(store, input, association, (known) =>
      isUndecided(known) && input.now >= known.deadlineAt ? deciding(known, expiry(known, input)) : undefined,
    );
    // Decided, or given up, just now.
    if (record.state !== 'AWAITING_APPROVAL' || record.cancel) return lock(input);
    return record.decision ? settle(endingOf(record.decision)) : answer('ASK', secondsUntilExpiry(record, input.now));
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
    const usual = await store.usualSeconds(association);
    return unlessCalled(answer('PLAN'), association, input, (record) => ({
      ...(usual !== null && { usualSeconds: usual }),
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

const expiry = (association: Association, { now }: Input) =>
  ({ verdict: 'EXPIRED', actor: runOf(association), at: now, comment: null }) as const;

/** How a decision that is no yes ends it. */
function endingOf({ verdict, actor, comment, at }: Decision): Ending {
  const nothingDone = { sideEffects: 'NONE', changed: false, words: null } as const;
  return verdict === 'REJECTED'
    ? { ...nothingDone, state: 'REJECTED', reason: 'Rejected', message: `${actor.id} rejected the plan: ${comment}` }
    : {
        ...nothingDone,
        state: 'EXPIRED',
        reason: 'ApprovalExpired',
        message: `Nobody approved the plan before ${new Date(at).toISOString()}.`,
      };
}

const started = (record: Association, now: number) => transition(record, 'RUNNING', { at: now, actor: runOf(record), action: 'Started' });

/** How far the clock of whoever asks may be ahead of the workflow's. Milliseconds. */
const mostAhead = 15 * 60_000;

/** What ends it before anything was done for it. */
function endingBefore({ cancel, attempt, deadlineAt, step }: Association, now: number): Ending | undefined {
  const nothingDone = { sideEffects: 'NONE', changed: false, words: null } as const;
  if (cancel) return givenUp(cancel);
  if (attempt.at > now + mostAhead) {
    const message = `It says that it is of ${new Date(attempt.at).toISOString()}, which is yet to come: its deadline would be too.`;
    return { ...nothingDone, state: 'FAILED', reason: 'TimeInFuture', message };
  }
  if (now < deadlineAt) return undefined;
  return deadlinePassed(step?.observed ? `It waited at ${step.name}: ${step.observed}` : '');
}
