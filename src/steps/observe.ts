import { type Association, type Ending, isLeftover, runOf, transition, type UndoIntent } from '../association.ts';
import { givenUp, settling } from '../cancel.ts';
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
  const record = await changeCurrent(surroundings.store, input, association, (known) =>
    known.intent?.at === intent.at && !known.undoIntent && isSameWish(known, association)
      ? { ...shownAs(known, verdict.answer, look, input), ...verdict.changes(known) }
      : undefined,
  );
  // Given up since it was read: what was concluded from this look no longer counts.
  return isSameWish(record, association) ? verdict.answer : answer('PENDING', 1);
};

const isSameWish = (one: Association, other: Association) => (one.cancel === null) === (other.cancel === null);

const shownAs = (record: Association, { outcome, waitSeconds }: Answer, look: Look, { now }: Input) =>
  shown(record, outcome === 'SETTLE' ? settling : 'Observe', now, wordsOf(look).status ?? wordsOf(look).error, waitSeconds);

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
  const { cancel } = association;
  const bound = rules.durations.settle;
  const waited = waitedFor(association, intent, input.now);
  const neverMade = found.type === 'ABSENT' || (found.type === 'ELSEWHERE' && found.asBefore);
  if (cancel && !neverMade && found.type !== 'READY' && mayTakeBack(association, intent, found))
    return takeBack(found, cancel.reason, cancel.message, input);
  if (found.type === 'SETTLED') return done({ ...ended('SUCCEEDED', 'NONE', null, found.words), changed: !intent.adopted });
  if (found.type === 'READY') return planAgain({ intent: null });
  const pending = pendingUntil(association, waited, bound);
  if (neverMade && sinceCall(intent, input.now) < Math.min(absentFor, bound)) return pending;
  if (neverMade) return neverMadeOf(association, found, 'AWS shows nothing of what was asked for; it was never made.');
  if (found.type === 'FAILED')
    return giveUp(association, intent, found, found.words.error ?? 'AssociationFailed', found.words.message, input);
  if (waited < bound) return pending;
  if (found.asBefore) return neverMadeOf(association, found, `AWS shows nothing of what was asked for after ${bound} seconds.`);
  const message = `AWS still answered ${found.words.status ?? found.type} after ${bound} seconds.`;
  return giveUp(association, intent, found, 'NotSettledInTime', message, input);
}

const sinceCall = ({ at }: Intent, now: number) => (now - at) / 1_000;

/** Seconds that this attempt has waited for what was sent; what an earlier one left is waited for anew. */
const waitedFor = ({ attempt }: Association, { at }: Intent, now: number) => (now - Math.max(at, attempt.at)) / 1_000;

const pendingUntil = ({ usualSeconds: usual }: Association, elapsed: number, bound: number, asked: number | null = null): Verdict => ({
  answer: answer('PENDING', secondsUntilNextLook({ elapsed, usual, bound, asked })),
  changes: unchanged,
});

/** Nothing is under way any more: the next plan, under the lock, says what is to be done. */
const planAgain = (changes: Partial<Association>): Verdict => ({ answer: answer('LOCK', 1), changes: () => changes });

function neverMadeOf(association: Association, { words }: Observation, message: string): Verdict {
  if (isLeftover(association)) return planAgain({ intent: null, beforeImage: null });
  return association.cancel ? done(givenUp(association.cancel)) : done(ended('FAILED', 'NONE', 'NotMade', words, message));
}

/** Whether what is there is certainly ours, and a call is known that takes it back. */
const mayTakeBack = ({ plan }: Association, intent: Intent, { ours }: Observation) =>
  ours === 'YES' && !intent.adopted && plan !== null && plan.undo.length > 0;

/** Takes back what may be taken back where that is wanted; says what is left where not. What an earlier attempt left is planned anew. */
function giveUp(
  association: Association,
  intent: Intent,
  found: Observation,
  reason: string,
  message: string | null,
  input: Input,
): Verdict {
  const wanted = association.onFailure === 'ROLL_BACK' || association.cancel !== null;
  if (wanted && mayTakeBack(association, intent, found)) return takeBack(found, reason, message, input);
  if (isLeftover(association)) return planAgain({ intent: null });
  const ours = found.ours === 'YES' && !intent.adopted;
  return done(ended('FAILED', ours ? 'LEFT_BEHIND' : 'UNKNOWN', reason, found.words, message));
}

function takeBack({ words }: Observation, reason: string, message: string | null, { now, run }: Input): Verdict {
  const undoIntent: UndoIntent = { run, since: now, tries: 0, triedAt: null, because: { reason, message, words } };
  return {
    answer: answer('UNDO'),
    changes: (record) => ({
      undoIntent,
      ...transition(record, 'ROLLING_BACK', { at: now, actor: runOf(record), action: 'Taking back', comment: message, words }),
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
  const waited = waitedFor(association, intent, now);
  const bound = rules.durations.settle;
  return waited >= bound ? done(ended('FAILED', 'UNKNOWN', 'Unreadable', words)) : pendingUntil(association, waited, bound, retryAfter);
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
