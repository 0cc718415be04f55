import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../src/api/http.ts';
import type { Entry } from '../../src/association.ts';
import { association, idOf, midnight, words } from '../record.ts';
import { openApi, type TestApi } from './api.ts';

interface Page {
  readonly items: readonly { readonly sequence: number }[];
  readonly nextPageToken: string | null;
}

const entry = (sequence: number, more: Partial<Entry> = {}): Entry => ({
  ...(association().history[0] as Entry),
  sequence,
  at: midnight + sequence,
  from: 'RUNNING',
  to: 'RUNNING',
  ...more,
});

describe('GET /associations/{id}/history', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = openApi();
    await api.create({ history: [1, 2, 3, 4, 5].map((sequence) => entry(sequence)) });
    await api.create({ history: [entry(1), entry(2, { words: words({ requestId: '6b1f' }), comment: 'CHG-1', action: 'Called' })] });
  });
  afterEach(() => api.close());

  const read = (query: HttpRequest['query'] = {}, id = idOf(1)) =>
    api.call<Page>('GET /associations/{id}/history', { path: { id }, query });

  test('is read from its end, page by page', async () => {
    const first = (await read({ pageSize: '2' })).body;
    // What is added meanwhile is newer than the pages that are left.
    await api.table.store.changeRecord(idOf(1), ({ history }) => ({ history: [...history, entry(6)] }));
    const second = (await read({ pageSize: '2', pageToken: first.nextPageToken ?? '' })).body;
    const third = (await read({ pageSize: '2', pageToken: second.nextPageToken ?? '' })).body;
    expect([first, second, third].map(({ items }) => items.map(({ sequence }) => sequence))).toEqual([[5, 4], [3, 2], [1]]);
    expect(third.nextPageToken).toBeNull();
  });

  test('says who did what and when, in which run, and the id AWS gave the request', async () => {
    const { items } = (await read({}, idOf(2))).body;
    expect(items).toHaveLength(2);
    expect(items[0]).toEqual({
      sequence: 2,
      at: '2026-11-02T00:00:00.002Z',
      actor: { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' },
      action: 'Called',
      from: 'RUNNING',
      to: 'RUNNING',
      comment: 'CHG-1',
      planDigest: null,
      requestId: '6b1f',
      words: words({ requestId: '6b1f' }),
      run: 1,
      attempt: 1,
    });
    expect(items[1]).toMatchObject({ requestId: null, words: null });
  });

  test('of nothing is not found, and a page token of another history is refused', async () => {
    expect(await read({}, idOf(9))).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const { nextPageToken } = (await read({ pageSize: '1' })).body;
    expect(await read({ pageToken: nextPageToken ?? '' }, idOf(2))).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'pageToken' }] },
    });
    expect(await read({ colour: 'red' })).toMatchObject({ status: 400, body: { errors: [{ path: 'colour' }] } });
  });
});
