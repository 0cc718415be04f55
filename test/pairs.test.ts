import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Association } from '../src/association.ts';
import { createPairs, type Pairs } from '../src/pairs.ts';
import { rememberingStart } from './asking.ts';
import { dyingStore } from './dying-store.ts';
import { createMemoryTable, type MemoryTable } from './memory-table.ts';
import { createRecords, intent, removal } from './record.ts';

describe('a pair', () => {
  let table: MemoryTable;
  let create: ReturnType<typeof createRecords>;
  let pairs: Pairs;
  let runs: ReturnType<typeof rememberingStart>;
  let pairKey = '';
  let count = 0;
  beforeAll(() => {
    table = createMemoryTable();
    create = createRecords(table.store);
  });
  afterAll(() => table.close());
  beforeEach(() => {
    runs = rememberingStart();
    pairs = createPairs(table.store, runs.start);
    count += 1;
    pairKey = `pair-${count}`;
  });

  const asking = (at = 1, more: Partial<Association> = {}) =>
    create({ pairKey, requestedAt: at, attempt: { number: 1, by, firstRun: 1, at }, ...more });
  const by = { type: 'IAM', id: 'x' } as const;
  const end = (id: string) => table.store.changeRecord(id, () => ({ state: 'FAILED' }));
  const standing = async () => {
    const { holder, next, superseded } = await table.store.pair(pairKey);
    return { holder, next: next?.id ?? null, superseded };
  };

  test('that is free belongs to whoever comes first, once and for all of its repeats', async () => {
    const a = await asking();
    const { version } = await pairs.claimPair(a, 'REFUSE');
    expect(await pairs.claimPair(a, 'NEXT')).toMatchObject({ holder: a.id, version });
  });

  test('remembers who brought it about last, and who has made it unclear since', async () => {
    const settled = async (more: Partial<Association>) => {
      const record = await asking(1, { sideEffects: 'NONE', ...more });
      await pairs.releasePair(record);
      return record.id;
    };
    const remembered = async () => (await table.store.pair(pairKey)).settled?.id ?? null;
    const first = await settled({ state: 'SUCCEEDED', settledAt: 5 });
    await settled({ state: 'FAILED', settledAt: 6 });
    await settled({ state: 'ROLLED_BACK', sideEffects: 'REVERTED', settledAt: 7 });
    await settled({ state: 'SUCCEEDED', settledAt: 4 });
    expect(await remembered()).toBe(first);
    const last = await settled({ state: 'SUCCEEDED', settledAt: 8 });
    expect(await remembered()).toBe(last);
    const unclear = await settled({ state: 'FAILED', sideEffects: 'UNKNOWN', settledAt: 9, intent: intent() });
    expect((await table.store.pair(pairKey)).settled).toEqual({ id: unclear, at: 9, maker: null, isUnclear: true });
    // An attempt that sent nothing, and only could not tell what an earlier one had left, makes nothing unclear.
    const attempt = { number: 2, by: { type: 'IAM', id: 'x' }, firstRun: 2, at: 9 } as const;
    const again = { state: 'FAILED', sideEffects: 'UNKNOWN', run: 2, attempt } as const;
    await settled({ ...again, settledAt: 10, intent: intent() });
    await settled({ ...again, settledAt: 10, intent: null });
    expect(await remembered()).toBe(unclear);
    const undone = await settled({
      ...again,
      settledAt: 11,
      intent: intent(),
      undoIntent: { run: 2, since: 10, tries: 1, triedAt: 10, because: { reason: 'R', message: null, words: null } },
    });
    expect(await remembered()).toBe(undone);
    await settled({ ...again, settledAt: 12, intent: null, removed: removal() });
    expect(await remembered()).toBe(undone);
    const removing = await settled({ ...again, settledAt: 13, intent: null, removed: removal({ run: 2 }) });
    expect(await remembered()).toBe(removing);
  });

  test.each([
    ['of the pair', null],
    ['of all that end one another', 'dx#dxcon-1'],
  ])('remembers when it may have been changed last, %s, however that ended', async (_, rivalKey) => {
    const ended = async (more: Partial<Association>) => {
      await pairs.releasePair(await asking(1, { rivalKey, state: 'ROLLED_BACK', sideEffects: 'REVERTED', ...more }));
      return (await table.store.pair(rivalKey ?? pairKey)).changedAt;
    };
    expect(await ended({ lastCallAt: null })).toBeNull();
    expect(await ended({ lastCallAt: 7 })).toBe(7);
    // Whoever repeats this may come late.
    expect(await ended({ lastCallAt: 6 })).toBe(7);
    expect(await ended({ lastCallAt: null, state: 'SUCCEEDED', settledAt: 9 })).toBe(7);
    expect(await ended({ lastCallAt: 8, state: 'SUCCEEDED', settledAt: 10 })).toBe(8);
  });

  test('that is busy stays as it is for who will not wait', async () => {
    const [a, b] = [await asking(), await asking()];
    await pairs.claimPair(a, 'REFUSE');
    await pairs.claimPair(b, 'REFUSE');
    expect(await standing()).toEqual({ holder: a.id, next: null, superseded: [] });
  });

  test('has one next, the latest wish; of two of the same time the one that came last', async () => {
    const [a, late, early, same] = [await asking(1), await asking(9), await asking(3), await asking(9)];
    for (const each of [a, late, early, same]) await pairs.claimPair(each, 'NEXT');
    expect(await standing()).toEqual({ holder: a.id, next: same.id, superseded: [early.id, late.id] });
  });

  test('has no next any more once that has ended, whether it said so itself or not', async () => {
    const [a, b, c, d] = [await asking(1), await asking(2), await asking(3), await asking(4)];
    for (const each of [a, b]) await pairs.claimPair(each, 'NEXT');
    await pairs.releasePair(b);
    expect(await standing()).toMatchObject({ holder: a.id, next: null });
    await pairs.claimPair(c, 'NEXT');
    for (const { id } of [a, c]) await end(id);
    await pairs.claimPair(d, 'NEXT');
    expect(await standing()).toEqual({ holder: d.id, next: null, superseded: [] });
  });

  test('is written anew by its holder of old for another attempt, so that a claim under way does not count', async () => {
    const [a, b] = [await asking(1), await asking(2)];
    await pairs.claimPair(a, 'REFUSE');
    await end(a.id);
    const overtaken = createPairs(
      {
        ...table.store,
        async record(id) {
          const found = await table.store.record(id);
          // It has been read as ended; now it is retried.
          if (id === a.id && found?.state === 'FAILED') {
            const retried = { state: 'PENDING', attempt: { number: 2, by, firstRun: 2, at: 3 } } as const;
            await pairs.claimPair(await table.store.changeRecord(id, () => retried), 'NEXT');
          }
          return found;
        },
        changePair: (key, change) => table.store.changePair(key, change),
      },
      runs.start,
    );
    await overtaken.claimPair(b, 'REFUSE');
    expect(await standing()).toMatchObject({ holder: a.id });
  });

  test('whose holder has ended goes to its next before anybody new', async () => {
    const [a, b, c] = [await asking(1), await asking(2), await asking(3)];
    for (const each of [a, b]) await pairs.claimPair(each, 'NEXT');
    await end(a.id);
    await pairs.claimPair(c, 'REFUSE');
    expect(await standing()).toEqual({ holder: b.id, next: null, superseded: [] });
    await pairs.claimPair(c, 'NEXT');
    expect(await standing()).toMatchObject({ holder: b.id, next: c.id });
  });

  test('whose holder has ended goes to its next when that one asks again', async () => {
    const [a, b] = [await asking(1), await asking(2)];
    for (const each of [a, b]) await pairs.claimPair(each, 'NEXT');
    await end(a.id);
    await pairs.claimPair(b, 'NEXT');
    expect(await standing()).toEqual({ holder: b.id, next: null, superseded: [] });
  });

  test('that is given up goes to its next, and is not given up by anybody else', async () => {
    const [a, b] = [await asking(), await asking()];
    for (const each of [a, b]) await pairs.claimPair(each, 'NEXT');
    await pairs.releasePair(await asking());
    expect(await standing()).toMatchObject({ holder: a.id, next: b.id });
    await pairs.releasePair(a);
    await pairs.releasePair(a);
    expect(await standing()).toMatchObject({ holder: b.id, next: null });
    await pairs.releasePair(b);
    expect(await standing()).toMatchObject({ holder: null, next: null });
  });

  test('asked for by many at once has one holder and one next, and loses sight of nobody', async () => {
    const all = [];
    for (let at = 1; at <= 6; at += 1) all.push(await asking(at));
    await Promise.all(all.map((each) => pairs.claimPair(each, 'NEXT')));
    const { holder, next, superseded } = await standing();
    expect([holder, next, ...superseded].sort()).toEqual(all.map(({ id }) => id).sort());
    expect(next).toBe(all.filter(({ id }) => id !== holder).at(-1)?.id);
  });

  test('starts its holder while that is pending, and not once it runs', async () => {
    const a = await asking();
    await pairs.claimPair(a, 'REFUSE');
    await pairs.carryOn(pairKey);
    await pairs.carryOn(pairKey);
    expect(runs.started).toEqual([`${a.id}-1`]);
    await table.store.changeRecord(a.id, () => ({ state: 'RUNNING', run: 2 }));
    await pairs.carryOn(pairKey);
    expect(runs.started).toEqual([`${a.id}-1`]);
  });

  test('that nobody asked for starts nothing', async () => {
    await pairs.carryOn(pairKey);
    expect(runs.started).toEqual([]);
  });

  test('tells those who are next no more, wherever telling them is cut off', async () => {
    let [killed, dieAt] = [true, 0];
    for (; killed; dieAt += 1) {
      pairKey = `${pairKey}-${dieAt}`;
      const [a, b, c, d] = [await asking(1), await asking(2), await asking(3), await asking(4)];
      for (const each of [a, b, c, d]) await pairs.claimPair(each, 'NEXT');
      const dying = createPairs(dyingStore(table.store, dieAt), runs.start);
      killed = await dying.carryOn(pairKey).then(
        () => false,
        ({ message }: Error) => message === 'killed',
      );
      await pairs.carryOn(pairKey);
      expect(await standing()).toEqual({ holder: a.id, next: d.id, superseded: [] });
      for (const { id } of [b, c]) expect((await table.store.record(id))?.cancel).toMatchObject({ reason: 'Superseded' });
      expect(runs.started).toEqual(expect.arrayContaining([`${a.id}-1`, `${b.id}-1`, `${c.id}-1`]));
      expect(runs.started).not.toContain(`${d.id}-1`);
    }
    expect(dieAt).toBeGreaterThan(4);
  }, 30_000);

  test('does not tell again who has ended since', async () => {
    const [a, b, c] = [await asking(1), await asking(2), await asking(3)];
    for (const each of [a, b, c]) await pairs.claimPair(each, 'NEXT');
    await end(b.id);
    await pairs.carryOn(pairKey);
    expect(runs.started).toEqual([`${a.id}-1`]);
    expect((await table.store.record(b.id))?.cancel).toBeNull();
    expect((await standing()).superseded).toEqual([]);
  });
});
