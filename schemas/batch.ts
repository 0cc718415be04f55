import * as z from 'zod';
import { activeBatchStates, terminalBatchStates } from '../src/batches/batch.ts';
import {
  actor,
  associationId,
  batchId,
  count,
  desired,
  ending,
  json,
  kind,
  noticesSent,
  pageOf,
  pair,
  sideEffects,
  state,
  time,
} from './parts.ts';

export const batchState = z.enum([...activeBatchStates, ...terminalBatchStates]);

/** What is counted of a batch's items. */
export const batchCounts = {
  total: count,
  notStarted: count,
  counts: z.partialRecord(state, count).describe('How many items are in which state.'),
  sideEffects: z
    .partialRecord(sideEffects, count)
    .describe('How many items left what in AWS: those that ended, and what those had left before that this attempt has not begun.'),
};

const attempt = z.strictObject({ number: z.int().min(1), at: time, actor, comment: z.string().nullable() });

export const batch = z.strictObject({
  id: batchId,
  state: batchState,
  reason: z.string().nullable().describe('CamelCase and stable, for programs.'),
  message: z.string().nullable(),
  noticesSent,
  ending: ending.nullable(),
  label: z.string().nullable(),
  selector: z.record(z.string(), json).nullable().describe('What named the pairs; null where items were given one by one.'),
  ...batchCounts,
  admitted: count,
  maxConcurrency: z.int().min(1),
  canary: count,
  stopAfterFailures: z.int().min(1).nullable(),
  attempt,
  cancel: z.strictObject({ at: time, actor, comment: z.string().nullable() }).nullable(),
  requestedBy: actor,
  requestedAt: time,
  updatedAt: time,
  settledAt: time.nullable(),
  run: z.int().min(1),
  executionArn: z.string(),
  version: z.int().min(1).describe("The ETag's number: grows with every change."),
});

export const batchPage = pageOf(batch);

const item = z.strictObject({
  index: count,
  kind,
  pair,
  desired,
  associationId: associationId.nullable(),
  state: state.nullable(),
  sideEffects: sideEffects.nullable(),
  reason: z.string().nullable(),
});

/** In order of index. */
export const batchItemPage = pageOf(item);
