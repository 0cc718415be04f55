import { ulid } from 'ulid';
import { type Approval, atLeast, isApproved } from './approval.ts';
import { type Actor, type Association, isTerminal, type Request } from './association.ts';
import { hashOf } from './canonical.ts';
import { config } from './config.ts';
import { milliseconds } from './duration.ts';
import type { Start } from './executions.ts';
import { kindOf } from './kinds/index.ts';
import type { Trigger } from './kinds/kind.ts';
import { createPairs, type WhenBusy } from './pairs.ts';
import { keyDays, type PairItem, type Store } from './store.ts';
import { expiryAfter, NotInTable } from './table.ts';

/** One request at the door. */
export interface Asked {
  readonly request: Request;
  /** What makes a repeat a repeat, e.g. an event's source and id with the pair. */
  readonly key: readonly string[];
  readonly requestedBy: Actor;
  /** Who set it going, where that was not the requester: who retried the batch. */
  readonly by?: Actor;
  /** Epoch milliseconds: when it was asked for, which is not when it was delivered. */
  readonly requestedAt: number;
  readonly trigger: Trigger | null;
  readonly whenBusy: WhenBusy;
  /** Called before anything is written of a request that is new; what it throws refuses it. */
  readonly hold?: () => Promise<void>;
  /** The item of a batch that this is. */
  readonly batch?: Association['batch'];
}

export type Acceptance =
  | { readonly type: 'ACCEPTED'; readonly association: Association }
  /** Refused: this association has the pair. */
  | { readonly type: 'BUSY'; readonly holder: Association }
  /** Refused: a repeat of the same request keeps taking it back; it is to be sent again. */
  | { readonly type: 'STARTING' }
  /** Refused: the key was used for another request. `id` is what it stands for; null: a request that was refused. */
  | { readonly type: 'KEY_REUSED'; readonly id: string | null };

export type Accept = (asked: Asked) => Promise<Acceptance>;

/** A request that has its record, with the pair as it was just seen. */
interface Admission {
  readonly asked: Asked;
  readonly association: Association;
  readonly pair: PairItem;
}

/** How often a request begins again because a repeat of it, which found the pair busy, took its record back. */
const mostRounds = 5;

/**
 * The one door. Each step is a single conditional write that can be repeated: claim the key, create the record,
 * claim the pair, start the run. Whoever repeats a request goes on at the first step that is missing.
 */
export function createAccept(
  store: Store,
  start: Start,
  minimum: () => Approval = () => config.approvalMinimum,
  newId: (time: number) => string = (time) => `assoc_${ulid(time)}`,
): Accept {
  const { look, claimPair, carryOn } = createPairs(store, start);

  return (asked) => accept(asked);

  async function accept(asked: Asked, rounds = 0): Promise<Acceptance> {
    if (rounds === mostRounds) return { type: 'STARTING' };
    const key = hashOf(asked.key);
    const { claim: known, pair } = await store.entrance(key, pairKeyOf(asked.request));
    // A key can stand for a request that was refused: that begins anew.
    const isNew = !known || !(await store.record(known.id));
    if (isNew) await asked.hold?.();
    // Refused before anything is written, where that can already be seen.
    const { holder } = isNew && asked.whenBusy === 'REFUSE' ? await look(pairKeyOf(asked.request), pair) : {};
    if (holder) return busy(holder);
    // On which plan it was asked for is a condition, and none of the request: a repeat may have seen another.
    const hash = hashOf({ ...asked.request, planDigest: null });
    const expiresAt = expiryAfter(keyDays, asked.requestedAt);
    const claim = known ?? (await store.claimKey(key, { hash, id: newId(asked.requestedAt), expiresAt }));
    if (claim.hash !== hash) return { type: 'KEY_REUSED', id: isNew ? null : claim.id };
    const record = recordOf(asked, claim.id, minimum());
    const association = (await store.createRecord(record)) ? record : await store.record(claim.id);
    // Taken back meanwhile by a repeat of this request that found the pair busy.
    if (!association) return accept(asked, rounds + 1);
    return admit({ asked, association, pair }, rounds + 1);
  }

  async function admit({ asked, association, pair: known }: Admission, rounds: number): Promise<Acceptance> {
    const { id } = association;
    if (isTerminal(association)) return { type: 'ACCEPTED', association };
    if (association.cancel) return accepted(association);
    const pair = await claimPair(association, asked.whenBusy, known);
    if (asked.whenBusy === 'NEXT') return accepted(association, pair);
    if (pair.holder === id) {
      const kept = await keep(association);
      return kept ? accepted(kept, pair) : accept(asked, rounds);
    }
    await carryOn(association.pairKey);
    // Lost a race for the pair: the record is taken back. The key stays this request's: a repeat may be making it anew by now.
    if (!(await store.deleteRecord(id))) return accept(asked, rounds);
    return busy(await recordIn(store, pair.holder as string));
  }

  /** From here on no repeat of this request, which may have found the pair busy before, takes the record back; undefined where one just has. */
  async function keep(association: Association): Promise<Association | undefined> {
    try {
      return await store.changeRecord(association.id, ({ version }) => (version === 1 ? {} : undefined), association);
    } catch (error) {
      if (error instanceof NotInTable) return undefined;
      throw error;
    }
  }

  async function accepted(association: Association, pair?: PairItem): Promise<Acceptance> {
    await carryOn(association.pairKey, { pair, association });
    return { type: 'ACCEPTED', association };
  }

  /** A holder whose run was never started is carried on by whoever meets it. */
  async function busy(holder: Association): Promise<Acceptance> {
    await carryOn(holder.pairKey);
    return { type: 'BUSY', holder };
  }
}

async function recordIn(store: Store, id: string): Promise<Association> {
  const association = await store.record(id);
  if (!association) throw new Error(`The record of ${id} is gone.`);
  return association;
}

export const pairKeyOf = ({ kind, pair }: Pick<Request, 'kind' | 'pair'>): string => `${kind}#${kindOf(kind).key(pair as never)}`;

function rivalKeyOf({ kind, pair }: Pick<Request, 'kind' | 'pair'>): string | null {
  const rival = kindOf(kind).rival?.(pair as never);
  return rival === undefined ? null : `${kind}#${rival}`;
}

function recordOf(asked: Asked, id: string, minimum: Approval): Association {
  const { request, requestedBy, by = requestedBy, requestedAt, trigger, batch = null } = asked;
  const rules = kindOf(request.kind);
  return {
    ...request,
    approval: isApproved(trigger) ? request.approval : atLeast(minimum, request.approval),
    id,
    pairKey: pairKeyOf(request),
    rivalKey: rivalKeyOf(request),
    state: 'PENDING',
    sideEffects: null,
    changed: null,
    endReason: null,
    endMessage: null,
    words: null,
    requestedBy,
    trigger,
    requestedAt,
    updatedAt: requestedAt,
    settledAt: null,
    deadlineAt: requestedAt + (milliseconds(request.deadline) ?? 0),
    run: 1,
    attempt: { number: 1, by, firstRun: 1, at: requestedAt },
    batch,
    approvalRequest: null,
    decision: null,
    cancel: null,
    step: null,
    usualSeconds: rules.durations.usual,
    plan: null,
    mayCall: false,
    intent: null,
    undoIntent: null,
    leftover: null,
    abandoned: null,
    removed: null,
    lastCallAt: null,
    scopes: rules.scopes(request.pair as never),
    outbox: null,
    inSync: null,
    drift: null,
    history: [
      {
        sequence: 1,
        at: requestedAt,
        actor: by,
        action: 'Requested',
        from: null,
        to: 'PENDING',
        comment: request.reason,
        planDigest: request.planDigest,
        words: null,
        run: 1,
        attempt: 1,
      },
    ],
    version: 1,
  };
}
