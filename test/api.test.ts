import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../src/api/http.ts';
import { roleOf } from '../src/approval.ts';
import { openApi, type TestApi } from './api/api.ts';

const body = (more: object = {}) => JSON.stringify({ kind: 'es-package', pair: { packageId: 'F1', domainName: 'logs' }, ...more });

describe('the HTTP API', () => {
  let api: TestApi;
  beforeEach(() => {
    api = openApi();
  });
  afterEach(() => api.close());

  const post = (text: string, more: Partial<HttpRequest> = {}) => api.call('POST /associations', { body: text, ...more });

  test('a request is accepted, and says where to look and when', async () => {
    const { status, headers, body: made } = await post(body());
    const { id, version } = made as { id: string; version: number };
    expect(status).toBe(202);
    expect(headers).toMatchObject({ location: `/associations/${id}`, 'retry-after': '5' });
    expect(made).toMatchObject({ state: 'PENDING', requestedBy: { type: 'IAM', id: 'arn:aws:sts::123456789012:assumed-role/Search/ana' } });
    expect(await api.call('GET /associations/{id}', { path: { id } })).toMatchObject({
      status: 200,
      body: { id },
      headers: { etag: `"${version}"` },
    });
  });

  test('the same Idempotency-Key and body are the same association, also in another session of the role', async () => {
    const headers = { 'idempotency-key': 'CHG-1' };
    const first = (await post(body(), { headers })).body as { id: string };
    const second = (await post(body(), { headers, principal: 'arn:aws:sts::123456789012:assumed-role/Search/ben' })).body as { id: string };
    expect(second.id).toBe(first.id);
  });

  test('the same Idempotency-Key of another role is another request', async () => {
    const headers = { 'idempotency-key': 'CHG-1' };
    const { id } = (await post(body(), { headers })).body as { id: string };
    const other = await post(body(), { headers, principal: 'arn:aws:sts::123456789012:assumed-role/Network/ana' });
    expect(other).toMatchObject({ status: 409, body: { links: { existing: `/associations/${id}` } } });
  });

  test('the same Idempotency-Key with another body is refused', async () => {
    const headers = { 'idempotency-key': 'CHG-1' };
    await post(body(), { headers });
    expect(await post(body({ reason: 'other' }), { headers })).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  test('a pair that is being worked on is refused with a link to who works on it', async () => {
    const { id } = (await post(body())).body as { id: string };
    expect(await post(body())).toMatchObject({
      status: 409,
      headers: { 'content-type': 'application/problem+json' },
      body: { code: 'association-in-progress', links: { existing: `/associations/${id}` } },
    });
  });

  test.each([
    ['not JSON', '{"kind":', 400, 'not-json'],
    ['nothing', '', 400, 'not-json'],
    ['too large', JSON.stringify({ kind: 'es-package', reason: 'x'.repeat(1_000_000) }), 413, 'body-too-large'],
    ['a list', '[]', 422, 'invalid-request'],
    ['of an unknown kind', body({ kind: 'nosuch' }), 422, 'invalid-request'],
  ])('a body that is %s is refused and starts nothing', async (_, text, status, code) => {
    expect(await post(text)).toMatchObject({ status, body: { code, status } });
    expect(api.runs.started).toEqual([]);
    expect(await api.table.store.records({ limit: 1 })).toEqual([]);
  });

  test('every problem of a body is named at once', async () => {
    const { body: problem } = await post(
      JSON.stringify({ kind: 'es-package', pair: { packageId: 'x y', other: 1 }, desired: 'GONE', colour: 'red' }),
    );
    const paths = (problem as { errors: { path: string }[] }).errors.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['colour', 'desired', 'pair.packageId', 'pair.domainName', 'pair.other']));
  });

  test('Direct Connect has no dissociation, and the problem says what to ask instead', async () => {
    const request = {
      kind: 'dx-hosted-connection',
      pair: { connectionId: 'dxcon-a1', parentConnectionId: 'dxlag-b1' },
      desired: 'DISSOCIATED',
    };
    const { status, body: problem } = await post(JSON.stringify(request));
    expect(status).toBe(422);
    expect(JSON.stringify(problem)).toMatch(/associat/);
  });

  test('a malformed Idempotency-Key is refused', async () => {
    expect(await post(body(), { headers: { 'idempotency-key': 'with space' } })).toMatchObject({
      status: 400,
      body: { code: 'invalid-parameter' },
    });
  });

  test('the session name is no part of who a role is', () => {
    expect(roleOf('arn:aws:sts::1:assumed-role/Search/ana')).toBe('arn:aws:sts::1:assumed-role/Search');
    expect(roleOf('arn:aws:iam::1:user/ops')).toBe('arn:aws:iam::1:user/ops');
  });

  test('a hundred problems are named, and how many more there are', async () => {
    const { status, body: problem } = await post(
      body({ labels: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index} `, 'x'])) }),
    );
    const { errors } = problem as { errors: { message: string }[] };
    expect([status, errors.length, errors.at(-1)?.message]).toEqual([422, 101, expect.stringMatching(/^and \d+ more$/)]);
  });

  test('a member called __proto__ is refused, never passed over', async () => {
    const text = body().replace('{', '{"labels": {"__proto__": "x"}, ');
    expect(await post(text)).toMatchObject({
      status: 422,
      body: { code: 'invalid-request', detail: expect.stringContaining('__proto__') },
    });
    expect(await api.call('GET /associations', { query: { 'label.__proto__': 'x' } })).toMatchObject({
      status: 400,
      body: { code: 'invalid-parameter' },
    });
  });

  test('of a page size beyond all bounds there is the largest page', async () => {
    expect((await api.call('GET /associations', { query: { pageSize: '1000000000' } })).status).toBe(200);
  });
});
