import { deciding, isUndecided, secondsUntilExpiry } from './approval.ts';
import { type Association, type Decision, type Ending, isTerminal } from './association.ts';
import { givenUp } from './cancel.ts';
import { isoTime } from './iso-time.ts';
import { isLeftover } from './leftover.ts';
import { createLocks } from './locks.ts';
import { secondsUnseen } from './schedule.ts';
import { settledKeyOf } from './settled.ts';
import { type Answer, answer, settle } from './steps/answer.ts';
import { deadlinePassed } from './steps/plan.ts';
import { changeCurrent, type Input, shown, waitForTurn } from './steps/step.ts';
import { type Store, type UsualItem, usualOf } from './store.ts';
import { runOf, transition } from './transition.ts';

/**
 * Where every run begins, also one that goes on for a run that died: the record says what was under way.
 * With an intent open it looks before anything else; without one it waits for its turn and then plans.
 */
export function createTurn(store: Store) {
  const locks = createLocks(store);

  async function lock(input: Input): Promise<Answer> {
    const association = await store.record(input.id);
    if (!association || association.run !== input.run || isTerminal(association)) return answer('DONE');
    if (association.intent && !isLeftover(association)) return underWay(association);
    if (association.state === 'AWAITING_APPROVAL' && !association.cancel) return decided(association, input);
    return takeTurn(association, input);
  }

  async function takeTurn(association: Association, input: Input): Promise<Answer> {
    // What is being taken back of an earlier attempt is taken back to the end first.
    const ending = association.undoIntent ? undefined : endingBefore(association, input.now);
    if (ending) return unlessCalled(settle(ending), association, input, () => ({}));
    const known = await store.belongings(association);
    const turn = await locks.acquire(input, association.scopes, known.locks);
    if (!turn.held) return wait(association, input, `waits for ${turn.by}`, waitForTurn(association, turn, input.now));
    const unseen = await secondsUntilSeen(association, input);
    if (unseen > 0) return wait(association, input, 'waits until lists show what was changed last', unseen);
    return association.intent ? goOn(association, input) : begin(association, input, known.usual);
  }

  /** What an earlier attempt left is looked at before anything else, with its locks taken anew. */
  async function goOn(association: Association, input: Input): Promise<Answer> {
    const record = await changeCurrent(store, input, association, (known) =>
      known.state === 'PENDING' ? started(known, input.now) : undefined,
    );
    return underWay(record);
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
    const record = await changeCurrent(store, input, association, (known) =>
      hasCall(known) ? undefined : { ...changes(known), mayCall: false },
    );
    return hasCall(record) ? answer('OBSERVE', 1) : verdict;
  }

  async function begin(association: Association, input: Input, { successes }: UsualItem): Promise<Answer> {
    const usual = usualOf(successes);
    return unlessCalled(answer('PLAN'), association, input, (record) => ({
      ...(usual !== null && { usualSeconds: usual }),
      ...(record.state === 'PENDING' && started(record, input.now)),
    }));
  }

  /** So long lists may not show yet what was changed before it was its turn, and a plan would be of the past; not longer than its deadline. */
  async function secondsUntilSeen(association: Association, { now }: Input): Promise<number> {
    const { changedAt } = await store.pair(settledKeyOf(association));
    const left = Math.max(1, Math.ceil((association.deadlineAt - now) / 1_000));
    return Math.min(secondsUnseen(changedAt, now), left);
  }

  async function wait(association: Association, input: Input, observed: string, waitSeconds: number): Promise<Answer> {
    return unlessCalled(answer('BUSY', waitSeconds), association, input, (record) =>
      shown(record, 'WaitForLock', input.now, observed, waitSeconds),
    );
  }

  /** Frees the locks while conditions are waited for. */
  async function unlock(input: Input): Promise<Answer> {
    const association = await store.record(input.id);
    if (!association || association.run !== input.run || isTerminal(association)) return answer('DONE');
    // What is under way keeps its locks.
    if (!association.intent) await locks.release(input, association.scopes);
    return answer('UNLOCKED');
  }

  return { lock, unlock };
}

/** Whether a call of this attempt is out. */
const hasCall = (record: Association) => record.intent !== null && !isLeftover(record);

/** An undo that was never sent must be: what AWS does not show yet looks as if it had been taken back. */
const underWay = ({ undoIntent }: Association): Answer =>
  undoIntent ? answer(undoIntent.tries === 0 ? 'UNDO' : 'OBSERVE_UNDO', 1) : answer('OBSERVE', 1);

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
        message: `Nobody approved the plan before ${isoTime(at)}.`,
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
    const message = `It says that it is of ${isoTime(attempt.at)}, which is yet to come: its deadline would be too.`;
    return { ...nothingDone, state: 'FAILED', reason: 'TimeInFuture', message };
  }
  if (now < deadlineAt) return undefined;
  return deadlinePassed(step?.observed ? `It waited at ${step.name}: ${step.observed}` : '');
}
