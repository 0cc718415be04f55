import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Association } from '../src/association.ts';
import { createPairs, type Pairs } from '../src/pairs.ts';
import { rememberingStart } from './asking.ts';
import { dyingStore } from './dying-store.ts';
import { createMemoryTable } from './memory-table.ts';
import { cancel, createRecords } from './record.ts';

describe('a pair', () => {
  let pairs: Pairs;
  let runs: ReturnType<typeof rememberingStart>;
  let pairKey = '';
  let count = 0;
  const table = createMemoryTable();
  const create = createRecords(table.store);
  beforeEach(() => {
    runs = rememberingStart();
    pairs = createPairs(table.store, runs.start);
    count += 1;
    pairKey = `pair-${count}`;
  });

  const asking = (at = 1, more: Partial<Association> = {}) =>
    create({ pairKey, requestedAt: at, attempt: { number: 1, by, firstRun: 1, at }, ...more });
  const by = { type: 'IAM', id: 'x' } as const;
  const success = { state: 'SUCCEEDED', sideEffects: 'NONE', changed: true } as const;
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

  test.each([null, 'dx#dxcon-2'])(
    'that is given up is known by its ending where all look that end one another (%s), in one write',
    async (rivalKey) => {
      const record = await asking(1, { ...success, settledAt: 5, rivalKey });
      await pairs.releasePair(record);
      const key = rivalKey ?? pairKey;
      expect(await table.store.pair(key)).toMatchObject({ settled: { id: record.id }, version: 1 });
      if (rivalKey) expect(await table.store.pair(pairKey)).toMatchObject({ settled: null, version: 0 });
    },
  );

  test('that is busy stays as it is for who will not wait', async () => {
    const [a, b] = [await asking(), await asking()];
    const { version } = await pairs.claimPair(a, 'REFUSE');
    expect(await pairs.claimPair(b, 'REFUSE')).toMatchObject({ holder: a.id, next: null, superseded: [], version });
  });

  test('that is busy and whose next has ended has none any more, also for who will not wait', async () => {
    const [a, b, c] = [await asking(), await asking(), await asking()];
    for (const each of [a, b]) await pairs.claimPair(each, 'NEXT');
    await end(b.id);
    await pairs.claimPair(c, 'REFUSE');
    expect(await standing()).toEqual({ holder: a.id, next: null, superseded: [] });
  });

  test('has the same next for all of its repeats, and those that are next no more do not come back', async () => {
    const [a, b, c] = [await asking(1), await asking(2), await asking(3)];
    for (const each of [a, b, b]) await pairs.claimPair(each, 'NEXT');
    expect(await standing()).toEqual({ holder: a.id, next: b.id, superseded: [] });
    for (const each of [c, b, b]) await pairs.claimPair(each, 'NEXT');
    expect(await standing()).toEqual({ holder: a.id, next: c.id, superseded: [b.id] });
  });

  test('has one next, the latest wish; of two of the same time the one that came last', async () => {
    const [a, late, early, same] = [await asking(1), await asking(9), await asking(3), await asking(9)];
    for (const each of [a, late, early, same]) await pairs.claimPair(each, 'NEXT');
    expect(await standing()).toEqual({ holder: a.id, next: same.id, superseded: [early.id, late.id] });
  });

  test('of a later wish than one that comes late supersedes that', async () => {
    const dissociating = { desired: 'DISSOCIATED' } as const;
    const [a, before, same] = [await asking(5_900), await asking(4_000, dissociating), await asking(5_000, dissociating)];
    for (const each of [a, before]) await pairs.claimPair(each, 'NEXT');
    expect(await standing()).toEqual({ holder: a.id, next: null, superseded: [before.id] });
    // Of one second nobody knows which was the later.
    await pairs.claimPair(same, 'NEXT');
    expect(await standing()).toEqual({ holder: a.id, next: same.id, superseded: [before.id] });
  });

  test('does not supersede what asks for the same, nor does a holder that was given up', async () => {
    const [a, same] = [await asking(9_000), await asking(4_000)];
    for (const each of [a, same]) await pairs.claimPair(each, 'NEXT');
    expect(await standing()).toEqual({ holder: a.id, next: same.id, superseded: [] });
    await end(same.id);
    await table.store.changeRecord(a.id, () => ({ cancel }));
    const other = await asking(5_000, { desired: 'DISSOCIATED' });
    await pairs.claimPair(other, 'NEXT');
    expect(await standing()).toEqual({ holder: a.id, next: other.id, superseded: [] });
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
    const { version } = await table.store.pair(pairKey);
    await pairs.releasePair(await asking());
    expect(await table.store.pair(pairKey)).toMatchObject({ holder: a.id, next: { id: b.id }, version });
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

  test('that nobody asked for, or somebody who is not there, starts nothing and writes nothing', async () => {
    await pairs.carryOn(pairKey);
    expect((await table.store.pair(pairKey)).version).toBe(0);
    await table.store.changePair(pairKey, () => ({ holder: 'assoc_nobody' }));
    await pairs.carryOn(pairKey);
    expect([runs.started, (await table.store.pair(pairKey)).version]).toEqual([[], 1]);
  });

  test('tells those who are next no more why, and keeps those that become so meanwhile', async () => {
    const [a, b, c, d] = [await asking(1), await asking(2), await asking(3), await asking(4)];
    for (const each of [a, b, c]) await pairs.claimPair(each, 'NEXT');
    const slow = createPairs(table.store, async () => void (await pairs.claimPair(d, 'NEXT')));
    await slow.carryOn(pairKey);
    expect(await standing()).toEqual({ holder: a.id, next: d.id, superseded: [c.id] });
    const actor = { type: 'LIAISON', id: 'accept' };
    const told = await table.store.record(b.id);
    expect(told?.cancel).toEqual({
      at: b.requestedAt,
      actor,
      reason: 'Superseded',
      message: 'A later request for the same pair took its place before it could begin.',
    });
    expect(told?.history.at(-1)).toMatchObject({ action: 'Superseded', actor });
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
