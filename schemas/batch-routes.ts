import { batchDecisionSchema, batchListParameters } from '../src/api/batches.ts';
import { batch, batchItemPage, batchPage } from './batch.ts';
import { batchRequest } from './request.ts';
import { accepted, list, type Routes, seen, unchanged, unreadable } from './route.ts';

/** The routes of batches. */
export const batchRoutes: Routes = {
  'POST /batches': {
    operation: 'createBatch',
    summary: 'Ask for many associations under one limit',
    required: ['Idempotency-Key'],
    body: { schema: batchRequest },
    answers: {
      200: { description: 'A repeat of a request that has ended.', body: batch, headers: ['ETag', 'Location'] },
      202: accepted(batch, 'It was taken in.'),
    },
    problems: [...unreadable, 'idempotency-key-required', 'invalid-parameter', 'plan-stale', 'idempotency-key-reused', 'plan-unavailable'],
  },
  'GET /batches': {
    operation: 'listBatches',
    summary: 'List batches, the newest first',
    query: batchListParameters,
    answers: { 200: list(batchPage) },
    problems: ['invalid-parameter'],
  },
  'GET /batches/{id}': {
    operation: 'readBatch',
    summary: 'Read a batch',
    headers: ['If-None-Match'],
    answers: { 200: { description: 'It.', body: batch, ...seen }, 304: unchanged },
    problems: ['invalid-parameter', 'not-found'],
  },
  'GET /batches/{id}/items': {
    operation: 'listItems',
    summary: 'List the items of a batch, in their order',
    query: batchListParameters,
    answers: { 200: list(batchItemPage) },
    problems: ['invalid-parameter', 'not-found'],
  },
  'POST /batches/{id}/cancel': {
    operation: 'cancelBatch',
    summary: 'Begin no further item; what runs goes on to its end',
    headers: ['If-Match'],
    body: { schema: batchDecisionSchema, empty: true },
    answers: { 202: accepted(batch, 'No further item begins.') },
    problems: [...unreadable, 'not-found', 'too-late', 'precondition-failed'],
  },
  'POST /batches/{id}/retry-failed': {
    operation: 'retryFailed',
    summary: 'Begin every item again that ended without being done',
    headers: ['If-Match'],
    body: { schema: batchDecisionSchema, empty: true },
    answers: { 202: accepted(batch, 'Another attempt has begun.') },
    problems: [...unreadable, 'not-found', 'not-retryable', 'still-settling', 'precondition-failed'],
  },
};
