import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { codes, statusOf } from '../../schemas/problem.ts';
import { createAccept } from '../../src/accept.ts';
import type { Code } from '../../src/problem.ts';
import { midnight, plan, words } from '../record.ts';
import { ana, openApi, type TestApi } from './api.ts';
import { type Answered, type Sent, strayRoute } from './over-http.ts';

/** AWS cannot be read. */
const makePlan = async () => ({ unread: words({ error: 'ThrottlingException', message: 'Rate exceeded' }) });

let api: TestApi;
beforeEach(() => {
  api = openApi({ makePlan });
});
afterEach(() => api.close());

const otherDigest = `sha256:${'1'.repeat(64)}`;
const body = (more: object = {}) => JSON.stringify({ kind: 'es-package', pair: { packageId: 'F1', domainName: 'logs' }, ...more });
const ask = (more: Sent = {}) => api.call('POST /associations', { body: body(), ...more });
const decide = async (more: Sent = {}) => api.say('approve', await waiting(), { planDigest: plan().digest }, more);
const retry = async (more: Parameters<TestApi['create']>[0]) => api.say('retry', await api.create(more), {});

/** An association that waits for a decision. */
const waiting = () =>
  api.create({
    state: 'AWAITING_APPROVAL',
    plan: plan(),
    requestedBy: { type: 'IAM', id: ana },
    approvalRequest: { digest: plan().digest, round: 1, askedAt: midnight, expiresAt: midnight + 3_600_000, token: 't', told: true },
  });

/** What brings each of them about. */
const provoked: Readonly<Record<Code, () => Promise<Answered<unknown>>>> = {
  'not-json': () => ask({ body: '{' }),
  'invalid-parameter': () => api.call('GET /associations', { query: { pageSize: '0' } }),
  'idempotency-key-required': () => ask({ headers: {} }),
  'self-approval': () => decide({ principal: ana }),
  'not-found': () => api.call('GET /associations/{id}', { path: { id: 'assoc_none' } }),
  'no-such-route': () => api.call(strayRoute),
  'association-in-progress': () => ask().then(() => ask()),
  'not-awaiting-approval': async () => api.say('approve', await api.create({ state: 'RUNNING' }), { planDigest: otherDigest }),
  'not-retryable': () => retry({ state: 'SUCCEEDED' }),
  'plan-stale': () => decide({ body: JSON.stringify({ planDigest: otherDigest }) }),
  'still-starting': async () => {
    // A repeat of the request takes its record back, again and again.
    const store = { ...api.table.store, createRecord: async () => false };
    const other = openApi({ accept: createAccept(store, api.runs.start, () => 'AUTO') });
    return other.call('POST /associations', { body: body() }).finally(() => other.close());
  },
  'still-settling': () => retry({ state: 'FAILED', sideEffects: 'NONE', settledAt: midnight, outbox: { event: true, alert: true } }),
  'too-late': async () => api.say('cancel', await api.create({ state: 'SUCCEEDED' }), {}),
  'precondition-failed': () => decide({ headers: { 'if-match': '"0"' } }),
  'body-too-large': () => ask({ body: body({ reason: 'x'.repeat(2 ** 20) }) }),
  'invalid-request': () => ask({ body: '[]' }),
  'idempotency-key-reused': async () => {
    const headers = { 'idempotency-key': 'CHG-1' };
    await ask({ headers });
    return ask({ headers, body: body({ reason: 'another' }) });
  },
  'precondition-required': () => decide({ headers: {} }),
  'plan-unavailable': () => api.call('POST /plans', { body: body() }),
};

test('every code is brought about here', () => {
  expect(Object.keys(provoked).sort()).toEqual([...codes].sort());
});

test.each(codes)('%s is answered over HTTP as a problem of its status', async (code) => {
  expect(await provoked[code]()).toEqual({
    status: statusOf(code),
    headers: { 'content-type': 'application/problem+json' },
    body: expect.objectContaining({ code, status: statusOf(code), type: `urn:liaison:problem:${code}` }),
  });
});
