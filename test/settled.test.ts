import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Association } from '../src/association.ts';
import { noteEnding, standingOf } from '../src/settled.ts';
import type { PairItem } from '../src/store.ts';
import { createMemoryTable } from './memory-table.ts';
import { createRecords, intent, removal, secondAttempt, undoIntent } from './record.ts';

const success = { state: 'SUCCEEDED', sideEffects: 'NONE', changed: true } as const;

describe('of what has ended', () => {
  let pairKey = '';
  let count = 0;
  const table = createMemoryTable();
  const create = createRecords(table.store);
  beforeEach(() => {
    count += 1;
    pairKey = `pair-${count}`;
  });

  /** An association of the test's pair that has ended so, and what is known after it. */
  async function ended(more: Partial<Association>): Promise<{ record: Association; pair: PairItem }> {
    const record = await create({ pairKey, sideEffects: 'NONE', ...more });
    return { record, pair: await noteEnding(table.store, record) };
  }
  const settledBy = async (more: Partial<Association>) => (await ended(more)).pair.settled;

  test('the last that brought something about is known, whatever was without effect or is told late', async () => {
    const first = await ended({ ...success, settledAt: 5 });
    const { settled } = first.pair;
    expect(settled).toEqual({ id: first.record.id, at: 5, maker: first.record.id });
    expect(await settledBy({ state: 'FAILED', settledAt: 6 })).toEqual(settled);
    expect(await settledBy({ state: 'ROLLED_BACK', sideEffects: 'REVERTED', settledAt: 7 })).toEqual(settled);
    expect(await settledBy({ ...success, settledAt: 4 })).toEqual(settled);
    const last = await ended({ ...success, settledAt: 8 });
    expect(last.pair.settled).toMatchObject({ id: last.record.id, at: 8 });
  });

  test('what was so already remains the work of whoever made it', async () => {
    const { record: maker } = await ended({ ...success, settledAt: 5 });
    const { record, pair } = await ended({ ...success, changed: false, settledAt: 6 });
    expect(pair.settled).toEqual({ id: record.id, at: 6, maker: maker.id });
    pairKey = `${pairKey}-of-nobody`;
    expect(await settledBy({ ...success, changed: false, settledAt: 6 })).toMatchObject({ maker: null });
  });

  test('two of the same time count in the order they are noted, and one by its last attempt', async () => {
    const [a, b] = [await create({ ...success, pairKey, settledAt: 5 }), await create({ ...success, pairKey, settledAt: 5 })];
    expect((await noteEnding(table.store, a)).settled).toMatchObject({ id: a.id, at: 5 });
    expect((await noteEnding(table.store, b)).settled).toMatchObject({ id: b.id, at: 5 });
    const { version } = await noteEnding(table.store, { ...b, settledAt: 6 });
    expect(await noteEnding(table.store, { ...b, settledAt: 6 })).toMatchObject({ settled: { id: b.id, at: 6 }, version });
  });

  test.each([
    ['a call of its own', { intent: intent() }, true],
    ['a call of its last attempt', { ...secondAttempt, intent: intent({ run: 2 }) }, true],
    ['what it took back', { ...secondAttempt, intent: intent(), undoIntent: undoIntent() }, true],
    ['what it removed to make room', { ...secondAttempt, removed: removal({ run: 2 }) }, true],
    ['what an earlier attempt called, or removed', { ...secondAttempt, intent: intent(), removed: removal() }, false],
    ['what turned out to have nothing to take back', { ...secondAttempt, undoIntent: undoIntent() }, false],
    ['nothing that it sent', {}, false],
  ] as const)('it is unclear what is so after %s ', async (_, more, isUnclear) => {
    const { record: earlier } = await ended({ ...success, settledAt: 5 });
    const { record, pair } = await ended({ state: 'FAILED', sideEffects: 'UNKNOWN', settledAt: 6, ...more });
    expect(pair.settled).toEqual(
      isUnclear ? { id: record.id, at: 6, maker: null, isUnclear: true } : { id: earlier.id, at: 5, maker: earlier.id },
    );
  });

  test.each([
    ['of the pair', null],
    ['of all that end one another', 'dx#dxcon-1'],
  ])('it is known when it may have been changed last, %s, however that ended', async (_, rivalKey) => {
    const changedAt = async (lastCallAt: number | null, more: Partial<Association> = {}) => {
      await ended({ rivalKey, state: 'ROLLED_BACK', sideEffects: 'REVERTED', lastCallAt, ...more });
      return (await table.store.pair(rivalKey ?? pairKey)).changedAt;
    };
    expect(await changedAt(null)).toBeNull();
    expect(await changedAt(7)).toBe(7);
    // Whoever repeats this may come late.
    expect(await changedAt(6)).toBe(7);
    expect(await changedAt(null, { ...success, settledAt: 9 })).toBe(7);
    expect(await changedAt(8, { ...success, settledAt: 10 })).toBe(8);
  });

  test.each([null, 'dx#dxcon-2'])('a success ought to be so until another ends there or begins (rivals: %s)', async (rivalKey) => {
    const { record } = await ended({ ...success, settledAt: 5, rivalKey, scopes: [pairKey, `${pairKey}-too`] });
    const standing = () => standingOf(table.store, record);
    const lock = (owner: string | null) => table.store.changeLock(record.scopes[0] ?? '', () => ({ owner }));
    expect(await standing()).toBe('CURRENT');
    await table.store.changePair(pairKey, () => ({ holder: 'assoc_other' }));
    expect(await standing()).toBe('CHANGING');
    await table.store.changePair(pairKey, () => ({ holder: null }));
    await lock('assoc_other');
    expect(await standing()).toBe('CHANGING');
    await lock(null);
    expect(await standing()).toBe('CURRENT');
    await ended({ ...success, settledAt: 6, rivalKey });
    expect(await standing()).toBe('SUPERSEDED');
  });

  test('what nobody noted does not count', async () => {
    expect(await standingOf(table.store, await create({ pairKey, ...success, settledAt: 5 }))).toBe('SUPERSEDED');
  });
});
