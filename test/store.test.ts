import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTable, type Table } from './table.ts';

describe('the store', () => {
  let table: Table;
  beforeAll(async () => {
    table = await createTable();
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

  test('a write whose answer is lost counts once', async () => {
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
  });

  test('changing a record that is not there says so', async () => {
    await expect(table.store.changeRecord('assoc_none', () => ({}))).rejects.toThrow('There is no ASSOCIATION#assoc_none');
  });
});
