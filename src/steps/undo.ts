import { type Association, noted, runOf, type UndoIntent } from '../association.ts';
import type { UndoOutcome, Words } from '../kinds/kind.ts';
import { secondsUntilNextLook } from '../schedule.ts';
import { type Answer, answer, settle } from './answer.ts';
import { ended, type Look, lookAt, wordsOf } from './observe.ts';
import { contextOf, type Input, type Surroundings, shown, type Work } from './step.ts';

/** An undo that does not show is sent this often. */
const mostTries = 3;

/** Writes down that it is about to take back what was made, sends that one call, and writes down how it came out. */
export const undo: Work = async (association, input, surroundings) => {
  const { operations, store } = surroundings;
  const { id, intent } = association;
  if (!intent || !association.undoIntent) throw new Error(`${id} has nothing under way to take back.`);
  const begun = await store.changeRecord(id, (record) =>
    record.run === input.run && record.undoIntent
      ? { undoIntent: { ...record.undoIntent, run: input.run, tries: record.undoIntent.tries + 1 } }
      : undefined,
  );
  const { undoIntent } = begun;
  if (!undoIntent || begun.run !== input.run) return answer('DONE');
  const outcome = await operations.undo(
    association.pair as never,
    association.desired,
    intent,
    contextOf(association, input, surroundings),
  );
  const reply = replyTo(association, outcome, undoIntent, input, surroundings);
  await store.changeRecord(id, (record) =>
    record.run === input.run
      ? {
          ...shown(record, 'Undo', input.now, outcome.words.error ?? outcome.words.status, reply.waitSeconds),
          ...concluded(record, outcome, undoIntent, input),
        }
      : undefined,
  );
  return reply;
};

/** Refused for now: not one of the tries. */
const notATry: ReadonlySet<UndoOutcome['type']> = new Set(['IN_PROGRESS', 'THROTTLED']);

const concluded = (record: Association, { type, words }: UndoOutcome, undoIntent: UndoIntent, { now }: Input): Partial<Association> =>
  notATry.has(type)
    ? { undoIntent: { ...undoIntent, tries: undoIntent.tries - 1 } }
    : noted(record, { at: now, actor: runOf(record), action: actions[type], words });

const actions: Readonly<Record<UndoOutcome['type'], string>> = {
  ACCEPTED: 'AWS accepted the call that takes it back',
  ALREADY: 'AWS says that it is as before already',
  NOTHING_TO_UNDO: 'Nothing is there to take back',
  UNKNOWN: 'The outcome of taking back is unknown',
  REFUSED: 'AWS refused to take it back',
  CANNOT_UNDO: 'It cannot be taken back',
  THROTTLED: 'AWS refused to take it back for the moment',
  IN_PROGRESS: 'AWS is busy there; taking back waits',
};

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
      if (waiting.elapsed >= waiting.bound) return leftBehind(undoIntent, outcome.words, 'Taking it back was not possible in time.');
      return answer('NOT_YET', (outcome.type === 'THROTTLED' ? outcome.retryAfterSeconds : null) ?? secondsUntilNextLook(waiting));
    case 'REFUSED':
    case 'CANNOT_UNDO':
      return leftBehind(undoIntent, outcome.words, 'It could not be taken back.');
  }
}

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
  if (!intent || !undoIntent) throw new Error(`${association.id} has nothing under way to take back.`);
  const look = await lookAt(association, intent, input, surroundings);
  const verdict = judge(association, undoIntent, look, input, surroundings);
  await surroundings.store.changeRecord(association.id, (record) =>
    record.run === input.run
      ? shown(record, 'ObserveUndo', input.now, wordsOf(look).status ?? wordsOf(look).error, verdict.waitSeconds)
      : undefined,
  );
  return verdict;
};

function judge(association: Association, undoIntent: UndoIntent, look: Look, { now }: Input, { rules }: Surroundings): Answer {
  const { because, tries } = undoIntent;
  const waiting = waitingOf(association, undoIntent, now, rules.durations.undo);
  const late = waiting.elapsed >= waiting.bound;
  if ('unread' in look) {
    if (late)
      return settle(
        ended(
          'FAILED',
          'UNKNOWN',
          because.reason,
          look.unread,
          `${because.message ?? ''} Whether it was taken back cannot be read.`.trim(),
        ),
      );
    return answer('PENDING', Math.max(look.retryAfter ?? 0, secondsUntilNextLook(waiting)));
  }
  if (look.asBefore) return settle(ended('ROLLED_BACK', 'REVERTED', because.reason, because.words ?? look.words, because.message));
  if (late) return leftBehind(undoIntent, look.words, 'Taking it back did not show in time.');
  if (look.type === 'PENDING') return answer('PENDING', secondsUntilNextLook(waiting));
  if (tries < mostTries) return answer('UNDO');
  return leftBehind(undoIntent, look.words, `It was tried to take it back ${tries} times.`);
}
