import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Association, Ending } from '../src/association.ts';
import { createLocks } from '../src/locks.ts';
import type { Notices } from '../src/notices.ts';
import { createPairs } from '../src/pairs.ts';
import { createSettling, type Settling } from '../src/settle.ts';
import { settledKeyOf } from '../src/settled.ts';
import type { Store } from '../src/store.ts';
import { rememberingStart } from './asking.ts';
import { dyingStore } from './dying-store.ts';
import { createMemoryTable } from './memory-table.ts';
import { createRecords, intent, midnight, words } from './record.ts';
import { createSink, type Sink } from './sink.ts';

const failed: Ending = {
  state: 'FAILED',
  sideEffects: 'NONE',
  changed: false,
  reason: 'ConflictException',
  message: 'It is busy.',
  words: words({ error: 'ConflictException' }),
};
const succeeded: Ending = { state: 'SUCCEEDED', sideEffects: 'NONE', changed: true, reason: null, message: null, words: words() };
const now = midnight + 90_000;

describe('settling', () => {
  const table = createMemoryTable();
  const create = createRecords(table.store);
  let sink: Sink;
  let runs: ReturnType<typeof rememberingStart>;
  let settling: Settling;
  /** Whether the batches of items are going to tell of them. */
  let telling = false;
  beforeAll(async () => {
    sink = await createSink();
  });
  afterAll(() => sink.close());
  const settlingOn = (store: Store, notices: Partial<Notices> = {}) =>
    createSettling(store, { ...sink.notices, ...notices }, createLocks(store), createPairs(store, runs.start), async () => telling);
  beforeEach(() => {
    runs = rememberingStart();
    settling = settlingOn(table.store);
  });

  /** An association in the middle of its work: it has its pair and its locks. */
  async function working(more: Partial<Association> = {}): Promise<Association> {
    const record = await create({ state: 'RUNNING', intent: intent(), ...more });
    await createPairs(table.store, runs.start).claimPair(record, 'REFUSE');
    await createLocks(table.store).acquire({ id: record.id, now: 0 }, record.scopes);
    return record;
  }
  const settle = ({ id, run }: Association, ending: Ending = failed) => settling.settle({ id, run, now, ending });
  const eventsOf = ({ id }: Association) => sink.events().filter(({ detail }) => detail.id === id);
  const alertsOf = ({ id }: Association) => sink.alerts().filter(({ message }) => message.id === id);
  const recordOf = async ({ id }: Association) => (await table.store.record(id)) as Association;
  const holds = async ({ pairKey, scopes }: Association) => ({
    pair: (await table.store.pair(pairKey)).holder,
    lock: (await table.store.lock(scopes[0] ?? '')).owner,
  });

  test('writes the ending, tells of it once, and gives up what was held', async () => {
    const record = await working();
    expect(await settle(record)).toMatchObject({ state: 'FAILED', endReason: 'ConflictException' });
    expect(await recordOf(record)).toMatchObject({
      state: 'FAILED',
      sideEffects: 'NONE',
      changed: false,
      endMessage: 'It is busy.',
      settledAt: now,
      step: null,
      outbox: null,
    });
    expect((await recordOf(record)).history.at(-1)).toMatchObject({ sequence: 2, action: 'Settled', from: 'RUNNING', to: 'FAILED' });
    expect(eventsOf(record)).toEqual([expect.objectContaining({ detail: expect.objectContaining({ state: 'FAILED', sequence: 2 }) })]);
    expect(alertsOf(record)).toHaveLength(1);
    expect(await holds(record)).toEqual({ pair: null, lock: null });
  });

  test('a success is an event and no alert', async () => {
    const record = await working();
    await settle(record, succeeded);
    expect([eventsOf(record).length, alertsOf(record).length]).toEqual([1, 0]);
  });

  test('an item of a batch is told by the batch, as long as that is going to, and unless somebody must look at AWS', async () => {
    const alertsOfItem = async (isTelling: boolean, ending = failed) => {
      telling = isTelling;
      const record = await working({ batch: { id: 'batch_a', index: 0 } });
      expect(await settle(record, ending)).toMatchObject({ state: 'FAILED', endReason: ending.reason });
      expect(eventsOf(record)).toHaveLength(1);
      return alertsOf(record).length;
    };
    expect([await alertsOfItem(true), await alertsOfItem(false)]).toEqual([0, 1]);
    for (const sideEffects of ['LEFT_BEHIND', 'UNKNOWN'] as const) expect(await alertsOfItem(true, { ...failed, sideEffects })).toBe(1);
  });

  test('a second time changes nothing, sends nothing, and gives the ending that counts', async () => {
    const record = await working();
    await settle(record);
    expect(await settle(record, succeeded)).toMatchObject({ state: 'FAILED' });
    expect([eventsOf(record).length, alertsOf(record).length]).toEqual([1, 1]);
  });

  test('a run that another has followed settles nothing', async () => {
    const record = await working({ run: 2 });
    expect(await settling.settle({ id: record.id, run: 1, now, ending: failed })).toMatchObject({ state: 'RUNNING' });
    expect(eventsOf(record)).toEqual([]);
    expect(await holds(record)).toEqual({ pair: record.id, lock: record.id });
  });

  test('what is not there settles to nothing', async () => {
    expect(await settling.settle({ id: 'assoc_none', run: 1, now, ending: failed })).toBeUndefined();
  });

  test.each(['ENTRY', 'CALL'] as const)('an event that the bus does not take (%s) is thrown, and sent by the repeat', async (how) => {
    const record = await working();
    sink.refuse('event', how);
    await expect(settle(record)).rejects.toThrow(how === 'ENTRY' ? 'The bus refused the event: ThrottlingException' : 'not now');
    expect(await recordOf(record)).toMatchObject({ state: 'FAILED', outbox: { event: true, alert: true } });
    expect(alertsOf(record)).toEqual([]);
    await settle(record);
    expect([eventsOf(record).length, alertsOf(record).length]).toEqual([1, 1]);
    expect((await recordOf(record)).outbox).toBeNull();
  });

  test('an alert that is not taken is sent by the repeat, and the event is not sent again', async () => {
    const record = await working();
    sink.refuse('alert', 'CALL');
    await expect(settle(record)).rejects.toThrow('not now');
    expect(await recordOf(record)).toMatchObject({ outbox: { event: false, alert: true } });
    expect(await holds(record)).toEqual({ pair: record.id, lock: record.id });
    await settling.finish(await recordOf(record));
    expect([eventsOf(record).length, alertsOf(record).length]).toEqual([1, 1]);
    expect(await holds(record)).toEqual({ pair: null, lock: null });
  });

  test.each([
    ['success', succeeded, 0],
    ['failure', failed, 1],
  ] as const)('what keeps the locks from being freed does not tell of a %s again and again', async (_, ending, alerts) => {
    const record = await working();
    const stuck: Store = { ...table.store, changeLock: () => Promise.reject(new Error('no lock now')) };
    await expect(settlingOn(stuck).settle({ id: record.id, run: 1, now, ending })).rejects.toThrow('no lock now');
    expect((await recordOf(record)).outbox).toEqual({ event: false, alert: false });
    await expect(settlingOn(stuck).finish(await recordOf(record))).rejects.toThrow('no lock now');
    await settling.finish(await recordOf(record));
    expect([eventsOf(record).length, alertsOf(record).length, (await recordOf(record)).outbox]).toEqual([1, alerts, null]);
  });

  test('what it left is known to whoever comes after before its locks are free, and whenever they were taken', async () => {
    for (const rivalKey of [null, 'rival-of-the-same-connection']) {
      const record = await working({ rivalKey });
      const known = () => table.store.pair(settledKeyOf(record));
      const stuck: Store = { ...table.store, changeLock: () => Promise.reject(new Error('no lock now')) };
      const left = { ...failed, sideEffects: 'LEFT_BEHIND' as const };
      // A clock may be behind the one by which the lock was taken.
      await createLocks(table.store).acquire({ id: record.id, now: now + 5_000 }, record.scopes);
      await expect(settlingOn(stuck).settle({ id: record.id, run: 1, now, ending: left })).rejects.toThrow('no lock now');
      expect((await known()).settled).toEqual({ id: record.id, at: now, maker: null, isUnclear: true });
      await settling.finish(await recordOf(record));
      expect(await holds(record)).toEqual({ pair: null, lock: null });
    }
  });

  test('that is slow gives nothing up that another attempt has taken since', async () => {
    const record = await working();
    const pairs = createPairs(table.store, runs.start);
    /** What happens while the first Settle stands still: its repeat comes through, and somebody retries. */
    const meanwhile = async () => {
      await settling.finish(await recordOf(record));
      const attempt = { number: 2, by: { type: 'IAM', id: 'x' }, firstRun: 2, at: now } as const;
      const next = await table.store.changeRecord(record.id, () => ({ state: 'PENDING', run: 2, attempt, settledAt: null }));
      await pairs.claimPair(next, 'NEXT');
      await createLocks(table.store).acquire({ id: record.id, now: now + 5_000 }, record.scopes);
    };
    const slow: Store = {
      ...table.store,
      async belongings(association) {
        const known = await table.store.belongings(association);
        await meanwhile();
        return known;
      },
    };
    await settlingOn(slow).settle({ id: record.id, run: 1, now, ending: failed });
    expect(await holds(record)).toEqual({ pair: record.id, lock: record.id });
  });

  test('that is slow leaves what another attempt has to tell', async () => {
    const record = await working();
    const second = { number: 2, by: { type: 'IAM', id: 'x' }, firstRun: 2, at: now } as const;
    const retried = { run: 2, attempt: second, outbox: { event: true, alert: false } } as const;
    // While the bus is slow its repeat comes through, somebody retries, and that attempt has ended too.
    const emit = async () => void (await table.store.changeRecord(record.id, () => retried));
    await settlingOn(table.store, { emit }).settle({ id: record.id, run: 1, now, ending: failed });
    expect(await recordOf(record)).toMatchObject(retried);
    expect(await holds(record)).toEqual({ pair: record.id, lock: record.id });
    // Nor does a run that is over tell it.
    await settle(record, succeeded);
    expect((await recordOf(record)).outbox).toEqual(retried.outbox);
  });

  test('that is slow has nothing to tell any more once its repeat has told all', async () => {
    const record = await working();
    let told = 0;
    const alert = async () => {
      await settling.finish(await recordOf(record));
      told = (await recordOf(record)).version;
    };
    await settlingOn(table.store, { alert }).settle({ id: record.id, run: 1, now, ending: failed });
    await settling.finish(await recordOf(record));
    expect(await recordOf(record)).toMatchObject({ outbox: null, version: told });
  });

  test('finishing what has nothing left to send sends nothing', async () => {
    const record = await working();
    await settle(record);
    await settling.finish(await recordOf(record));
    expect([eventsOf(record).length, alertsOf(record).length]).toEqual([1, 1]);
  });

  test('wherever it is killed, the repeat tells, frees and starts who is next', async () => {
    let [killed, dieAt] = [true, 0];
    for (; killed; dieAt += 1) {
      const record = await working();
      const next = await create({ pairKey: record.pairKey });
      await createPairs(table.store, runs.start).claimPair(next, 'NEXT');
      const first = settlingOn(dyingStore(table.store, dieAt)).settle({ id: record.id, run: 1, now, ending: failed });
      killed = await first.then(
        () => false,
        ({ message }: Error) => message === 'killed',
      );
      expect(await settle(record)).toMatchObject({ state: 'FAILED' });
      expect((await recordOf(record)).outbox).toBeNull();
      expect(eventsOf(record).length).toBeGreaterThanOrEqual(1);
      expect(alertsOf(record).length).toBeGreaterThanOrEqual(1);
      for (const { detail } of eventsOf(record)) expect(detail).toMatchObject({ sequence: 2 });
      expect(await holds(record)).toEqual({ pair: next.id, lock: null });
      expect(runs.started).toContain(`${next.id}-1`);
    }
    expect(dieAt).toBeGreaterThan(8);
  }, 30_000);

  test('what it took counts for what is usual, once', async () => {
    const record = await working({ kind: 'a-kind' });
    const key = { kind: 'a-kind', desired: 'ASSOCIATED' } as const;
    await settle(record, succeeded);
    await settling.finish({ ...(await recordOf(record)), outbox: { event: false, alert: false } });
    const { successes } = await table.store.changeUsual(key, () => undefined);
    expect(successes).toEqual([{ id: record.id, seconds: 90 }]);
  });
});
