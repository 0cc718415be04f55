import type { Association, KeptPlan } from '../association.ts';
import type { Intent, Outcome } from '../kinds/kind.ts';
import { secondsUntilNextLook } from '../schedule.ts';
import { noted, runOf } from '../transition.ts';
import { type Answer, answer, settle } from './answer.ts';
import {
  changeCurrent,
  contextOf,
  type Input,
  type Surroundings,
  shown,
  usualOf,
  type Work,
  waitBeforeIntent,
  waitWithLocks,
} from './step.ts';

/** Writes down what it is about to do, does that one call, and writes down how it came out. */
export const request: Work = async (association, input, surroundings) => {
  const { operations, store } = surroundings;
  const context = contextOf(association, input, surroundings);
  // Of two invocations of this step only the one that takes the plan makes the call, however late the other comes.
  let taken: { readonly plan: KeptPlan; readonly intent: Intent } | undefined;
  const before = await changeCurrent(store, input, association, (record) => {
    const plan = planToCarryOut(record, input.now);
    if (!plan) return undefined;
    taken = { plan, intent: intentOf(record, plan, input, context.token) };
    return { intent: taken.intent, lastCallAt: input.now, mayCall: false, ...shown(record, 'Request', input.now, null, null) };
  });
  const { intent } = before;
  // What a try that was overtaken had in mind was never written.
  if (!taken || !intent || taken.intent !== intent) return intent ? answer('OBSERVE', 1) : answer('LOCK');
  const outcome = await operations.request(association.pair as never, association.desired, taken.plan, context);
  if (outcome.type === 'THROTTLED') surroundings.throttled();
  const reply = replyTo(association, outcome, input.now, surroundings);
  await changeCurrent(store, input, before, (record) =>
    record.intent?.at === intent.at ? concluded(record, intent, outcome, reply, input) : undefined,
  );
  return reply;
};

/** What the record says once the call's outcome is known, or known to be unknown. */
const concluded = (
  record: Association,
  intent: Intent,
  outcome: Outcome,
  { waitSeconds }: Answer,
  { now }: Input,
): Partial<Association> => ({
  // Once it is being taken back the intent stays: it says what to take back.
  intent:
    nothingMade.has(outcome.type) && !record.undoIntent
      ? null
      : { ...intent, handle: handleOf(outcome), adopted: outcome.type === 'ALREADY' },
  ...shown(record, 'Request', now, outcome.words.error ?? outcome.words.status, waitSeconds),
  ...lineOf(record, outcome, now),
});

/** Outcomes that are worth a line in the history; the others pass, and may come many times. */
const actions: Readonly<Partial<Record<Outcome['type'], string>>> = {
  ACCEPTED: 'AWS accepted the call',
  ALREADY: 'AWS says that it is so already',
  UNKNOWN: 'The outcome of the call is unknown',
  REFUSED: 'AWS refused the call',
};

function lineOf(record: Association, { type, words }: Outcome, now: number): Partial<Association> {
  const action = actions[type];
  return action === undefined ? {} : noted(record, { at: now, actor: runOf(record), action, words });
}

/**
 * The plan whose call is to be made now: a call may be out already, or the request given up. What was sent off before the record was written last
 * comes late, and is for an earlier plan.
 */
const planToCarryOut = ({ state, mayCall, cancel, intent, plan, updatedAt }: Association, now: number): KeptPlan | null =>
  state === 'RUNNING' && mayCall && !cancel && !intent && now >= updatedAt ? plan : null;

function intentOf({ leftover }: Association, { calls, targetVersion, before }: KeptPlan, { run, now }: Input, token: string): Intent {
  const [call] = calls;
  if (!call) throw new Error('The plan changes something and names no call.');
  const since = leftover?.intent.since ?? now;
  return { run, at: now, since, token, call, preparatory: calls.length > 1, targetVersion, before, handle: null, adopted: false };
}

const handleOf = (outcome: Outcome) => ('handle' in outcome ? outcome.handle : null);

/** Outcomes after which it is certain that nothing was made: the intent is closed. */
const nothingMade: ReadonlySet<Outcome['type']> = new Set(['REFUSED', 'THROTTLED', 'IN_PROGRESS']);

function replyTo(association: Association, outcome: Outcome, now: number, surroundings: Surroundings): Answer {
  switch (outcome.type) {
    case 'ACCEPTED':
      return answer(
        'OBSERVE',
        secondsUntilNextLook({ ...usualOf(association, surroundings), elapsed: 0, bound: surroundings.rules.durations.settle }),
      );
    case 'ALREADY':
    case 'UNKNOWN':
      return answer('OBSERVE', 1);
    case 'THROTTLED':
      return answer('THROTTLED', waitWithLocks(association, now, outcome.retryAfterSeconds));
    case 'IN_PROGRESS':
      return answer('WAIT', waitBeforeIntent(association, now));
    case 'REFUSED': {
      const { words } = outcome;
      return settle({
        state: 'FAILED',
        sideEffects: 'NONE',
        changed: false,
        reason: words.error ?? 'Refused',
        message: words.message,
        words,
      });
    }
  }
}
