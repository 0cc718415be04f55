import { decisionSchemas } from '../src/api/decide.ts';
import { historyParameters } from '../src/api/history.ts';
import { listParameters } from '../src/api/list.ts';
import { readParameters } from '../src/api/read.ts';
import { association, associationPage, associationSummary, historyPage } from './association.ts';
import { batchRoutes } from './batch-routes.ts';
import { plans } from './plan.ts';
import { planRequest, request } from './request.ts';
import { accepted, list, type Routes, seen, unchanged, unreadable } from './route.ts';

/** Every route, in the order of the document. */
export const routes: Routes = {
  'POST /plans': {
    operation: 'plan',
    summary: 'Say what would be done, and do nothing',
    body: { schema: planRequest },
    answers: { 200: { description: 'What would be done, the worst first.', body: plans } },
    problems: [...unreadable, 'plan-unavailable'],
  },
  'POST /associations': {
    operation: 'createAssociation',
    summary: 'Ask for an association',
    required: ['Idempotency-Key'],
    body: { schema: request },
    answers: {
      200: { description: 'A repeat of a request that has ended.', body: association, headers: ['ETag', 'Location'] },
      202: accepted(association, 'It was taken in.'),
    },
    problems: [
      ...unreadable,
      'idempotency-key-required',
      'invalid-parameter',
      'association-in-progress',
      'still-starting',
      'plan-stale',
      'idempotency-key-reused',
      'plan-unavailable',
    ],
  },
  'GET /associations': {
    operation: 'listAssociations',
    summary: 'List associations, the newest first',
    query: listParameters,
    answers: { 200: list(associationPage) },
    problems: ['invalid-parameter'],
  },
  'GET /associations/{id}': {
    operation: 'readAssociation',
    summary: 'Read an association, or wait for news of it',
    query: readParameters,
    headers: ['If-None-Match', 'Prefer'],
    answers: {
      200: { description: 'It; with view=basic as in lists.', body: association.or(associationSummary), ...seen },
      304: unchanged,
    },
    problems: ['invalid-parameter', 'not-found'],
  },
  'GET /associations/{id}/history': {
    operation: 'readHistory',
    summary: 'Read the history of an association, from its end',
    query: historyParameters,
    answers: { 200: list(historyPage) },
    problems: ['invalid-parameter', 'not-found'],
  },
  'POST /associations/{id}/approve': {
    operation: 'approve',
    summary: 'Approve the plan that was read',
    required: ['If-Match'],
    body: { schema: decisionSchemas.approve },
    answers: { 202: accepted(association, 'It goes on.') },
    problems: [
      ...unreadable,
      'not-found',
      'self-approval',
      'not-awaiting-approval',
      'plan-stale',
      'precondition-failed',
      'precondition-required',
    ],
  },
  'POST /associations/{id}/reject': {
    operation: 'reject',
    summary: 'Reject the plan that was read',
    required: ['If-Match'],
    body: { schema: decisionSchemas.reject },
    answers: { 202: accepted(association, 'It ends REJECTED.') },
    problems: [...unreadable, 'not-found', 'not-awaiting-approval', 'plan-stale', 'precondition-failed', 'precondition-required'],
  },
  'POST /associations/{id}/cancel': {
    operation: 'cancel',
    summary: 'Give an association up: before its call it ends, after it what was made is taken back',
    headers: ['If-Match'],
    body: { schema: decisionSchemas.cancel, empty: true },
    answers: { 202: accepted(association, 'It is given up.') },
    problems: [...unreadable, 'not-found', 'too-late', 'precondition-failed'],
  },
  'POST /associations/{id}/retry': {
    operation: 'retry',
    summary: 'Begin another attempt of what ended without being done',
    headers: ['If-Match'],
    body: { schema: decisionSchemas.retry, empty: true },
    answers: { 202: accepted(association, 'Another attempt has begun.') },
    problems: [...unreadable, 'not-found', 'not-retryable', 'association-in-progress', 'still-settling', 'precondition-failed'],
  },
  ...batchRoutes,
};
