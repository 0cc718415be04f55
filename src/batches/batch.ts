import { type Actor, type SideEffects, type State, terminalStates } from '../association.ts';
import type { Selector, Trigger } from '../kinds/kind.ts';

/** The states a batch passes through. The first row is on the way, the second is where it ends. */
export const activeBatchStates = ['PENDING', 'RUNNING'] as const;
export const terminalBatchStates = ['SUCCEEDED', 'FAILED', 'CANCELLED'] as const;

export type TerminalBatchState = (typeof terminalBatchStates)[number];
export type BatchState = (typeof activeBatchStates)[number] | TerminalBatchState;

/** How many at a time, and when no more. */
export interface Limits {
  readonly maxConcurrency: number;
  /** The first so many are done alone, and only when all of them SUCCEEDED the rest goes on; 0: none are. */
  readonly canary: number;
  /** After so many that ended not SUCCEEDED nothing further is admitted; null: that never stops it. */
  readonly stopAfterFailures: number | null;
}

/** What names the pairs of a batch, where its items were not given one by one. */
export type BatchSelector = { readonly kind: string } & Selector;

/** An item that has been admitted and was not seen to end. */
export interface Running {
  readonly index: number;
  /** null: set aside, and not known yet to have become an association. */
  readonly id: string | null;
  /** Its association's state when it was looked at last. */
  readonly state: State | null;
}

/** An item that did not end as it should, as the summary tells it. */
export interface Failure {
  readonly index: number;
  readonly id: string;
  readonly what: string;
  readonly state: State;
  readonly reason: string | null;
  readonly message: string | null;
}

/** One go at a batch: the request's own is the first, each retry of what failed is another. */
export interface BatchAttempt {
  readonly number: number;
  readonly at: number;
  readonly actor: Actor;
  readonly comment: string | null;
}

/** That nothing further is to be admitted. */
export interface BatchCancel {
  readonly at: number;
  readonly actor: Actor;
  readonly comment: string | null;
}

/** Many associations under one limit. The items themselves are kept beside it. Times are epoch milliseconds. */
export interface Batch {
  readonly id: string;
  readonly state: BatchState;
  readonly endReason: string | null;
  readonly endMessage: string | null;
  readonly label: string | null;
  /** What was asked of every item by a selector; null where items were given one by one. */
  readonly selector: BatchSelector | null;
  readonly trigger: Trigger | null;
  readonly requestedBy: Actor;
  readonly requestedAt: number;
  readonly updatedAt: number;
  readonly settledAt: number | null;
  readonly total: number;
  readonly limits: Limits;
  /** Where the items are: which set of chunks, and the index that each chunk begins with. */
  readonly items: { readonly set: string; readonly starts: readonly number[] };
  readonly run: number;
  /** Runs in a row that died. */
  readonly deaths: number;
  readonly attempt: BatchAttempt;
  /** The indexes of this attempt, in order, those that were given back after all that were begun; null: all. */
  readonly todo: readonly number[] | null;
  /** How many of `todo` have been set aside to be begun. */
  readonly cursor: number;
  readonly running: readonly Running[];
  /** How many items have ended in which state. */
  readonly ended: Readonly<Partial<Record<State, number>>>;
  /** How many of those that ended left what in AWS. */
  readonly sideEffects: Readonly<Partial<Record<SideEffects, number>>>;
  /** What items had left in AWS when this attempt began, by index, where it is LEFT_BEHIND or UNKNOWN; batches of before have none. */
  readonly left?: Readonly<Record<number, SideEffects>>;
  /** The first that did not end SUCCEEDED. */
  readonly failures: readonly Failure[];
  readonly cancel: BatchCancel | null;
  /** What is still to be sent of the ending, and the state before it. Each is cleared once it has been sent. */
  readonly outbox: { readonly from: BatchState; readonly event: boolean; readonly alert: boolean } | null;
  /** Grows by one with every change: what the API's ETag says. */
  readonly version: number;
}

/** What each attempt of a batch begins with. */
export const afresh = {
  endReason: null,
  endMessage: null,
  settledAt: null,
  deaths: 0,
  cursor: 0,
  running: [],
  ended: {},
  sideEffects: {},
  left: {},
  failures: [],
  cancel: null,
} as const;

const terminal: ReadonlySet<string> = new Set(terminalBatchStates);

export const hasEnded = ({ state }: Pick<Batch, 'state'>): boolean => terminal.has(state);

/** Which state may follow which: a batch that has not brought everything about can be tried again. Everything else is a fault of ours and throws. */
const next: Readonly<Record<BatchState, readonly BatchState[]>> = {
  PENDING: ['RUNNING', 'FAILED', 'CANCELLED'],
  RUNNING: ['SUCCEEDED', 'FAILED', 'CANCELLED'],
  SUCCEEDED: [],
  FAILED: ['PENDING'],
  CANCELLED: ['PENDING'],
};

/** The change that takes the batch to `to`. Throws when that state cannot follow. */
export function toState({ id, state }: Batch, to: BatchState, at: number): Pick<Batch, 'state' | 'updatedAt'> {
  if (!next[state].includes(to)) throw new Error(`${id} cannot go from ${state} to ${to}`);
  return { state: to, updatedAt: at };
}

/** How many items this attempt has. */
export const sizeOf = ({ todo, total }: Pick<Batch, 'todo' | 'total'>): number => todo?.length ?? total;

/** The index of the item at that place of the attempt. */
export const indexAt = ({ todo }: Pick<Batch, 'todo'>, place: number): number => (todo === null ? place : (todo[place] as number));

/** The indexes of what was set aside, and is not known to have been begun. */
export const setAsideOf = ({ running }: Pick<Batch, 'running'>): number[] =>
  running.flatMap(({ index, id }) => (id === null ? [index] : []));

/** How many items of this attempt are not known to have been begun. */
export const notBegunOf = (batch: Pick<Batch, 'todo' | 'total' | 'cursor' | 'running'>): number =>
  sizeOf(batch) - batch.cursor + setAsideOf(batch).length;

/** The change that gives those back of what was set aside: they come next, should anything come. */
export function givenBack(batch: Batch, indexes: readonly number[]): Pick<Batch, 'running' | 'todo' | 'cursor'> {
  const back = new Set(setAsideOf(batch).filter((index) => indexes.includes(index)));
  const order = Array.from({ length: sizeOf(batch) }, (_, place) => indexAt(batch, place));
  const begun = order.slice(0, batch.cursor).filter((index) => !back.has(index));
  return {
    running: batch.running.filter(({ index }) => !back.has(index)),
    todo: [...begun, ...back, ...order.slice(batch.cursor)],
    cursor: begun.length,
  };
}

/** How many items left what in AWS: those that ended, and what those had left before that this attempt did not begin. */
export function sideEffectsOf(batch: Pick<Batch, 'sideEffects' | 'left' | 'todo' | 'cursor' | 'running'>): Batch['sideEffects'] {
  const counts = { ...batch.sideEffects };
  for (const index of [...setAsideOf(batch), ...(batch.todo?.slice(batch.cursor) ?? [])]) {
    const left = batch.left?.[index];
    if (left) counts[left] = (counts[left] ?? 0) + 1;
  }
  return counts;
}

/** How many items are in each state, as far as was seen; with those that are not started they are all of the batch. */
export function countsOf({ ended, running }: Pick<Batch, 'ended' | 'running'>): Partial<Record<State, number>> {
  const counts = { ...ended };
  // What was set aside is about to be accepted.
  for (const { state } of running) counts[state ?? 'PENDING'] = (counts[state ?? 'PENDING'] ?? 0) + 1;
  return counts;
}

/** How many items of this attempt ended, and not as they should. */
export const failedCount = ({ ended }: Pick<Batch, 'ended'>): number =>
  terminalStates.reduce((sum, state) => sum + (state === 'SUCCEEDED' ? 0 : (ended[state] ?? 0)), 0);
