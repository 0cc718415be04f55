import type { Association, Ending, UndoIntent } from '../association.ts';
import { givenUp } from '../cancel.ts';
import type { Intent, Observation, Words } from '../kinds/kind.ts';
import { isLeftover, undoOf } from '../leftover.ts';
import { absentFor, secondsUntilNextLook } from '../schedule.ts';
import { noted, runOf, transition } from '../transition.ts';
import { type Answer, answer, settle } from './answer.ts';
import { type Input, type Surroundings, usualOf } from './step.ts';

/** What a look found; contested: another association has ended there since, and nobody knows what it did. */
export type Found = Observation & { readonly isContested?: boolean };

/** The answer to a look, and what it changes on the record beside where it is. */
export interface Verdict {
  readonly answer: Answer;
  readonly changes: (record: Association) => Partial<Association>;
}

const unchanged = () => ({});
const nothingLeft = { leftover: null, abandoned: null } as const;
const done = (ending: Ending): Verdict => ({ answer: settle(ending), changes: unchanged });

/** A call that took under the lock did it; of what an earlier attempt sent that must be certain. */
const hasChanged = (association: Association, { adopted }: Intent, { ours }: Observation) =>
  !adopted && (isLeftover(association) ? ours === 'YES' : ours !== 'NO');

/** What to make of what a look found. */
export function judge(association: Association, intent: Intent, found: Found, input: Input, surroundings: Surroundings): Verdict {
  const { rules } = surroundings;
  const bound = rules.durations.settle;
  const waited = waitedFor(association, intent, input.now);
  const neverMade = found.type === 'ABSENT' || (found.type === 'ELSEWHERE' && found.asBefore);
  if (found.type === 'READY')
    return planAgain(input, 'Room is made for the call', found, {
      ...nothingLeft,
      ...removedBy(association, intent, found),
      // What is left to do is another plan than the one that was asked for.
      planDigest: null,
    });
  if (association.cancel && !neverMade) {
    const verdict = judgeCancelled(association, intent, found, association.cancel, input);
    if (verdict) return verdict;
  }
  if (found.type === 'SETTLED')
    return done({ ...ended('SUCCEEDED', 'NONE', null, found.words), changed: hasChanged(association, intent, found) });
  // Others have brought it to where neither the call nor the undoing of it would: there is nothing of an earlier attempt to wait for.
  const isMovedOn = found.type === 'ELSEWHERE' && !found.asBefore && sinceCall(intent, input.now) >= absentFor;
  if (isLeftover(association) && isMovedOn) return leave(association, found, input);
  const pending = pendingUntil(usualOf(association, surroundings), waited, bound);
  if (neverMade && sinceCall(intent, input.now) < Math.min(absentFor, bound)) return pending;
  if (neverMade) return neverMadeOf(association, found, input, 'AWS shows nothing of what was asked for; it was never made.');
  if (found.type === 'FAILED')
    return giveUp(association, intent, found, found.words.error ?? 'AssociationFailed', found.words.message, input);
  if (waited < bound) return pending;
  if (found.asBefore) return neverMadeOf(association, found, input, `AWS shows nothing of what was asked for after ${bound} seconds.`);
  const message = `AWS still answered ${found.words.status ?? found.type} after ${bound} seconds.`;
  return giveUp(association, intent, found, 'NotSettledInTime', message, input);
}

/** What could not be looked at is looked at again, until the bound. */
export function judgeUnread(
  association: Association,
  intent: Intent,
  { unread, retryAfter }: { readonly unread: Words; readonly retryAfter: number | null },
  { now }: Input,
  surroundings: Surroundings,
): Verdict {
  const waited = waitedFor(association, intent, now);
  const bound = surroundings.rules.durations.settle;
  return waited >= bound
    ? done(ended('FAILED', leftBy(intent, 'UNKNOWN'), 'Unreadable', unread))
    : pendingUntil(usualOf(association, surroundings), waited, bound, retryAfter);
}

const sinceCall = ({ at }: Intent, now: number) => (now - at) / 1_000;

/** Seconds that this attempt has waited for what was sent; what an earlier one left is waited for anew. */
const waitedFor = ({ attempt }: Association, { at }: Intent, now: number) => (now - Math.max(at, attempt.at)) / 1_000;

const pendingUntil = (usual: ReturnType<typeof usualOf>, elapsed: number, bound: number, asked: number | null = null): Verdict => ({
  answer: answer('PENDING', secondsUntilNextLook({ ...usual, elapsed, bound, asked })),
  changes: unchanged,
});

/** Nothing is under way any more: the next plan, under the lock, says what is to be done. */
const planAgain = ({ now }: Input, action: string, { words }: Observation, changes: Partial<Association>): Verdict => ({
  answer: answer('LOCK', 1),
  changes: (record) => ({ intent: null, ...noted(record, { at: now, actor: runOf(record), action, words }), ...changes }),
});

/** What another hand took away is not ours to answer for, nor is what was nothing to anybody. */
const removedBy = (association: Association, intent: Intent, { asBefore, ours }: Observation): Partial<Association> =>
  asBefore || ours === 'NO' ? {} : { removed: { ...intent, isCertain: !isLeftover(association) || ours === 'YES' } };

/** Given up after its call: what is ours is taken back; undefined where the look says nothing yet. */
function judgeCancelled(
  association: Association,
  intent: Intent,
  found: Observation,
  cancel: NonNullable<Association['cancel']>,
  input: Input,
): Verdict | undefined {
  // Of this attempt nothing was sent, or nothing was made.
  if (isLeftover(association) || intent.adopted) return done(givenUp(cancel));
  if (mayTakeBack(association, intent, found)) return takeBack(found, cancel.reason, cancel.message, input);
  if (found.type !== 'SETTLED') return undefined;
  if (found.ours === 'NO') return done(givenUp(cancel));
  const why = `${cancel.message}. It has come about all the same, and is not taken back: it is not certain whose it is, or nothing takes it back.`;
  return done(ended('FAILED', found.ours === 'YES' ? 'LEFT_BEHIND' : 'UNKNOWN', 'CancelledTooLate', found.words, why));
}

function neverMadeOf(association: Association, found: Observation, input: Input, message: string): Verdict {
  const gone = association.leftover ? { leftover: null } : nothingLeft;
  if (isLeftover(association)) return planAgain(input, 'Nothing is left of an earlier attempt', found, gone);
  return association.cancel ? done(givenUp(association.cancel)) : done(ended('FAILED', 'NONE', 'NotMade', found.words, message));
}

/** Whether what is there is certainly ours, and a call is known that takes it back. */
function mayTakeBack(association: Association, intent: Intent, { ours }: Observation): boolean {
  return ours === 'YES' && !intent.adopted && undoOf(association).length > 0;
}

/** Takes back what may be taken back where that is wanted; says what is left where not. What an earlier attempt left is planned anew. */
function giveUp(association: Association, intent: Intent, found: Found, reason: string, message: string | null, input: Input): Verdict {
  if (association.onFailure === 'ROLL_BACK' && mayTakeBack(association, intent, found)) return takeBack(found, reason, message, input);
  if (isLeftover(association)) return leave(association, found, input);
  return done(ended('FAILED', leftBy(intent, found.ours), reason, found.words, message));
}

/** What is left of a call that did not come about. One that AWS says was not needed made nothing. */
const leftBy = ({ adopted }: Intent, ours: Observation['ours']): Ending['sideEffects'] =>
  adopted ? 'NONE' : ours === 'YES' ? 'LEFT_BEHIND' : 'UNKNOWN';

/** What an earlier attempt left stays; what others have changed since, or count on, is no longer ours to restore. */
function leave({ leftover, abandoned }: Association, found: Found, input: Input): Verdict {
  if (found.ours === 'NO') return planAgain(input, 'Others have changed, or count on, what an earlier attempt left', found, nothingLeft);
  const left = found.isContested ? { leftover: null, abandoned: abandoned ?? leftover } : {};
  return planAgain(input, 'What an earlier attempt left stays', found, left);
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
