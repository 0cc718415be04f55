import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../src/api/http.ts';
import { idOf } from '../record.ts';
import { openApi, type TestApi } from './api.ts';

interface Page {
  readonly items: readonly { readonly id: string; readonly state: string }[];
  readonly nextPageToken: string | null;
}

describe('GET /associations', () => {
  let api: TestApi;
  beforeEach(() => {
    api = openApi();
  });
  afterEach(() => api.close());

  const list = async (query: HttpRequest['query'] = {}) => (await api.call<Page>('GET /associations', { query })).body;
  const idsOf = async (query: HttpRequest['query']) => (await list(query)).items.map(({ id }) => id);
  const refused = async (query: HttpRequest['query']) => {
    const { status, body } = await api.call<{ errors: { path: string; message: string }[] }>('GET /associations', { query });
    expect(status).toBe(400);
    return Object.fromEntries(body.errors.map(({ path, message }) => [path, message]));
  };

  test('of nothing is an empty page, and the last', async () => {
    expect(await list()).toEqual({ items: [], nextPageToken: null });
  });

  test('is newest first, without plan and history, and goes on page by page', async () => {
    for (let count = 0; count < 5; count += 1) await api.create();
    const first = await list({ pageSize: '2' });
    const second = await list({ pageSize: '2', pageToken: first.nextPageToken ?? '' });
    const third = await list({ pageSize: '5', pageToken: second.nextPageToken ?? '' });
    expect([first, second, third].map(({ items }) => items.length)).toEqual([2, 2, 1]);
    expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual([5, 4, 3, 2, 1].map(idOf));
    expect(third.nextPageToken).toBeNull();
    expect(first.items[0]).not.toHaveProperty('history');
  });

  test('understands every filter', async () => {
    const batch = { id: 'batch_01JBMZ0000000000000000000A', index: 0 };
    await api.create({ state: 'FAILED', sideEffects: 'NONE', labels: { 'team/a.b': 'search' }, batch });
    await api.create({ state: 'RUNNING' });
    await api.create({ state: 'SUCCEEDED', requestedBy: { type: 'EVENT', id: 'demo#1' } });
    expect(await idsOf({ state: 'RUNNING,FAILED' })).toEqual([idOf(2), idOf(1)]);
    expect(await idsOf({ kind: 'lattice-service' })).toEqual([]);
    expect(await idsOf({ source: 'F1', target: 'logs', kind: 'es-package' })).toEqual([idOf(3), idOf(2), idOf(1)]);
    expect(await idsOf({ batch: batch.id })).toEqual([idOf(1)]);
    expect(await idsOf({ requestedBy: 'demo' })).toEqual([idOf(3)]);
    expect(await idsOf({ 'label.team/a.b': 'search' })).toEqual([idOf(1)]);
    expect(await idsOf({ problem: 'true' })).toEqual([idOf(1)]);
    expect(await idsOf({ problem: 'false' })).toEqual([idOf(3), idOf(2)]);
    expect([await idsOf({ drifted: 'true' }), await idsOf({ drifted: 'false' })]).toEqual([[], [idOf(3), idOf(2), idOf(1)]]);
    expect(await idsOf({ createdAfter: '2024-01-01', createdBefore: '2024-12-31T23:59:59+01:00' })).toHaveLength(3);
    expect(await idsOf({ createdAfter: '2026-01-01' })).toEqual([]);
    expect(await idsOf({ createdBefore: '1969-12-31' })).toEqual([]);
  });

  test('gives as many as it can when it is asked for more', async () => {
    await api.create();
    expect(await idsOf({ pageSize: '5000' })).toEqual([idOf(1)]);
  });

  test('names every parameter that it cannot use, and every one it does not know', async () => {
    const problems = await refused({
      pageSize: '0',
      state: 'RUNNING,GONE',
      kind: 'nosuch',
      batch: '7',
      createdAfter: 'yesterday',
      problem: 'perhaps',
      colour: 'red',
      'label.a b': 'x',
      source: '',
    });
    expect(Object.keys(problems).sort()).toEqual(
      ['batch', 'colour', 'createdAfter', 'kind', 'label.a b', 'pageSize', 'problem', 'source', 'state.1'].sort(),
    );
    expect(problems).toMatchObject({ colour: 'is not a parameter here', createdAfter: expect.stringContaining('must be a time like') });
  });

  test.each(['', '1e2', '-1', '1.5', ' 5'])('the page size %j is none', async (pageSize) => {
    expect(await refused({ pageSize })).toEqual({ pageSize: 'must be a number from 1' });
  });

  test('a page token of another list, or of none, is refused; the order of states makes no other list', async () => {
    for (let count = 0; count < 3; count += 1) await api.create({ state: 'FAILED' });
    const { nextPageToken } = await list({ state: 'FAILED,RUNNING', pageSize: '1' });
    const pageToken = nextPageToken ?? '';
    expect(await idsOf({ state: 'RUNNING,FAILED', pageToken })).toEqual([idOf(2), idOf(1)]);
    const sentence = 'must be a nextPageToken of this list, with the same filters';
    expect(await refused({ state: 'FAILED', pageToken })).toEqual({ pageToken: sentence });
    const forged = Buffer.from(JSON.stringify([idOf(2), 'x'])).toString('base64url');
    for (const token of ['', 'x', idOf(1), forged]) expect(await refused({ pageToken: token })).toEqual({ pageToken: sentence });
  });
});
