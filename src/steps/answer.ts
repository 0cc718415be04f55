import type { Ending } from '../association.ts';
import { cut, cutWords, mostOfName } from '../bounded.ts';

/** What a step tells the workflow. Every member is always there, null where there is nothing to say; never more than 4 KiB. */
export interface Answer {
  /** What the workflow's Choice after the step goes by. */
  readonly outcome: Outcome;
  readonly waitSeconds: number | null;
  /** How to settle, when the outcome is SETTLE. */
  readonly ending: Ending | null;
}

export type Outcome =
  // To settle, and nothing else to do: another run, or an ending, came before.
  | 'SETTLE'
  | 'DONE'
  // Lock
  | 'BUSY'
  | 'PLAN'
  | 'UNLOCKED'
  // Plan and request
  | 'LOCK'
  | 'ASK'
  | 'WAIT'
  | 'THROTTLED'
  | 'REQUEST'
  // Request, observe and undo
  | 'OBSERVE'
  | 'PENDING'
  | 'UNDO'
  | 'NOT_YET'
  | 'OBSERVE_UNDO';

export const answer = (outcome: Outcome, waitSeconds: number | null = null): Answer => ({ outcome, waitSeconds, ending: null });

export const settle = (ending: Ending): Answer => ({ outcome: 'SETTLE', waitSeconds: null, ending: bounded(ending) });

/** In bytes of JSON this keeps an answer within 4 KiB, whatever AWS says. */
const mostOfSentence = 1_400;

const bounded = ({ reason, message, words, ...ending }: Ending): Ending => ({
  ...ending,
  reason: cut(reason, mostOfName),
  message: cut(message, mostOfSentence),
  words: words && cutWords(words, mostOfSentence),
});
