import type { BatchItemView, BatchView, PairView } from '../answers.ts';
import type { Association, Request } from '../association.ts';
import { executionArn } from '../execution-name.ts';
import { isoTime } from '../iso-time.ts';
import type { Store } from '../store.ts';
import { batchFiveLines } from './alert.ts';
import { type Batch, countsOf, hasEnded, sideEffectsOf, sizeOf } from './batch.ts';
import { byChunk } from './chunks.ts';
import type { BatchStore } from './store.ts';

/** A batch as the API shows it: times in ISO 8601, nothing of how the table keeps it. */
export function batchView(batch: Batch, machineArn: string): BatchView {
  const { id, state, total, limits, attempt, cancel, outbox } = batch;
  const notStarted = sizeOf(batch) - batch.cursor;
  return {
    id,
    state,
    reason: batch.endReason,
    message: batch.endMessage,
    noticesSent: hasEnded(batch) ? !outbox?.event && !outbox?.alert : null,
    ending: hasEnded(batch) ? batchFiveLines(batch, machineArn) : null,
    label: batch.label,
    selector: batch.selector,
    total,
    admitted: total - notStarted,
    notStarted,
    counts: countsOf(batch),
    sideEffects: sideEffectsOf(batch),
    ...limits,
    attempt: { ...attempt, at: isoTime(attempt.at) },
    cancel: cancel && { ...cancel, at: isoTime(cancel.at) },
    requestedBy: batch.requestedBy,
    requestedAt: isoTime(batch.requestedAt),
    updatedAt: isoTime(batch.updatedAt),
    settledAt: isoTime(batch.settledAt),
    run: batch.run,
    executionArn: executionArn(machineArn, batch),
    version: batch.version,
  };
}

/** Items of the batch, from one index to before another, as the API shows them. */
export async function itemsView(store: Store, batches: BatchStore, batch: Batch, from: number, to: number): Promise<BatchItemView[]> {
  const indexes = Array.from({ length: Math.max(0, Math.min(to, batch.total) - from) }, (_, step) => from + step);
  const items: BatchItemView[] = [];
  for (const [chunk, wanted] of byChunk(batch, indexes)) {
    const [requests, ids] = await Promise.all([batches.requests(batch, chunk), batches.begun(batch.id, chunk)]);
    const records = await store.recordsOf(wanted.flatMap((index) => ids.get(index) ?? []));
    const byId = new Map(records.map((record) => [record.id, record]));
    const start = batch.items.starts[chunk] as number;
    items.push(...wanted.map((index) => itemView(index, requests[index - start] as Request, byId.get(ids.get(index) ?? ''))));
  }
  return items;
}

const itemView = (index: number, { kind, pair, desired }: Request, association: Association | undefined): BatchItemView => ({
  index,
  kind,
  pair: pair as PairView,
  desired,
  associationId: association?.id ?? null,
  state: association?.state ?? null,
  sideEffects: association?.sideEffects ?? null,
  reason: association?.endReason ?? null,
});
