import { type Association, noted, runOf } from '../association.ts';
import type { Call, Intent, Outcome } from '../kinds/kind.ts';
import { secondsUntilNextLook } from '../schedule.ts';
import { type Answer, answer, settle } from './answer.ts';
import { contextOf, type Input, shown, type Work, waitBeforeIntent } from './step.ts';

/** Writes down what it is about to do, does that one call, and writes down how it came out. */
export const request: Work = async (association, input, surroundings) => {
  const { operations, store, rules } = surroundings;
  const { plan, id } = association;
  // Somebody's call may be out already: look before doing anything.
  if (association.intent) return answer('OBSERVE', 1);
  const call = plan?.calls[0];
  if (!plan || !call) return answer('LOCK');
  const context = contextOf(association, input, surroundings);
  const intent = intentOf(association, call, input, context.token);
  const intended = await store.changeRecord(id, (record) =>
    mayRequest(record, input) ? { intent, ...shown(record, 'Request', input.now, null, null) } : undefined,
  );
  if (intended.intent?.at !== intent.at || intended.run !== input.run) return answer('LOCK');
  const outcome = await operations.request(association.pair as never, association.desired, plan, context);
  const reply = replyTo(association, outcome, input.now, rules.durations.settle);
  await store.changeRecord(id, (record) =>
    record.run === input.run && record.intent?.at === intent.at ? concluded(record, intent, outcome, reply, input) : undefined,
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
  intent: nothingMade.has(outcome.type) ? null : { ...intent, handle: handleOf(outcome), adopted: outcome.type === 'ALREADY' },
  ...shown(record, 'Request', now, outcome.words.error ?? outcome.words.status, waitSeconds),
  ...(remembered.has(outcome.type) &&
    noted(record, { at: now, actor: runOf(record), action: actions[outcome.type], words: outcome.words })),
});

const actions: Readonly<Record<Outcome['type'], string>> = {
  ACCEPTED: 'AWS accepted the call',
  ALREADY: 'AWS says that it is so already',
  UNKNOWN: 'The outcome of the call is unknown',
  REFUSED: 'AWS refused the call',
  THROTTLED: 'AWS refused the call for the moment',
  IN_PROGRESS: 'AWS is busy with another change there',
};

const mayRequest = (record: Association, { run }: Input) =>
  record.run === run && record.state === 'RUNNING' && !record.cancel && !record.intent;

const intentOf = ({ plan, run }: Association, call: Call, { now }: Input, token: string): Intent => ({
  run,
  at: now,
  token,
  call,
  preparatory: (plan?.calls.length ?? 0) > 1,
  targetVersion: plan?.targetVersion ?? null,
  before: plan?.before ?? null,
  handle: null,
  adopted: false,
});

const handleOf = (outcome: Outcome) => ('handle' in outcome ? outcome.handle : null);

/** Outcomes after which it is certain that nothing was made: the intent is closed. */
const nothingMade: ReadonlySet<Outcome['type']> = new Set(['REFUSED', 'THROTTLED', 'IN_PROGRESS']);

/** Outcomes that are worth a line in the history; the others pass, and may come many times. */
const remembered: ReadonlySet<Outcome['type']> = new Set(['ACCEPTED', 'ALREADY', 'UNKNOWN', 'REFUSED']);

function replyTo(association: Association, outcome: Outcome, now: number, bound: number): Answer {
  switch (outcome.type) {
    case 'ACCEPTED':
      return answer('OBSERVE', secondsUntilNextLook({ elapsed: 0, usual: association.usualSeconds, bound }));
    case 'ALREADY':
    case 'UNKNOWN':
      return answer('OBSERVE', 1);
    case 'THROTTLED':
      return answer('THROTTLED', outcome.retryAfterSeconds ?? waitBeforeIntent(association, now));
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
