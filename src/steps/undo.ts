import type { Association, UndoIntent } from '../association.ts';
import type { UndoOutcome, Words } from '../kinds/kind.ts';
import { isLeftover } from '../leftover.ts';
import { absentFor, secondsUnseen, secondsUntilNextLook } from '../schedule.ts';
import { noted, runOf, transition } from '../transition.ts';
import { type Answer, answer, settle } from './answer.ts';
import { ended } from './judge.ts';
import { type Look, lookAt, wordsOf } from './observe.ts';
import { changeCurrent, contextOf, type Input, type Surroundings, shown, type Work } from './step.ts';

/** An undo that does not show is sent this often. */
const mostTries = 3;

/** Writes down that it is about to take back what was made, sends that one call, and writes down how it came out. */
export const undo: Work = async (association, input, surroundings) => {
  const { operations, store } = surroundings;
  const { intent } = association;
  // What an earlier attempt left has been seen gone since: this is a repeat that comes late.
  if (!intent) return answer('OBSERVE_UNDO', 1);
  let begun = null as UndoIntent | null;
  const before = await changeCurrent(store, input, association, ({ undoIntent }) => {
    begun = undoIntent && nextTry(undoIntent, input);
    return begun ? { undoIntent: begun, lastCallAt: input.now } : undefined;
  });
  // Another invocation of this step has sent it, or is about to: look before anything else.
  if (!begun || before.undoIntent !== begun) return answer('OBSERVE_UNDO', 1);
  const undoIntent = begun;
  const outcome = await operations.undo(
    association.pair as never,
    association.desired,
    intent,
    contextOf(association, input, surroundings),
  );
  if (outcome.type === 'THROTTLED') surroundings.throttled();
  const reply = replyTo(association, outcome, undoIntent, input, surroundings);
  await changeCurrent(store, input, before, (record) =>
    isThisTry(record, undoIntent)
      ? {
          ...shown(record, 'Undo', input.now, outcome.words.error ?? outcome.words.status, reply.waitSeconds),
          ...concluded(record, outcome, undoIntent, input),
        }
      : undefined,
  );
  return reply;
};

/** One try more; null for an invocation that comes late, or twice, or while what an earlier one sent may not show yet. */
function nextTry(undoIntent: UndoIntent, { run, now }: Input): UndoIntent | null {
  const { triedAt, isOut } = undoIntent;
  if (triedAt !== null && (now <= triedAt || (isOut && secondsUnseen(triedAt, now) > 0))) return null;
  return { ...undoIntent, run, tries: undoIntent.tries + 1, triedAt: now, isOut: true };
}

/** Not once another try has begun, or what was to be taken back has been seen gone. */
const isThisTry = (record: Association, { since, triedAt }: UndoIntent) =>
  record.undoIntent?.since === since && record.undoIntent.triedAt === triedAt;

/** What a try came to. An outcome that is not named was no try: AWS refused it for the moment, and that may come many times. */
const actions: Readonly<Partial<Record<UndoOutcome['type'], string>>> = {
  ACCEPTED: 'AWS accepted the call that takes it back',
  ALREADY: 'AWS says that it is as before already',
  NOTHING_TO_UNDO: 'Nothing is there to take back',
  UNKNOWN: 'The outcome of taking back is unknown',
  REFUSED: 'AWS refused to take it back',
  CANNOT_UNDO: 'It cannot be taken back',
};

function concluded(record: Association, outcome: UndoOutcome, undoIntent: UndoIntent, { now }: Input): Partial<Association> {
  const { type, words } = outcome;
  const action = actions[type];
  return action === undefined
    ? { undoIntent: { ...undoIntent, tries: undoIntent.tries - 1, isOut: false } }
    : { ...identified(record, outcome), ...noted(record, { at: now, actor: runOf(record), action, words }) };
}

/** Where the answer of the call itself was lost, that of taking it back says what it had made. */
const identified = ({ intent }: Association, outcome: UndoOutcome): Partial<Association> =>
  intent && outcome.type === 'ACCEPTED' ? { intent: { ...intent, handle: intent.handle ?? outcome.handle } } : {};

function replyTo(association: Association, outcome: UndoOutcome, undoIntent: UndoIntent, { now }: Input, { rules }: Surroundings): Answer {
  const waiting = waitingOf(association, undoIntent, now, rules.durations.undo);
  switch (outcome.type) {
    case 'ACCEPTED':
      return answer('OBSERVE_UNDO', secondsUntilNextLook({ ...waiting, elapsed: 0 }));
    case 'ALREADY':
    case 'NOTHING_TO_UNDO':
    case 'UNKNOWN':
      return answer('OBSERVE_UNDO', 1);
    case 'IN_PROGRESS':
    case 'THROTTLED':
      if (waiting.elapsed >= waiting.bound) return unlessSent(undoIntent, outcome.words, 'Taking it back was not possible in time.');
      return answer(
        'NOT_YET',
        secondsUntilNextLook({ ...waiting, asked: outcome.type === 'THROTTLED' ? outcome.retryAfterSeconds : null }),
      );
    case 'REFUSED':
    case 'CANNOT_UNDO':
      return unlessSent(undoIntent, outcome.words, 'It could not be taken back.');
  }
}

/** What cannot be taken back may be on its way back since an earlier try: looking tells. */
const unlessSent = (undoIntent: UndoIntent, words: Words, why: string): Answer =>
  undoIntent.tries > 1 ? answer('OBSERVE_UNDO', 1) : leftBehind(undoIntent, words, why);

const waitingOf = ({ usualSeconds }: Association, { since }: UndoIntent, now: number, bound: number) => ({
  elapsed: (now - since) / 1_000,
  usual: usualSeconds,
  bound,
});

/** Why it failed comes first, then why it is still there. */
const leftBehind = ({ because }: UndoIntent, words: Words, why: string): Answer =>
  settle(
    ended('FAILED', 'LEFT_BEHIND', because.reason, because.words ?? words, [because.message, why, words.message].filter(Boolean).join(' ')),
  );

/** Looks whether it is again as it was before. */
export const observeUndo: Work = async (association, input, surroundings) => {
  const { intent, undoIntent } = association;
  // An earlier look found room made for this attempt, and its answer was lost.
  if (!intent || !undoIntent) return answer('LOCK', 1);
  const look = await lookAt(association, intent, input, surroundings);
  // As it was before is also what a list shows that does not know of the call yet.
  const isGone = !('unread' in look) && look.asBefore && secondsUnseen(intent.at, input.now) === 0;
  // Whoever plans anew goes by lists, which may show for a while what has just been taken back.
  const unseen = isLeftover(association) ? secondsUnseen(undoIntent.triedAt, input.now) : 0;
  if (isGone && isLeftover(association) && unseen === 0) return cleared(association, wordsOf(look), input, surroundings);
  const verdict = isGone ? gone(undoIntent, wordsOf(look), unseen) : judge(association, undoIntent, look, input, surroundings);
  await changeCurrent(surroundings.store, input, association, (record) =>
    shown(record, 'ObserveUndo', input.now, wordsOf(look).status ?? wordsOf(look).error, verdict.waitSeconds),
  );
  return verdict;
};

/** What an earlier attempt left is gone: this one begins on what was there before. */
async function cleared(association: Association, words: Words, input: Input, { store }: Surroundings): Promise<Answer> {
  const note = { at: input.now, action: 'Taken back what an earlier attempt left', words };
  await changeCurrent(store, input, association, (record) =>
    record.undoIntent && isLeftover(record)
      ? { intent: null, undoIntent: null, leftover: null, ...transition(record, 'RUNNING', { ...note, actor: runOf(record) }) }
      : undefined,
  );
  return answer('LOCK', 1);
}

/** What follows once it is as it was before; for so many seconds lists may still say otherwise to whoever plans next. */
const gone = ({ because }: UndoIntent, seen: Words, unseen: number): Answer =>
  unseen > 0 ? answer('PENDING', unseen) : settle(ended('ROLLED_BACK', 'REVERTED', because.reason, because.words ?? seen, because.message));

function judge(association: Association, undoIntent: UndoIntent, look: Look, { now }: Input, { rules }: Surroundings): Answer {
  const { because, since, tries, triedAt } = undoIntent;
  const { undo: bound } = rules.durations;
  // Nobody looks any more once it has ended: what was sent last has its time to show, also when the bound passes meanwhile.
  const shownBy = tries === 0 || triedAt === null ? 0 : (triedAt - since) / 1_000 + absentFor;
  const waiting = waitingOf(association, undoIntent, now, Math.max(bound, shownBy));
  const isLate = waiting.elapsed >= waiting.bound;
  if ('unread' in look) {
    if (!isLate) return answer('PENDING', secondsUntilNextLook({ ...waiting, asked: look.retryAfter }));
    const message = `${because.message ?? ''} Whether it was taken back cannot be read.`.trim();
    return settle(ended('FAILED', 'UNKNOWN', because.reason, look.unread, message));
  }
  if (isLate) return leftBehind(undoIntent, look.words, 'Taking it back did not show in time.');
  // What was never sent is not on its way.
  const isOnItsWay = look.asBefore || (look.type === 'PENDING' && tries > 0) || secondsUnseen(triedAt, now) > 0;
  if (!isOnItsWay && tries < mostTries && waiting.elapsed < bound) return answer('UNDO');
  if (isOnItsWay || waiting.elapsed < shownBy) return answer('PENDING', secondsUntilNextLook(waiting));
  return leftBehind(undoIntent, look.words, `It was tried to take it back ${tries} times.`);
}
