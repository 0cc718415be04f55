import { beforeEach, describe, expect, test } from '@jest/globals';
import { createAccept } from '../src/accept.ts';
import { createLocks } from '../src/locks.ts';
import { asked, rememberingStart } from './asking.ts';
import { createMemoryTable } from './memory-table.ts';

/** Who asks, and when. */
const by = (id: string, now = 0) => ({ id, now });

describe('locks', () => {
  let count = 0;
  let [a, b, c, scope, other] = ['', '', '', '', ''];
  const table = createMemoryTable();

  const live = async () => {
    count += 1;
    const acceptance = await createAccept(
      table.store,
      rememberingStart().start,
      () => 'AUTO',
    )(asked(`key-${count}`, {}, { pair: { packageId: 'F1', domainName: `logs-${count}` } }));
    if (acceptance.type !== 'ACCEPTED') throw new Error(acceptance.type);
    return acceptance.association.id;
  };
  const end = (id: string) => table.store.changeRecord(id, () => ({ state: 'FAILED' }));

  beforeEach(async () => {
    [a, b, c] = [await live(), await live(), await live()];
    [scope, other] = [`b-scope-${count}`, `a-scope-${count}`];
  });

  test('a free lock is taken, and taken again by its owner', async () => {
    const locks = createLocks(table.store);
    expect(await locks.acquire(by(a), [scope])).toEqual({ held: true });
    expect(await locks.acquire(by(a), [scope])).toEqual({ held: true });
  });

  test('the second waits and is told for whom, since when, and how many are before it', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a, 7), [scope]);
    // It has had it since then, also where it waits for another lock and asks for both again and again.
    await locks.acquire(by(a, 9), [scope]);
    expect(await locks.acquire(by(b), [scope])).toEqual({ held: false, scope, by: a, since: 7, ahead: 0 });
  });

  test('the lock of an association that has ended is free without being given up', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a), [scope]);
    await end(a);
    expect(await locks.acquire(by(b), [scope])).toEqual({ held: true });
  });

  test('asking for what one has writes only that it was asked for again, and whoever has nothing to give up writes nothing', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a, 5), [scope]);
    const taken = await table.store.lock(scope);
    await locks.acquire(by(a, 5), [scope]);
    await locks.release(by(b), [scope]);
    expect(await table.store.lock(scope)).toEqual(taken);
    await locks.acquire(by(a, 6), [scope]);
    expect(await table.store.lock(scope)).toMatchObject({ owner: a, takenAt: 6, version: taken.version + 1 });
  });

  test('whoever has it stands in line for it no more, and whoever is nobody never does', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a), [scope]);
    await locks.acquire(by(b), [scope]);
    await table.store.changeLock(scope, ({ waiters }) => ({ waiters: ['assoc_nobody', ...waiters, c] }));
    await locks.release(by(a), [scope]);
    expect(await locks.acquire(by(b), [scope])).toEqual({ held: true });
    expect(await table.store.lock(scope)).toMatchObject({ owner: b, waiters: [c] });
  });

  test('what it left is known before another has its lock', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a), [scope]);
    const { pairKey } = await table.store.changeRecord(a, () => ({ state: 'SUCCEEDED', changed: true, settledAt: 7_000 }));
    await locks.acquire(by(b), [scope]);
    expect((await table.store.pair(pairKey)).settled).toEqual({ id: a, at: 7_000, maker: a });
  });

  test('who waits longest is next, however often others ask', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a), [scope]);
    await locks.acquire(by(b), [scope]);
    await locks.acquire(by(c), [scope]);
    await locks.release(by(a), [scope]);
    expect(await locks.acquire(by(c), [scope])).toEqual({ held: false, scope, by: b, since: null, ahead: 1 });
    expect(await locks.acquire(by(b), [scope])).toEqual({ held: true });
  });

  test('whoever comes while nobody has it yet stands behind those who wait for it', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a), [scope]);
    await locks.acquire(by(b), [scope]);
    await end(a);
    expect(await locks.acquire(by(c), [scope])).toMatchObject({ held: false, scope, by: b });
    expect(await table.store.lock(scope)).toMatchObject({ owner: null, waiters: [b, c] });
    await end(b);
    const d = await live();
    expect(await locks.acquire(by(d), [scope])).toMatchObject({ held: false, scope, by: c });
    // Those that have ended are forgotten, also by who stands in line already.
    expect(await table.store.lock(scope)).toMatchObject({ owner: null, waiters: [c, d] });
    await table.store.changeLock(scope, () => ({ owner: a, waiters: [b, c, d] }));
    expect(await locks.acquire(by(d), [scope])).toMatchObject({ held: false, scope, by: c });
    expect(await table.store.lock(scope)).toMatchObject({ owner: null, waiters: [c, d] });
  });

  test('whoever gives up what another has gives up the place in line for it', async () => {
    const locks = createLocks(table.store);
    for (const id of [a, b, c]) await locks.acquire(by(id), [scope]);
    await locks.release(by(b), [scope]);
    expect(await table.store.lock(scope)).toMatchObject({ owner: a, waiters: [c] });
  });

  test('a waiter that has ended is passed over', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a), [scope]);
    await locks.acquire(by(b), [scope]);
    await locks.acquire(by(c), [scope]);
    await end(b);
    await locks.release(by(a), [scope]);
    expect(await locks.acquire(by(c), [scope])).toEqual({ held: true });
  });

  test('releasing what another owns changes nothing', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a), [scope]);
    await locks.release(by(b), [scope]);
    expect((await table.store.lock(scope)).owner).toBe(a);
  });

  test('what has been asked for again since is not given up by who comes late', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a, 1_000), [scope]);
    await locks.release(by(a, 2_000), [scope]);
    await locks.acquire(by(a, 3_000), [scope]);
    await locks.release(by(a, 2_000), [scope]);
    expect((await table.store.lock(scope)).owner).toBe(a);
    // Its owner asked once more: what came between is late by now.
    await locks.acquire(by(a, 5_000), [scope]);
    await locks.release(by(a, 4_000), [scope]);
    await locks.acquire(by(a, 4_500), [scope]);
    await locks.release(by(a, 4_900), [scope]);
    expect((await table.store.lock(scope)).owner).toBe(a);
    await locks.release(by(a, 5_000), [scope]);
    expect((await table.store.lock(scope)).owner).toBeNull();
  });

  test('a scope that is wanted later and sorts before frees what is held, so that nobody waits in a circle', async () => {
    const locks = createLocks(table.store);
    await locks.acquire(by(a), [scope]);
    await locks.acquire(by(b), [other]);
    expect(await locks.acquire(by(a), [scope, other])).toMatchObject({ held: false, by: b });
    expect(await locks.acquire(by(b), [scope, other])).toEqual({ held: true });
    await end(b);
    expect(await locks.acquire(by(a), [scope, other])).toEqual({ held: true });
  });

  test('of many who ask at once exactly one has it', async () => {
    const locks = createLocks(table.store);
    const ids = await Promise.all(Array.from({ length: 10 }, live));
    const turns = await Promise.all(ids.map((id) => locks.acquire(by(id), [scope])));
    expect(turns.filter(({ held }) => held)).toHaveLength(1);
    expect((await table.store.lock(scope)).waiters).toHaveLength(9);
  });

  test('a long line costs no more than a short one to ask in', async () => {
    let reads = 0;
    const locks = createLocks({
      ...table.store,
      record: (id) => {
        reads += 1;
        return table.store.record(id);
      },
    });
    const ids = await Promise.all(Array.from({ length: 40 }, live));
    for (const id of ids) await locks.acquire(by(id), [scope]);
    reads = 0;
    expect(await locks.acquire(by(ids[39] ?? ''), [scope])).toMatchObject({ held: false, by: ids[0] });
    await locks.release(by(ids[0] ?? ''), [scope]);
    expect(await locks.acquire(by(ids[39] ?? ''), [scope])).toMatchObject({ held: false, by: ids[1] });
    expect(await locks.acquire(by(ids[1] ?? ''), [scope])).toEqual({ held: true });
    expect(reads).toBeLessThan(5);
  });
});
