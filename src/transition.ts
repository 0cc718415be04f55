import type { Actor, Association, Entry, State } from './association.ts';
import { cut, cutWords } from './bounded.ts';
import type { Words } from './kinds/kind.ts';

/** What did not come about can be asked for again. */
const retried = ['PENDING'] as const;

/** Which state may follow which. Everything else is a fault of ours and throws. */
const next: Readonly<Record<State, readonly State[]>> = {
  PENDING: ['RUNNING', 'CANCELLED', 'FAILED'],
  AWAITING_APPROVAL: ['RUNNING', 'REJECTED', 'EXPIRED', 'CANCELLED', 'FAILED'],
  RUNNING: ['AWAITING_APPROVAL', 'ROLLING_BACK', 'SUCCEEDED', 'FAILED', 'CANCELLED'],
  // What an earlier attempt left is taken back before the next one goes on.
  ROLLING_BACK: ['ROLLED_BACK', 'FAILED', 'RUNNING'],
  SUCCEEDED: [],
  ROLLED_BACK: retried,
  FAILED: retried,
  REJECTED: retried,
  EXPIRED: retried,
  CANCELLED: retried,
};

/** What the history is told. */
interface Note {
  readonly at: number;
  readonly actor: Actor;
  readonly action: string;
  readonly comment?: string | null;
  readonly words?: Words | null;
}

/** The change that takes the record to `to` and says so in its history. Throws when that state cannot follow. */
export function transition(association: Association, to: State, entry: Note): Pick<Association, 'state' | 'history' | 'updatedAt'> {
  if (!next[association.state].includes(to)) throw new Error(`${association.id} cannot go from ${association.state} to ${to}`);
  return written(association, to, entry);
}

/** The change that notes in the history what was done without a change of state. */
export function noted(association: Association, entry: Note): Pick<Association, 'history' | 'updatedAt'> {
  const { history, updatedAt } = written(association, association.state, entry);
  return { history, updatedAt };
}

/** The history grows with every attempt, and must stay far from the 400 KB that an item of the table may have. Bytes of JSON. */
const mostOfText = 600;

function written(association: Association, to: State, note: Note): Pick<Association, 'state' | 'history' | 'updatedAt'> {
  const { history, state, plan, run, attempt } = association;
  // An event's or a step's own time may be before that of a line which somebody has written meanwhile: the history does not go back.
  const at = Math.max(note.at, history.at(-1)?.at ?? 0);
  const entry: Entry = {
    sequence: history.length + 1,
    from: state,
    to,
    comment: null,
    planDigest: plan?.digest ?? null,
    words: null,
    run,
    attempt: attempt.number,
    ...note,
    at,
    ...(note.comment && { comment: cut(note.comment, mostOfText) }),
    ...(note.words && { words: cutWords(note.words, mostOfText) }),
  };
  return { state: to, updatedAt: at, history: [...history, entry] };
}

/** Liaison itself as an actor: one run of one association. */
export const runOf = ({ id, run }: Pick<Association, 'id' | 'run'>): Actor => ({ type: 'LIAISON', id: `${id}-${run}` });
