import { type Association, type Ending, runOf, transition, type UndoIntent } from '../association.ts';
import type { Intent, Observation, Words } from '../kinds/kind.ts';
import { secondsUntilNextLook } from '../schedule.ts';
import { type Answer, answer, settle } from './answer.ts';
import { changeCurrent, contextOf, failedRead, type Input, type Surroundings, shown, type Work, waitBeforeIntent } from './step.ts';

/** How long what AWS accepted, or may have, can stay unseen before it counts as never made. Seconds. */
const absentFor = 600;

/** Looks whether what was asked for has come about. */
export const observe: Work = async (association, input, surroundings) => {
  const { intent } = association;
  if (!intent) return answer('LOCK', waitBeforeIntent(association, input.now));
  // An earlier look decided so, and its answer was lost.
  if (association.undoIntent) return answer('UNDO');
  const look = await lookAt(association, intent, input, surroundings);
  const verdict =
    'unread' in look
      ? unread(association, intent, look.unread, look.retryAfter, input, surroundings)
      : judge(association, intent, look, input, surroundings);
  await changeCurrent(surroundings.store, input, association, (record) =>
    record.intent?.at === intent.at && !record.undoIntent
      ? {
          ...shown(record, 'Observe', input.now, wordsOf(look).status ?? wordsOf(look).error, verdict.answer.waitSeconds),
          ...verdict.changes(record),
        }
      : undefined,
  );
  return verdict.answer;
};

/** What a look found, or why it could not be taken. */
export type Look = Observation | { readonly unread: Words; readonly retryAfter: number | null };

export const wordsOf = (look: Look): Words => ('unread' in look ? look.unread : look.words);

/** Looks, with what AWS refused or did not answer made part of the finding. */
export async function lookAt(association: Association, intent: Intent, input: Input, surroundings: Surroundings): Promise<Look> {
  try {
    const found = await surroundings.operations.observe(
      association.pair as never,
      association.desired,
      intent,
      contextOf(association, input, surroundings),
    );
    if (found.unknownStatus)
      surroundings.note('AWS answers a status that is not known yet', { operation: found.words.operation, status: found.words.status });
    return found;
  } catch (error) {
    const { words, retryAfter } = failedRead('Observe', error);
    return { unread: words, retryAfter };
  }
}

/** The answer, and what it changes on the record beside where it is. */
interface Verdict {
  readonly answer: Answer;
  readonly changes: (record: Association) => Partial<Association>;
}

const unchanged = () => ({});
const done = (ending: Ending): Verdict => ({ answer: settle(ending), changes: unchanged });

function judge(association: Association, intent: Intent, found: Observation, input: Input, { rules }: Surroundings): Verdict {
  const elapsed = (input.now - intent.at) / 1_000;
  const bound = rules.durations.settle;
  const pending: Verdict = {
    answer: answer('PENDING', secondsUntilNextLook({ elapsed, usual: association.usualSeconds, bound })),
    changes: unchanged,
  };
  const neverMade = found.type === 'ABSENT' || (found.type === 'ELSEWHERE' && found.asBefore);
  if (found.type === 'SETTLED') return done({ ...ended('SUCCEEDED', 'NONE', null, found.words), changed: !intent.adopted });
  if (found.type === 'READY') return { answer: answer('LOCK', 1), changes: () => ({ intent: null }) };
  if (neverMade && elapsed < Math.min(absentFor, bound)) return pending;
  if (neverMade)
    return done(ended('FAILED', 'NONE', 'NotMade', found.words, 'AWS shows nothing of what was asked for; it was never made.'));
  if (found.type === 'FAILED')
    return giveUp(association, intent, found, found.words.error ?? 'AssociationFailed', found.words.message, input);
  if (elapsed < bound) return pending;
  if (found.asBefore)
    return done(ended('FAILED', 'NONE', 'NotMade', found.words, `AWS shows nothing of what was asked for after ${bound} seconds.`));
  return giveUp(
    association,
    intent,
    found,
    'NotSettledInTime',
    `AWS still answered ${found.words.status ?? found.type} after ${bound} seconds.`,
    input,
  );
}

/** Takes back what is certainly ours where that is wanted and can be done; says what is left where not. */
function giveUp(
  association: Association,
  intent: Intent,
  found: Observation,
  reason: string,
  message: string | null,
  { now, run }: Input,
): Verdict {
  const ours = found.ours === 'YES' && !intent.adopted;
  if (!ours) return done(ended('FAILED', 'UNKNOWN', reason, found.words, message));
  if (association.onFailure === 'LEAVE' || !association.plan?.undo.length)
    return done(ended('FAILED', 'LEFT_BEHIND', reason, found.words, message));
  const undoIntent: UndoIntent = { run, since: now, tries: 0, triedAt: null, because: { reason, message, words: found.words } };
  return {
    answer: answer('UNDO'),
    changes: (record) => ({
      undoIntent,
      ...transition(record, 'ROLLING_BACK', { at: now, actor: runOf(record), action: 'Taking back', comment: message, words: found.words }),
    }),
  };
}

function unread(
  association: Association,
  intent: Intent,
  words: Words,
  retryAfter: number | null,
  { now }: Input,
  { rules }: Surroundings,
): Verdict {
  const elapsed = (now - intent.at) / 1_000;
  const bound = rules.durations.settle;
  if (elapsed >= bound) return done(ended('FAILED', 'UNKNOWN', 'Unreadable', words));
  const waitSeconds = secondsUntilNextLook({ elapsed, usual: association.usualSeconds, bound, asked: retryAfter });
  return { answer: answer('PENDING', waitSeconds), changes: unchanged };
}

/** An ending after a call. */
export const ended = (
  state: Ending['state'],
  sideEffects: Ending['sideEffects'],
  reason: string | null,
  words: Words,
  message = words.message,
): Ending => ({
  state,
  sideEffects,
  changed: false,
  reason,
  message,
  words,
});
