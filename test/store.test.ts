import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMemoryTable } from './memory-table.ts';
import { association, createRecords, idOf } from './record.ts';
import { createTable, type Table } from './table.ts';

describe.each([
  ['a real table', createTable],
  ['the table in memory that other tests use', async () => ({ ...createMemoryTable(), close: async () => {} })],
])('the store on %s', (_, create) => {
  let table: Pick<Table, 'store' | 'close'>;
  beforeAll(async () => {
    table = await create();
  });
  afterAll(() => table.close());

  test('of many who claim a key at once, one gets it and all learn who', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => table.store.claimKey('k', { hash: 'h', id: `id-${index}`, expiresAt: 1 })),
    );
    expect(new Set(claims.map(({ id }) => id)).size).toBe(1);
  });

  test('changes made at once are all made, one after the other', async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => table.store.changeLock('many', ({ waiters }) => ({ waiters: [...waiters, String(index)] }))),
    );
    const { waiters, version } = await table.store.lock('many');
    expect(waiters.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index));
    expect(version).toBe(12);
  });

  test('a change that wants nothing writes nothing', async () => {
    const before = await table.store.changeLock('quiet', () => ({ owner: 'a' }));
    const after = await table.store.changeLock('quiet', () => undefined);
    expect(after).toMatchObject({ owner: 'a', version: before.version });
  });

  test('a page of records is as long as asked for, also when they are large', async () => {
    const make = createRecords(table.store);
    for (let count = 0; count < 5; count += 1) await make({ reason: 'x'.repeat(300_000) });
    const found = await table.store.records({ limit: 5 });
    expect(found.map(({ id }) => id)).toEqual([5, 4, 3, 2, 1].map(idOf));
    expect(await table.store.records({ limit: 9, before: idOf(4) })).toHaveLength(3);
  });

  test('a record that somebody has changed is not taken back', async () => {
    const [kept, gone] = [association({ id: idOf(11) }), association({ id: idOf(12) })];
    for (const each of [kept, gone]) await table.store.createRecord(each);
    await table.store.changeRecord(kept.id, () => ({}));
    expect(await table.store.deleteRecord(kept.id)).toBe(false);
    expect(await table.store.deleteRecord(gone.id)).toBe(true);
    expect(await table.store.deleteRecord(gone.id)).toBe(true);
    expect([await table.store.record(kept.id), await table.store.record(gone.id)]).toEqual([expect.anything(), undefined]);
  });

  test('a record is on a list of the unfinished until it has ended and has told it, and as long as it drifts', async () => {
    const { store } = table;
    const make = createRecords(store);
    const records = [await make({ id: idOf(21) }), await make({ id: idOf(22) }), await make({ id: idOf(23) })];
    const [first = '', second = '', third = ''] = records.map(({ id }) => id);
    const on = (list: 'ASSOCIATION' | 'DRIFT', after: string | null, limit = 9) => store.unfinished({ list, after, limit });
    expect(await on('ASSOCIATION', idOf(20))).toEqual([first, second, third]);
    expect(await on('ASSOCIATION', first, 1)).toEqual([second]);
    expect(await store.idsIn({ state: 'PENDING', after: second, limit: 9 })).toEqual([third]);
    await store.changeRecord(first, () => ({ state: 'SUCCEEDED', outbox: { event: true, alert: false } }));
    expect(await on('ASSOCIATION', idOf(20))).toEqual([first, second, third]);
    await store.changeRecord(first, () => ({ outbox: null }));
    expect(await on('ASSOCIATION', idOf(20))).toEqual([second, third]);
    const drift = { type: 'Missing', observed: 'gone', since: 1, seenAt: 1, told: false } as const;
    await store.changeRecord(first, () => ({ drift }));
    expect([await on('ASSOCIATION', null, 1), await on('DRIFT', null)]).toEqual([[idOf(1)], []]);
    await store.changeRecord(first, () => ({ drift: { ...drift, told: true } }));
    expect([await on('ASSOCIATION', idOf(20)), await on('DRIFT', null)]).toEqual([[second, third], [first]]);
    await store.changeRecord(first, () => ({ drift: null }));
    expect(await on('DRIFT', null)).toEqual([]);
    expect(await store.record(first)).not.toHaveProperty('unfinished');
  });

  test('changing a record that is not there says so', async () => {
    await expect(table.store.changeRecord('assoc_none', () => ({}))).rejects.toThrow('There is no ASSOCIATION#assoc_none');
  });
});

describe('the store on a real table', () => {
  test('a write whose answer is lost counts once', async () => {
    const table = await createTable();
    const { client, store } = table;
    let lost = false;
    client.middlewareStack.add(
      (next) => async (args) => {
        const result = await next(args);
        if (!lost && 'UpdateExpression' in args.input) {
          lost = true;
          return next(args); // what the SDK does when the first answer did not come
        }
        return result;
      },
      { step: 'build', name: 'loseOneAnswer' },
    );
    await store.changeLock('once', ({ waiters }) => ({ waiters: [...waiters, 'a'] }));
    client.middlewareStack.remove('loseOneAnswer');
    expect((await store.lock('once')).waiters).toEqual(['a']);
    expect(lost).toBe(true);
    await table.close();
  });
});
