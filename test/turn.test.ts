import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Association } from '../src/association.ts';
import { createTurn } from '../src/turn.ts';
import { createMemoryTable, type MemoryTable } from './memory-table.ts';
import { createRecords, intent, midnight } from './record.ts';

describe('the turn of a run', () => {
  let table: MemoryTable;
  let create: ReturnType<typeof createRecords>;
  let turn: ReturnType<typeof createTurn>;
  beforeAll(() => {
    table = createMemoryTable();
    create = createRecords(table.store);
    turn = createTurn(table.store);
  });
  afterAll(() => table.close());

  const now = midnight + 60_000;
  const input = ({ id, run }: Pick<Association, 'id' | 'run'>, at = now) => ({ id, run, now: at });
  const undoIntent = { run: 1, since: midnight, tries: 1, triedAt: midnight, because: { reason: 'X', message: null, words: null } };
  const cancel = {
    at: 1,
    actor: { type: 'LIAISON', id: 'accept' },
    reason: 'Superseded',
    message: 'A later request took its place.',
  } as const;

  test('is over for a run that another has followed, for an ending, and for what is not there', async () => {
    const followed = await create({ run: 2 });
    const over = await create({ state: 'SUCCEEDED' });
    for (const each of [{ id: followed.id, run: 1 }, over, { id: 'assoc_none', run: 1 }]) {
      expect(await turn.lock(input(each))).toEqual({ outcome: 'DONE', waitSeconds: null, ending: null });
      expect(await turn.unlock(input(each))).toMatchObject({ outcome: 'DONE' });
    }
    expect((await table.store.lock(over.scopes[0] ?? '')).owner).toBeNull();
  });

  test.each([
    ['OBSERVE', { intent: intent() }],
    ['OBSERVE_UNDO', { intent: intent(), undoIntent }],
  ])('with a call under way is to look first: %s, even when cancelled and past its deadline', async (outcome, more) => {
    const record = await create({ state: 'RUNNING', cancel, deadlineAt: midnight, ...more });
    expect(await turn.lock(input(record))).toEqual({ outcome, waitSeconds: 1, ending: null });
    expect(await table.store.record(record.id)).toEqual(expect.objectContaining({ state: 'RUNNING', version: record.version }));
  });

  test('of a cancelled request is to end it, also past its deadline', async () => {
    const record = await create({ cancel, deadlineAt: midnight });
    expect(await turn.lock(input(record))).toMatchObject({
      outcome: 'SETTLE',
      ending: { state: 'CANCELLED', sideEffects: 'NONE', changed: false, reason: 'Superseded', message: cancel.message },
    });
  });

  test('at the deadline is to end it, and to say what it waited for', async () => {
    const step = { name: 'WaitForLock', since: midnight, observed: 'waits for assoc_other', looks: 3, nextLookAt: null };
    const record = await create({ step, deadlineAt: now });
    expect(await turn.lock(input(record))).toMatchObject({
      outcome: 'SETTLE',
      ending: {
        state: 'FAILED',
        sideEffects: 'NONE',
        reason: 'DeadlinePassed',
        message: expect.stringContaining('WaitForLock: waits for assoc_other'),
      },
    });
    expect(await turn.lock(input(record, now - 1))).toMatchObject({ outcome: 'PLAN' });
  });

  test('that has its locks begins, and a second time says so no more', async () => {
    const record = await create();
    expect(await turn.lock(input(record))).toEqual({ outcome: 'PLAN', waitSeconds: null, ending: null });
    expect(await turn.lock(input(record, now + 1))).toMatchObject({ outcome: 'PLAN' });
    const { state, history } = (await table.store.record(record.id)) as Association;
    expect(state).toBe('RUNNING');
    expect(history.slice(1)).toEqual([expect.objectContaining({ action: 'Started', from: 'PENDING', to: 'RUNNING', at: now, run: 1 })]);
  });

  test.each([
    ['none', [], 60],
    ['one', [10], 10],
    ['three, in any order', [900, 10, 30], 30],
    ['two: the longer', [10, 30], 30],
  ])('goes by the middle of past durations: %s', async (name, seconds, usual) => {
    const kind = `es-package-${name}`;
    await table.store.changeUsual({ kind, desired: 'ASSOCIATED' }, () => ({
      successes: seconds.map((each) => ({ id: String(each), seconds: each })),
    }));
    const record = await create({ kind });
    await turn.lock(input(record));
    expect((await table.store.record(record.id))?.usualSeconds).toBe(usual);
  });

  test('waits while another has what it needs, and shows for whom', async () => {
    const first = await create();
    const second = await create({ scopes: first.scopes });
    await turn.lock(input(first));
    const { outcome, waitSeconds } = await turn.lock(input(second));
    expect(outcome).toBe('BUSY');
    expect(waitSeconds).toBeGreaterThanOrEqual(1);
    expect(await table.store.record(second.id)).toMatchObject({
      state: 'PENDING',
      step: { name: 'WaitForLock', observed: `waits for ${first.id}`, looks: 1, nextLookAt: now + Number(waitSeconds) * 1_000 },
    });
  });

  test('waits no longer than until its deadline', async () => {
    const first = await create();
    const second = await create({ scopes: first.scopes, usualSeconds: 100_000, deadlineAt: now + 3_000 });
    await turn.lock(input(first));
    expect((await turn.lock(input(second))).waitSeconds).toBe(3);
  });

  test('comes once lists show what was changed before it, and shows what it waits for', async () => {
    for (const more of [{}, { rivalKey: 'dx#dxcon-1' }]) {
      const record = await create(more);
      const pairKey = more.rivalKey ?? record.pairKey;
      await table.store.changePair(pairKey, () => ({ changedAt: now - 20_500 }));
      expect(await turn.lock(input(record))).toEqual({ outcome: 'BUSY', waitSeconds: 100, ending: null });
      expect(await table.store.record(record.id)).toMatchObject({
        state: 'PENDING',
        step: { name: 'WaitForLock', observed: 'waits until lists show what was changed last', nextLookAt: now + 100_000 },
      });
      expect(await turn.lock(input(record, now + 99_499))).toMatchObject({ outcome: 'BUSY', waitSeconds: 1 });
      expect(await turn.lock(input(record, now + 99_500))).toMatchObject({ outcome: 'PLAN' });
    }
  });

  test('comes when the other frees its locks', async () => {
    const first = await create();
    const second = await create({ scopes: first.scopes });
    await turn.lock(input(first));
    await turn.lock(input(second));
    expect(await turn.unlock(input(first))).toEqual({ outcome: 'UNLOCKED', waitSeconds: null, ending: null });
    expect(await turn.lock(input(second))).toMatchObject({ outcome: 'PLAN' });
    expect(await turn.lock(input(first))).toMatchObject({ outcome: 'BUSY' });
  });
});
