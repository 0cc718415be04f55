import { describe, expect, test } from '@jest/globals';
import type { Association } from '../src/association.ts';
import { createTurn } from '../src/turn.ts';
import { createMemoryTable } from './memory-table.ts';
import { cancel, createRecords, intent, midnight, secondAttempt, undoIntent } from './record.ts';

describe('the turn of a run', () => {
  const table = createMemoryTable();
  const create = createRecords(table.store);
  const turn = createTurn(table.store);

  const now = midnight + 60_000;
  const input = ({ id, run }: Pick<Association, 'id' | 'run'>, at = now) => ({ id, run, now: at });

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
    ['OBSERVE_UNDO', { intent: intent(), undoIntent: undoIntent({ tries: 1 }) }],
  ])('with a call under way is to look first: %s, even when cancelled and past its deadline', async (outcome, more) => {
    const record = await create({ state: 'RUNNING', cancel, deadlineAt: midnight, ...more });
    expect(await turn.lock(input(record))).toEqual({ outcome, waitSeconds: 1, ending: null });
    expect(await table.store.record(record.id)).toEqual(expect.objectContaining({ state: 'RUNNING', version: record.version }));
  });

  test('of a cancelled request is to end it, also past its deadline', async () => {
    const record = await create({ cancel, deadlineAt: midnight });
    expect(await turn.lock(input(record))).toMatchObject({
      outcome: 'SETTLE',
      ending: { state: 'CANCELLED', sideEffects: 'NONE', changed: false, reason: 'Cancelled', message: cancel.message },
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
    const unseen = await create({ deadlineAt: now });
    expect((await turn.lock(input(unseen))).ending?.message).toBe('The deadline passed before it could begin.');
  });

  test('of what says that it is of a time to come is to end it; clocks may differ by a quarter of an hour', async () => {
    const by = { type: 'IAM', id: 'ann' } as const;
    const ofTime = (at: number) => create({ attempt: { number: 1, by, firstRun: 1, at }, deadlineAt: at + 3_600_000 });
    expect(await turn.lock(input(await ofTime(now + 900_000)))).toMatchObject({ outcome: 'PLAN' });
    expect(await turn.lock(input(await ofTime(now + 900_001)))).toMatchObject({
      outcome: 'SETTLE',
      ending: {
        state: 'FAILED',
        sideEffects: 'NONE',
        changed: false,
        reason: 'TimeInFuture',
        message: 'It says that it is of 2026-11-02T00:16:00.001Z, which is yet to come: its deadline would be too.',
      },
    });
  });

  test('whose call has gone out since it was read is to look at that first', async () => {
    for (const more of [{ cancel }, {}]) {
      const record = await create({ state: 'RUNNING', ...more });
      const overtaken = createTurn({
        ...table.store,
        async record(id) {
          const read = await table.store.record(id);
          await table.store.changeRecord(id, () => ({ intent: intent(), mayCall: true }));
          return read;
        },
      });
      expect(await overtaken.lock(input(record))).toEqual({ outcome: 'OBSERVE', waitSeconds: 1, ending: null });
      expect(await table.store.record(record.id)).toMatchObject({ mayCall: true });
    }
  });

  test('lets no call go out any more that an earlier plan allowed', async () => {
    for (const more of [{ cancel }, {}]) {
      const record = await create({ state: 'RUNNING', mayCall: true, ...more });
      await turn.lock(input(record));
      expect(await table.store.record(record.id)).toMatchObject({ mayCall: false });
    }
  });

  describe('of another attempt', () => {
    const retried = (more: Partial<Association> = {}) => create({ ...secondAttempt, intent: intent(), ...more });
    const owner = async ({ scopes }: Association) => (await table.store.lock(scopes[0] ?? '')).owner;

    test('takes its locks, begins, and looks first at what an earlier one left', async () => {
      const record = await retried();
      for (const at of [now, now + 1])
        expect(await turn.lock(input(record, at))).toEqual({ outcome: 'OBSERVE', waitSeconds: 1, ending: null });
      expect(await owner(record)).toBe(record.id);
      const { state, history } = (await table.store.record(record.id)) as Association;
      expect([state, history.map(({ action }) => action)]).toEqual(['RUNNING', ['Requested', 'Started']]);
    });

    test('sends the undo that was never sent, and looks at one that was, also when it was given up meanwhile', async () => {
      for (const [tries, outcome] of [
        [0, 'UNDO'],
        [1, 'OBSERVE_UNDO'],
      ] as const) {
        const record = await retried({ state: 'ROLLING_BACK', cancel, undoIntent: undoIntent({ tries }) });
        expect(await turn.lock(input(record))).toEqual({ outcome, waitSeconds: 1, ending: null });
        expect(await owner(record)).toBe(record.id);
      }
    });

    test('is given up before it looks when it was cancelled', async () => {
      expect((await turn.lock(input(await retried({ cancel })))).ending).toMatchObject({ state: 'CANCELLED' });
    });
  });

  test('keeps its locks while a call is under way', async () => {
    const record = await create({ state: 'RUNNING' });
    await turn.lock(input(record));
    await table.store.changeRecord(record.id, () => ({ intent: intent() }));
    expect(await turn.unlock(input(record))).toMatchObject({ outcome: 'UNLOCKED' });
    expect((await table.store.lock(record.scopes[0] ?? '')).owner).toBe(record.id);
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
    const third = await create({ deadlineAt: now + 3_000 });
    await table.store.changePair(third.pairKey, () => ({ changedAt: now }));
    expect((await turn.lock(input(third))).waitSeconds).toBe(3);
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
