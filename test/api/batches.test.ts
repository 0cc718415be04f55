import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createBatchSurroundings } from '../../src/api/batch-surroundings.ts';
import type { Batch } from '../../src/batches/batch.ts';
import { type BatchStore, createBatchStore } from '../../src/batches/store.ts';
import { createTable } from '../../src/table.ts';
import { batchMachineArn } from '../batches/batch.ts';
import { items } from '../batches/rehearsal.ts';
import { planItem } from '../plan-items.ts';
import { words } from '../record.ts';
import { ana, openApi, type TestApi } from './api.ts';

type Body = Readonly<Record<string, unknown>>;

describe('batches over HTTP', () => {
  let api: TestApi;
  let batches: BatchStore;
  beforeEach(() => {
    api = openApi();
    batches = createBatchStore(createTable(api.table.documents, () => 'liaison'));
  });
  afterEach(() => api.close());

  const post = (body: unknown, more = {}) => api.call('POST /batches', { body: JSON.stringify(body), ...more });
  const created = async (body: unknown = { items: items(3) }) => (await post(body)).body as Body & { id: string };
  const on = (id: string, verb: string, body: Body = {}, headers = {}) =>
    api.call(`POST /batches/{id}/${verb}`, { path: { id }, body: JSON.stringify(body), headers });
  const change = (id: string, members: Partial<Batch>) => batches.changeBatch(id, () => members);

  test('a batch is taken in, and the same key is the same batch', async () => {
    const headers = { 'idempotency-key': 'CHG-1' };
    const first = await post({ items: items(2), label: 'nightly', canary: 1 }, { headers });
    expect(first).toMatchObject({
      status: 202,
      headers: { etag: '"1"', 'retry-after': '5', location: `/batches/${first.body.id}` },
      body: { state: 'PENDING', total: 2, admitted: 0, notStarted: 2, label: 'nightly', canary: 1, requestedBy: { type: 'IAM', id: ana } },
    });
    expect((await post({ items: items(2), label: 'nightly', canary: 1 }, { headers })).body).toEqual(first.body);
    expect(await post({ items: items(1) }, { headers })).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    await change(String(first.body.id), { state: 'SUCCEEDED' });
    expect(await post({ items: items(2), label: 'nightly', canary: 1 }, { headers })).toMatchObject({ status: 200 });
    expect(api.runs.started).toEqual([`${first.body.id}-1`]);
  });

  test('what cannot be used is refused with every problem', async () => {
    expect(await post({ items: items(1) }, { headers: {} })).toMatchObject({ status: 400, body: { code: 'idempotency-key-required' } });
    expect(await post({ items: [{ kind: 'es-package', pair: {} }, 1] })).toMatchObject({
      status: 422,
      body: {
        code: 'invalid-request',
        errors: [{ path: 'items.0.pair.packageId' }, { path: 'items.0.pair.domainName' }, { path: 'items.1' }],
      },
    });
    expect(await post({ items: items(1), reason: 'x'.repeat(2 ** 20) })).toMatchObject({ status: 413 });
  });

  test('a batch is read with its ETag, and not again while it is the same', async () => {
    const { id } = await created();
    const read = await api.call('GET /batches/{id}', { path: { id } });
    expect(read).toMatchObject({ status: 200, headers: { etag: '"1"', 'retry-after': '5' }, body: { id, counts: {} } });
    expect(await api.call('GET /batches/{id}', { path: { id }, headers: { 'if-none-match': '"1"' } })).toMatchObject({ status: 304 });
    await change(id, { state: 'RUNNING', cursor: 2, running: [{ index: 1, id: 'assoc_1', state: 'RUNNING' }], ended: { SUCCEEDED: 1 } });
    const later = await api.call('GET /batches/{id}', { path: { id }, headers: { 'if-none-match': '"1"' } });
    expect(later).toMatchObject({ status: 200, body: { admitted: 2, notStarted: 1, counts: { SUCCEEDED: 1, RUNNING: 1 } } });
    for (const unknown of ['batch_01JBMZ0000000000000000000A', 'x']) {
      expect(await api.call('GET /batches/{id}', { path: { id: unknown } })).toMatchObject({ status: 404 });
    }
  });

  test('batches are listed, the newest first, page by page', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await created()).id);
    const list = (query = {}) => api.call<{ items: { id: string }[]; nextPageToken: string | null }>('GET /batches', { query });
    const first = await list({ pageSize: '2' });
    expect(first.body.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const last = await list({ pageSize: '2', pageToken: first.body.nextPageToken });
    expect(last.body).toMatchObject({ items: [{ id: ids[2] }], nextPageToken: null });
    expect(await list({ pageToken: 'x' })).toMatchObject({ status: 400 });
    expect(await list({ state: 'RUNNING' })).toMatchObject({ status: 400 });
  });

  test('items are listed in their order, with what they have become', async () => {
    const { id } = await created({ items: items(103) });
    const record = await api.create({ batch: { id, index: 101 }, state: 'FAILED', sideEffects: 'NONE', endReason: 'DomainFull' });
    await batches.noteBegun(id, 1, new Map([[101, record.id]]));
    const list = (query = {}) =>
      api.call<{ items: Body[]; nextPageToken: string | null }>('GET /batches/{id}/items', { path: { id }, query });
    const first = await list({ pageSize: '100' });
    expect(first.body.items.map(({ index }) => index)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(first.body.items[7]).toEqual({
      index: 7,
      kind: 'es-package',
      pair: { packageId: 'F1', domainName: 'domain-7' },
      desired: 'ASSOCIATED',
      associationId: null,
      state: null,
      sideEffects: null,
      reason: null,
    });
    const last = await list({ pageSize: '100', pageToken: first.body.nextPageToken });
    expect(last.body).toMatchObject({
      items: [{ index: 100 }, { index: 101, associationId: record.id, state: 'FAILED', reason: 'DomainFull' }, { index: 102 }],
      nextPageToken: null,
    });
  });

  test('a batch is cancelled while there is something left to be started', async () => {
    const { id } = await created();
    expect(await on(id, 'cancel', {}, { 'if-match': '"9"' })).toMatchObject({ status: 412 });
    expect(await on(id, 'cancel', { comment: 'not today' }, { 'if-match': '"1"' })).toMatchObject({
      status: 202,
      headers: { etag: '"2"' },
      body: { cancel: { actor: { id: ana }, comment: 'not today' } },
    });
    expect(await on(id, 'cancel')).toMatchObject({ status: 202, headers: { etag: '"2"' } });
    const other = await created();
    await change(other.id, { state: 'RUNNING', cursor: 3 });
    expect(await on(other.id, 'cancel')).toMatchObject({
      status: 409,
      body: { code: 'too-late', detail: expect.stringContaining('one by one') },
    });
    await change(other.id, { state: 'SUCCEEDED' });
    expect(await on(other.id, 'cancel')).toMatchObject({ status: 409, body: { detail: 'It has ended SUCCEEDED.' } });
    expect(await on(id, 'cancel', { why: 'x' })).toMatchObject({ status: 422 });
  });

  test('what did not succeed is tried again once the batch has ended and that was told', async () => {
    const { id } = await created();
    expect(await on(id, 'retry-failed')).toMatchObject({ status: 409, body: { code: 'not-retryable' } });
    await change(id, { state: 'FAILED', cursor: 3, outbox: { from: 'RUNNING', event: false, alert: true } });
    expect(await on(id, 'retry-failed')).toMatchObject({ status: 409, body: { code: 'still-settling', retryable: true } });
    await change(id, { outbox: null });
    const again = await on(id, 'retry-failed', { comment: 'mended' });
    expect(again).toMatchObject({
      status: 202,
      body: { state: 'PENDING', attempt: { number: 2, actor: { id: ana }, comment: 'mended' }, notStarted: 3 },
    });
    expect(api.runs.started).toContain(`${id}-2`);
  });
});

describe('plans of many over HTTP', () => {
  const planned = planItem();

  const toClose: TestApi[] = [];
  afterEach(async () => {
    for (const api of toClose.splice(0)) await api.close();
  });

  /** An API whose kind finds these pairs, and plans each like the other. */
  function opened(pairs: unknown[], answer: () => Promise<unknown> = async () => ({ pairs })) {
    const other = openApi();
    const invoke = async (_: string, { step }: { step: string }) => (step === 'targets' ? answer() : { checks: [] });
    const makePlan = async ({ pair }: { pair: unknown }) => ({ ...planned, pair: pair as never });
    const { store } = other.table;
    const batches = createBatchStore(createTable(other.table.documents, () => 'liaison'));
    const start = async () => undefined;
    const surroundings = createBatchSurroundings({ store, invoke, makePlan, batches, start });
    const api = openApi({ makePlan, ...surroundings, batchMachine: () => batchMachineArn });
    toClose.push(other, api);
    const post = (route: string, body: unknown) => api.call<Body>(`POST ${route}`, { body: JSON.stringify(body) });
    return { post };
  }

  test('are one answer, whose digest a batch can be asked for with', async () => {
    const { post } = opened([]);
    const plan = await post('/plans', { items: items(2) });
    expect(plan).toMatchObject({ status: 200, body: { summary: { change: 2, notPlanned: 0 }, checks: [], items: [{}, {}] } });
    const { digest: planDigest } = plan.body;
    expect(await post('/batches', { items: items(3), planDigest })).toMatchObject({ status: 409, body: { code: 'plan-stale' } });
    expect(await post('/batches', { items: items(2), planDigest })).toMatchObject({ status: 202 });
  });

  test('are of what a selector names', async () => {
    const { post } = opened(items(2).map(({ pair }) => pair));
    expect(await post('/plans', { selector: { kind: 'es-package', packageId: 'F1' } })).toMatchObject({ body: { summary: { change: 2 } } });
    expect(await post('/plans', { selector: { kind: 'es-package' } })).toMatchObject({ status: 422 });
  });

  test('are not made of a selector that names nothing, of which no batch can be either', async () => {
    const { post } = opened([]);
    const selector = { kind: 'es-package', packageId: 'F1' };
    for (const route of ['/plans', '/batches']) {
      expect(await post(route, { selector })).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'selector', message: 'names no pairs now' }] },
      });
    }
  });

  const throttled = { error: 'ThrottlingException', message: 'Rate exceeded' };
  test.each([
    ['its kind cannot read AWS', async () => ({ unread: words(throttled) })],
    [
      'its kind cannot be reached',
      () => Promise.reject(Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $metadata: {} })),
    ],
  ])('are for later while %s for what a selector names', async (_, answer) => {
    const { post } = opened([], answer);
    const selector = { kind: 'es-package', packageId: 'F1' };
    for (const route of ['/plans', '/batches']) {
      expect(await post(route, { selector })).toMatchObject({
        status: 503,
        body: { code: 'plan-unavailable', retryable: true, detail: 'AWS could not be read: ThrottlingException: Rate exceeded' },
      });
    }
  });
});
