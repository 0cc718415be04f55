import { type Approval, atLeast } from './approval.ts';
import { type Actor, type Association, isTerminal, isUnclear, type Leftover, type SideEffects } from './association.ts';
import { config } from './config.ts';
import { milliseconds } from './duration.ts';
import type { Start } from './executions.ts';
import { isLeftover, undoOf } from './leftover.ts';
import { createPairs } from './pairs.ts';
import type { Store } from './store.ts';
import { transition } from './transition.ts';

/** Who wants it tried again, when (epoch milliseconds), why, and on which plan only. */
export interface RetryRequest {
  readonly actor: Actor;
  readonly at: number;
  readonly comment: string | null;
  readonly planDigest: string | null;
  /** Called with what is there when it is written; what it throws refuses it. */
  readonly hold?: (record: Association) => void;
}

export type Retried =
  | { readonly type: 'RETRIED'; readonly association: Association }
  /** It came about, is on its way, or was tried too often. */
  | { readonly type: 'NOT_RETRYABLE'; readonly association: Association; readonly why: string }
  /** Its ending has not been told yet; to be asked again. */
  | { readonly type: 'SETTLING'; readonly association: Association }
  /** Another association has the pair. */
  | { readonly type: 'BUSY'; readonly holder: Association };

export type Retry = (association: Association, asked: RetryRequest) => Promise<Retried>;

/**
 * Another attempt of the same association, in a run of its own. The record comes first and then the pair, so that at no
 * time two associations of a pair are under way: where another was faster, this one is the pair's next. `minimum`: the approval that every
 * attempt of the stage needs.
 */
export function createRetry(store: Store, start: Start, minimum: () => Approval = () => config.approvalMinimum): Retry {
  const { look, claimPair, carryOn } = createPairs(store, start);

  return async (association, asked) => {
    // What an earlier delivery of the same wish has written is carried on, whoever has the pair by now.
    const { holder } = isAgain(association, asked) ? {} : await look(association.pairKey);
    if (holder && holder.id !== association.id) return { type: 'BUSY', holder };
    const record = await store.changeRecord(
      association.id,
      (known) => {
        if (!mayRetry(known)) return undefined;
        asked.hold?.(known);
        return nextAttempt(known, asked, minimum());
      },
      association,
    );
    if (!isAgain(record, asked)) {
      if (record.outbox && isTerminal(record)) return { type: 'SETTLING', association: record };
      return { type: 'NOT_RETRYABLE', association: record, why: whyNot(record) };
    }
    await carryOn(record.pairKey, { pair: await claimPair(record, 'NEXT'), association: record });
    return { type: 'RETRIED', association: record };
  };
}

/** Waiting for its first run by this very wish: also what an earlier delivery of it has written and then not started. */
const isAgain = ({ state, attempt, cancel, planDigest }: Association, asked: RetryRequest) =>
  state === 'PENDING' && attempt.number > 1 && cancel === null && attempt.by.id === asked.actor.id && planDigest === asked.planDigest;

/** An association is one item of the table, with the history of all its attempts, and may have 400 KB; another attempt adds to it. */
const mostAttempts = 30;
const mostBytes = { history: 200_000, record: 300_000 };

const isFull = (association: Association) =>
  association.attempt.number >= mostAttempts || bytes(association.history) > mostBytes.history || bytes(association) > mostBytes.record;

const bytes = (value: object) => Buffer.byteLength(JSON.stringify(value));

const mayRetry = (association: Association) =>
  isTerminal(association) && association.state !== 'SUCCEEDED' && association.outbox === null && !isFull(association);

const whyNot = ({ state, attempt }: Association) =>
  isTerminal({ state }) && state !== 'SUCCEEDED'
    ? `It was tried ${attempt.number} times, and its record has no room for more: request it anew.`
    : `It is ${state}: only what ended without coming about can be retried.`;

/** What may be there of an ended association, with the before-image of the first attempt after which nobody else came; what is looked at first. */
function leftOf(ended: Association): Pick<Association, 'intent' | 'leftover' | 'abandoned'> {
  const { sideEffects, intent, abandoned } = ended;
  if (!isUnclear(sideEffects)) return { intent: null, leftover: null, abandoned: null };
  const leftover = intent && !isLeftover(ended) ? { intent, undo: undoOf(ended), sideEffects } : earlierOf(ended, sideEffects);
  return { intent: (leftover ?? abandoned)?.intent ?? null, leftover, abandoned };
}

/** What was left before it, with what was found out about that where it was looked at last. */
const earlierOf = ({ intent, leftover }: Association, sideEffects: SideEffects): Leftover | null =>
  leftover && intent ? { ...leftover, sideEffects } : leftover;

/** The change that begins another attempt. What may be left of an earlier one is looked at, and undone, first. */
function nextAttempt(ended: Association, { actor, at, comment, planDigest }: RetryRequest, minimum: Approval): Partial<Association> {
  const run = ended.run + 1;
  const attempt = { number: ended.attempt.number + 1, by: actor, firstRun: run, at };
  return {
    ...transition({ ...ended, run, attempt }, 'PENDING', { at, actor, action: 'Retried', comment }),
    run,
    attempt,
    planDigest,
    // Whoever wants it again is not who removed a tag, nor bound by less than the stage asks for by now.
    approval: atLeast(minimum, ended.approval),
    deadlineAt: at + (milliseconds(ended.deadline) ?? 0),
    ...leftOf(ended),
    ...afresh,
  };
}

/** What belongs to an attempt and not to the association. */
const afresh = {
  sideEffects: null,
  changed: null,
  endReason: null,
  endMessage: null,
  words: null,
  settledAt: null,
  cancel: null,
  step: null,
  plan: null,
  undoIntent: null,
  approvalRequest: null,
  decision: null,
  mayCall: false,
} as const;
