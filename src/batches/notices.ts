import type { Channels } from '../channels.ts';
import { config } from '../config.ts';
import { batchAlertOf } from './alert.ts';
import { type Batch, countsOf, sideEffectsOf, sizeOf } from './batch.ts';

/** What Liaison tells others when a batch has ended. Either may come twice, with the same id and sequence. */
export interface BatchNotices {
  emit(batch: Batch): Promise<void>;
  alert(batch: Batch): Promise<void>;
}

/** Over the bus and the topic. Throws when AWS did not take one. */
export const createBatchNotices = ({ put, publish }: Channels, machine = () => config.batchMachine): BatchNotices => ({
  emit: (batch) => put('Batch State Changed', batch.updatedAt, batchStateChanged(batch)),
  alert: (batch) => publish(batchAlertOf(batch, machine())),
});

/** The detail of a Batch State Changed event. Consumers tell repeats and order by (id, sequence). */
export const batchStateChanged = (batch: Batch): Record<string, unknown> => ({
  schemaVersion: '1.0',
  id: batch.id,
  sequence: batch.attempt.number,
  previousState: batch.outbox?.from ?? 'RUNNING',
  state: batch.state,
  reason: batch.endReason,
  message: batch.endMessage,
  label: batch.label,
  total: batch.total,
  counts: countsOf(batch),
  notStarted: sizeOf(batch) - batch.cursor,
  sideEffects: sideEffectsOf(batch),
  attempt: batch.attempt.number,
  run: batch.run,
  requestedBy: batch.requestedBy,
});
