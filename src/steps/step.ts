import { type Association, isTerminal, type Step } from '../association.ts';
import { isFromAws, isOutcomeUnknown, isThrottle, retryAfterSeconds, wordsOfError } from '../errors.ts';
import type { Context, Operations, PairRules, Words } from '../kinds/kind.ts';
import type { PlaceInLine } from '../locks.ts';
import { secondsUntilNextLook, secondsUntilTurn } from '../schedule.ts';
import type { Store } from '../store.ts';
import type { Answer } from './answer.ts';

/** What the workflow sends with every step. `now` is the workflow's clock: no step reads another. */
export interface Input {
  readonly id: string;
  readonly run: number;
  readonly now: number;
}

/** What the steps of one kind work with. */
export interface Surroundings {
  readonly rules: PairRules<never>;
  readonly operations: Operations<never>;
  readonly store: Store;
  readonly account: string;
  readonly region: string;
  /** Told what the steps take no other notice of. */
  readonly note: (message: string, details: Readonly<Record<string, string | null>>) => void;
  /** Told each time AWS refuses a call for the moment. */
  readonly throttled: () => void;
}

/** The work of one step, on the record as it is. */
export type Work = (association: Association, input: Input, surroundings: Surroundings) => Promise<Answer>;

/** False once another run has followed, or the association has ended. */
const speaksFor = ({ run }: Input, association: Association) => association.run === run && !isTerminal(association);

/** The record, unless this run no longer speaks for it. */
export async function current(store: Store, input: Input): Promise<Association | undefined> {
  const association = await store.record(input.id);
  return association && speaksFor(input, association) ? association : undefined;
}

/** Changes the record as long as this run speaks for it: a step that outlived its run, or the ending, writes nothing any more. */
export const changeCurrent = (
  store: Store,
  input: Input,
  known: Association,
  change: (record: Association) => Partial<Association> | undefined,
) => store.changeRecord(input.id, (record) => (speaksFor(input, record) ? change(record) : undefined), known);

export const contextOf = ({ id, run, trigger, undoIntent }: Association, { now }: Input, { account, region }: Surroundings): Context => ({
  now,
  associationId: id,
  run,
  token: `${id}-${run}`,
  account,
  region,
  trigger,
  takingBack: undoIntent !== null,
});

/** What it usually takes. While nothing but the kind's default says so it is a guess; to take a median that is just that for one costs a look or two. */
export const usualOf = ({ usualSeconds }: Association, { rules }: Surroundings) => ({
  usual: usualSeconds,
  guessed: usualSeconds === rules.durations.usual,
});

/** Seconds to wait for its turn, until its deadline. */
export function waitForTurn({ deadlineAt, usualSeconds }: Association, { since, ahead }: PlaceInLine, now: number): number {
  const from = since ?? now;
  return secondsUntilTurn({ elapsed: (now - from) / 1_000, usual: usualSeconds, bound: (deadlineAt - from) / 1_000, ahead });
}

/**
 * Seconds to wait before anything is done: for conditions, or as AWS asked, until its deadline. What is approved is awaited from
 * then on: how long people took says nothing about how long the rest will.
 */
export function waitBeforeIntent(
  { attempt, decision, deadlineAt, usualSeconds }: Association,
  now: number,
  asked: number | null = null,
): number {
  const since = Math.max(attempt.at, decision?.at ?? 0);
  return secondsUntilNextLook({ elapsed: (now - since) / 1_000, usual: usualSeconds, bound: (deadlineAt - since) / 1_000, asked });
}

/** Others wait for the locks, and AWS's not now is over soon: how long was waited before says nothing about it. Seconds. */
const longestWithLocks = 600;

/** The same for who waits with locks in hand: no longer than ten minutes, unless AWS asked for that. */
export const waitWithLocks = (association: Association, now: number, asked: number | null = null): number =>
  Math.min(waitBeforeIntent(association, now, asked), Math.max(longestWithLocks, asked ?? 0));

/** Steps that make a call, and do not look. */
const calls: ReadonlySet<string> = new Set(['Request', 'Undo']);

/** The step a record shows while it is in it; looks are counted as long as it stays there. */
export function shown(
  { step }: Association,
  name: string,
  now: number,
  observed: string | null,
  waitSeconds: number | null,
): Pick<Association, 'step' | 'updatedAt'> {
  const same = step?.name === name ? step : undefined;
  const next: Step = {
    name,
    since: same?.since ?? now,
    observed,
    looks: calls.has(name) ? 0 : (same?.looks ?? 0) + 1,
    nextLookAt: waitSeconds === null ? null : now + waitSeconds * 1_000,
  };
  return { step: next, updatedAt: now };
}

/** How a read of AWS failed. What did not come from AWS is a fault of ours and is thrown on. */
export function failedRead(
  operation: string,
  error: unknown,
  { throttled }: Pick<Surroundings, 'throttled'>,
): { type: 'THROTTLED' | 'UNREACHABLE' | 'REFUSED'; words: Words; retryAfter: number | null } {
  if (!isFromAws(error)) throw error;
  const type = isThrottle(error) ? 'THROTTLED' : isOutcomeUnknown(error) ? 'UNREACHABLE' : 'REFUSED';
  if (type === 'THROTTLED') throttled();
  return { type, words: wordsOfError(operation, error), retryAfter: retryAfterSeconds(error) };
}
