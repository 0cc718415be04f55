import type { Ending } from '../association.ts';

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

/** AWS's sentences are kept to their first thousand characters: an answer stays within 4 KiB. */
const mostCharacters = 1_000;

const cut = (text: string | null) => (text === null || text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`);

const bounded = (ending: Ending): Ending => ({
  ...ending,
  message: cut(ending.message),
  words: ending.words && { ...ending.words, message: cut(ending.words.message) },
});
