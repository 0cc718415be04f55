import { hasApproval, mayAsk, needsApproval, secondsUntilExpiry } from '../approval.ts';
import type { Association, Ending, KeptPlan } from '../association.ts';
import { asJson, hashOf } from '../canonical.ts';
import type { Check, Plan, Words } from '../kinds/kind.ts';
import type { Store } from '../store.ts';
import { type Answer, answer, settle } from './answer.ts';
import {
  changeCurrent,
  contextOf,
  failedRead,
  type Input,
  type Surroundings,
  shown,
  type Work,
  waitBeforeIntent,
  waitWithLocks,
} from './step.ts';

/** Finds out, under the lock and by reads only, what is to be done and whether it can be. */
export const plan: Work = async (association, input, surroundings) => {
  const { operations, store } = surroundings;
  // Somebody's call is out: where it stands is looked at, not planned.
  if (association.intent) return answer('LOCK');
  let made: Plan;
  try {
    made = await operations.plan(association.pair as never, association.desired, contextOf(association, input, surroundings));
  } catch (error) {
    return unread(association, input, error, surroundings);
  }
  // What an earlier attempt left was not there before: undo restores what was, unless others may have changed that since.
  const { leftover } = association;
  if (leftover) made = { ...made, before: leftover.intent.before, undo: leftover.undo };
  const record = kept(association, made);
  const verdict = judge(association, made, record, await holdsAll(association, made, store), input.now);
  const scopes = [...new Set([...association.scopes, ...made.scopes])].sort();
  return conclude(verdict, association, input, surroundings, (known) => ({
    plan: record,
    // What is waited for changes what there is, and so the plan that was asked for.
    planDigest: verdict.outcome === 'WAIT' ? null : association.planDigest,
    scopes,
    // Who waits for people shows the question, not the next look.
    ...shown(known, 'Plan', input.now, obstacles(made), verdict.outcome === 'ASK' ? null : verdict.waitSeconds),
  }));
};

/**
 * Writes the verdict down, and with it whether the call may be made. What was written since the record was read comes first: after it
 * this plan may be of the past, its call made and refused, and the locks let go.
 */
async function conclude(
  verdict: Answer,
  association: Association,
  input: Input,
  { store }: Surroundings,
  changes: (record: Association) => Partial<Association>,
): Promise<Answer> {
  const mayCall = verdict.outcome === 'REQUEST';
  let written: Partial<Association> | undefined;
  const record = await changeCurrent(store, input, association, (known) => {
    written = known.version === association.version ? { ...changes(known), mayCall } : undefined;
    return written;
  });
  // What a try that was overtaken had in mind was never written.
  return written && written.step === record.step ? verdict : answer('LOCK');
}

/** Asks the locks themselves: that a scope is on the record does not mean that it was got. */
async function holdsAll({ id }: Association, { scopes }: Plan, store: Store): Promise<boolean> {
  const locks = await Promise.all(scopes.map((scope) => store.lock(scope)));
  return locks.every(({ owner }) => owner === id);
}

/** What a plan's digest knows of the request it is for. */
type Planned = Pick<Association, 'pair' | 'desired' | 'onFailure'>;

/**
 * What is approved when a plan is: no counts, times or messages, which may differ without a difference; nor whether something has to be waited
 * for first, which may begin and end at any moment.
 */
export function digestOf({ pair, desired, onFailure }: Planned, { targetVersion, before, calls, undo, impact, checks }: Plan): string {
  const named = checks.map(({ name, result }) => ({ name, result: result === 'WAIT' ? 'PASS' : result }));
  return `sha256:${hashOf({ pair, desired, onFailure, targetVersion, before, calls, undo, impact, checks: named })}`;
}

/** The plan as a record keeps it, with its digest. */
export const kept = (planned: Planned, { changed, checks, calls, undo, impact, targetVersion, before, ...rest }: Plan): KeptPlan => ({
  digest: digestOf(planned, { changed, checks, calls, undo, impact, targetVersion, before, ...rest }),
  ...(asJson({ changed, checks, calls, undo, impact, targetVersion, before }) as unknown as Omit<KeptPlan, 'digest'>),
});

const withResult = ({ checks }: Plan, result: Check['result']) => checks.filter((check) => check.result === result);

const obstacles = (made: Plan): string | null => sentence([...withResult(made, 'FAIL'), ...withResult(made, 'WAIT')]) || null;

const sentence = (checks: readonly Check[]) => checks.map(({ message }) => message).join(' ');

/** The way on from a plan, the first that fits. */
function judge(association: Association, made: Plan, { digest }: KeptPlan, locked: boolean, now: number): Answer {
  const [failed] = withResult(made, 'FAIL');
  const [waiting] = withResult(made, 'WAIT');
  if (made.outOfDate)
    return settle(nothing('CANCELLED', 'TriggerOutOfDate', 'What asked for this no longer holds; a later event speaks for it.'));
  if (failed) return settle(nothing('FAILED', failed.reason, sentence(withResult(made, 'FAIL'))));
  if (!isAsAskedFor(association, digest) && (waiting || made.changed)) return settle(stale);
  if (waiting && now >= association.deadlineAt) return settle(deadlinePassed(sentence(withResult(made, 'WAIT'))));
  if (waiting) return answer('WAIT', waitBeforeIntent(association, now));
  if (!made.changed) return settle(nothing('SUCCEEDED', null, null));
  if (now >= association.deadlineAt) return settle(deadlinePassed('AWS kept refusing the call for the moment.'));
  if (needsApproval(association.approval, made.impact) && !hasApproval(association, digest)) {
    return mayAsk(association, digest) ? answer('ASK', secondsUntilExpiry(association, now)) : settle(keepsChanging);
  }
  return answer(locked ? 'REQUEST' : 'LOCK');
}

const nothing = (state: Ending['state'], reason: string | null, message: string | null): Ending => ({
  state,
  sideEffects: 'NONE',
  changed: false,
  reason,
  message,
  words: null,
});

/** The ending of what could not begin in time. */
export const deadlinePassed = (waitedFor: string): Ending =>
  nothing('FAILED', 'DeadlinePassed', `The deadline passed before it could begin. ${waitedFor}`.trim());

/** Whether this is the plan that was asked for, or any will do. */
const isAsAskedFor = ({ planDigest }: Pick<Association, 'planDigest'>, digest: string): boolean =>
  planDigest === null || planDigest === digest;

const stale = nothing('FAILED', 'PlanStale', 'The plan this was asked for with no longer holds: something changed since. Plan again.');

const keepsChanging = nothing(
  'FAILED',
  'PlanKeepsChanging',
  'Each plan that was asked for had changed when it was to be carried out. Request it again once the world stands still.',
);

/** A plan that could not be made because AWS could not be read. */
async function unread(association: Association, input: Input, error: unknown, surroundings: Surroundings): Promise<Answer> {
  const { words, ...failure } = failedRead('Plan', error, surroundings);
  const verdict = judgeUnread(association, words, failure, input.now);
  return conclude(verdict, association, input, surroundings, (record) =>
    shown(record, 'Plan', input.now, words.error, verdict.waitSeconds),
  );
}

function judgeUnread(
  association: Association,
  words: Words,
  { type, retryAfter }: Omit<ReturnType<typeof failedRead>, 'words'>,
  now: number,
): Answer {
  if (type === 'REFUSED') return settle({ ...nothing('FAILED', words.error, words.message), words });
  if (now >= association.deadlineAt) return settle({ ...deadlinePassed(words.message ?? ''), words });
  return type === 'THROTTLED'
    ? answer('THROTTLED', waitWithLocks(association, now, retryAfter))
    : answer('WAIT', waitBeforeIntent(association, now, retryAfter));
}
