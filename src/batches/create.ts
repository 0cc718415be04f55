import { ulid } from 'ulid';
import type { Actor, Request } from '../association.ts';
import { hashOf } from '../canonical.ts';
import type { Trigger } from '../kinds/kind.ts';
import type { Problem } from '../request.ts';
import { keyDays, type Store } from '../store.ts';
import { expiryAfter } from '../table.ts';
import { afresh, type Batch } from './batch.ts';
import { chunksOf } from './chunks.ts';
import type { BatchRequest } from './read.ts';
import type { RequestsOf } from './requests.ts';
import type { StartBatch } from './start.ts';
import type { BatchStore } from './store.ts';

/** One batch at the door. */
export interface BatchAsked {
  readonly request: BatchRequest;
  /** What makes a repeat a repeat. */
  readonly key: readonly string[];
  readonly requestedBy: Actor;
  /** Epoch milliseconds. */
  readonly requestedAt: number;
  readonly trigger: Trigger | null;
}

export type BatchAcceptance =
  | { readonly type: 'ACCEPTED'; readonly batch: Batch }
  /** Refused: the key was used for another batch. */
  | { readonly type: 'KEY_REUSED'; readonly id: string }
  /** Refused: its selector names no pairs now. */
  | { readonly type: 'NOTHING' }
  /** Refused: its selector names too many pairs, or pairs that this cannot be asked for. */
  | { readonly type: 'UNUSABLE'; readonly problems: readonly Problem[] };

export type AcceptBatch = (asked: BatchAsked) => Promise<BatchAcceptance>;

/** Throws when the requests have another plan now than they were asked for with. `now`: epoch milliseconds. */
export type HoldBatchPlan = (requests: readonly Request[], planDigest: string, now: number) => Promise<void>;

/** How long the items are kept of a batch that never came to be: time enough for reconcile to start what did. Days. */
const orphanDays = 7;

export interface BatchDoor {
  readonly store: Pick<Store, 'key' | 'claimKey'>;
  readonly batches: BatchStore;
  readonly start: StartBatch;
  readonly requestsOf: RequestsOf;
  readonly holdPlan: HoldBatchPlan;
  readonly newId?: (time?: number) => string;
}

/**
 * The door for batches. Claim the key, keep the items, create the batch, start its run: whoever repeats a request goes on at
 * the first step that is missing. Items are kept in a set of their own each time, and the batch names one: what a selector
 * means may have changed between two tries.
 */
export function createAcceptBatch({ store, batches, start, requestsOf, holdPlan, newId = ulid }: BatchDoor): AcceptBatch {
  return async (asked) => {
    const key = hashOf(asked.key);
    const hash = hashOf({ ...asked.request, planDigest: null });
    const known = await store.key(key);
    if (known && known.hash !== hash) return { type: 'KEY_REUSED', id: known.id };
    const existing = known && (await batches.batch(known.id));
    if (existing) return begun(existing);
    const found = await requestsOf(asked.request);
    if (!found.ok) return { type: 'UNUSABLE', problems: found.problems };
    if (found.value.length === 0) return { type: 'NOTHING' };
    if (asked.request.planDigest !== null) await holdPlan(found.value, asked.request.planDigest, asked.requestedAt);
    const expiresAt = expiryAfter(keyDays, asked.requestedAt);
    const claim = known ?? (await store.claimKey(key, { hash, id: `batch_${newId(asked.requestedAt)}`, expiresAt }));
    if (claim.hash !== hash) return { type: 'KEY_REUSED', id: claim.id };
    return begun(await created(asked, claim.id, found.value));
  };

  async function created(asked: BatchAsked, id: string, requests: readonly Request[]): Promise<Batch> {
    const [set, chunks] = [newId(), chunksOf(requests)];
    await batches.createChunks(id, set, chunks, expiryAfter(orphanDays, asked.requestedAt));
    const items = { set, starts: chunks.map(({ start: first }) => first) };
    await batches.createBatch(batchOf(asked, id, { items, total: requests.length }));
    const batch = (await batches.batch(id)) as Batch;
    // A repeat was faster: its batch counts, with its own items. What the write answered does not tell: it may have been sent twice.
    if (batch.items.set !== set) await batches.deleteChunks(id, set, chunks.length);
    return batch;
  }

  async function begun(batch: Batch): Promise<BatchAcceptance> {
    if (batch.state === 'PENDING') {
      await batches.keepChunks(batch);
      await start(batch);
    }
    return { type: 'ACCEPTED', batch };
  }
}

const batchOf = (
  { request, requestedBy, requestedAt, trigger }: BatchAsked,
  id: string,
  { items, total }: Pick<Batch, 'items' | 'total'>,
): Batch => ({
  id,
  state: 'PENDING',
  ...afresh,
  label: request.label,
  selector: request.selector,
  trigger,
  requestedBy,
  requestedAt,
  updatedAt: requestedAt,
  total,
  limits: request.limits,
  items,
  run: 1,
  attempt: { number: 1, at: requestedAt, actor: requestedBy, comment: null },
  todo: null,
  outbox: null,
  version: 1,
});
