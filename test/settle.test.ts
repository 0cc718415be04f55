import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Association, type Ending, settledKeyOf } from '../src/association.ts';
import { createLocks } from '../src/locks.ts';
import { createPairs } from '../src/pairs.ts';
import { createSettling, type Settling } from '../src/settle.ts';
import type { Store } from '../src/store.ts';
import { rememberingStart } from './asking.ts';
import { dyingStore } from './dying-store.ts';
import { createMemoryTable, type MemoryTable } from './memory-table.ts';
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
  let table: MemoryTable;
  let sink: Sink;
  let create: ReturnType<typeof createRecords>;
  let runs: ReturnType<typeof rememberingStart>;
  let settling: Settling;
  beforeAll(async () => {
    table = createMemoryTable();
    sink = await createSink();
    create = createRecords(table.store);
  });
  afterAll(async () => {
    await sink.close();
    await table.close();
  });
  const settlingOn = (store: Store) => createSettling(store, sink.notices, createLocks(store), createPairs(store, runs.start));
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

  test('given up while what an earlier attempt left is taken back, it ends as that did', async () => {
    const cancel = { at: now, actor: { type: 'IAM', id: 'ana' }, reason: 'Cancelled', message: 'ana cancelled it' } as const;
    const because = { reason: 'CREATE_FAILED', message: null, words: null };
    const undoIntent = { run: 2, since: now, tries: 3, triedAt: now, because };
    const attempt = { number: 2, by: cancel.actor, firstRun: 2, at: now };
    const record = await working({ state: 'ROLLING_BACK', run: 2, attempt, cancel, undoIntent });
    expect(await settle(record, { ...failed, sideEffects: 'LEFT_BEHIND' })).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND' });
    const before = await working({ run: 2, attempt, cancel });
    expect(await settle(before)).toMatchObject({ state: 'CANCELLED', endReason: 'Cancelled' });
  });

  test('what is not there settles to nothing', async () => {
    expect(await settling.settle({ id: 'assoc_none', run: 1, now, ending: failed })).toBeUndefined();
  });

  test.each(['ENTRY', 'CALL'] as const)('an event that the bus does not take (%s) is thrown, and sent by the repeat', async (how) => {
    const record = await working();
    sink.refuse('event', how);
    await expect(settle(record)).rejects.toThrow(how === 'ENTRY' ? 'The bus refused the event: ThrottlingException' : 'not now');
    expect(await recordOf(record)).toMatchObject({ state: 'FAILED', outbox: { event: true, alert: true, hold: true } });
    expect(alertsOf(record)).toEqual([]);
    await settle(record);
    expect([eventsOf(record).length, alertsOf(record).length]).toEqual([1, 1]);
    expect((await recordOf(record)).outbox).toBeNull();
  });

  test('an alert that is not taken is sent by the repeat, and the event is not sent again', async () => {
    const record = await working();
    sink.refuse('alert', 'CALL');
    await expect(settle(record)).rejects.toThrow('not now');
    expect(await recordOf(record)).toMatchObject({ outbox: { event: false, alert: true, hold: true } });
    expect(await holds(record)).toEqual({ pair: record.id, lock: record.id });
    await settling.finish(await recordOf(record));
    expect([eventsOf(record).length, alertsOf(record).length]).toEqual([1, 1]);
    expect(await holds(record)).toEqual({ pair: null, lock: null });
  });

  test('what keeps the locks from being freed does not send the event again and again', async () => {
    const record = await working();
    const stuck: Store = { ...table.store, changeLock: () => Promise.reject(new Error('no lock now')) };
    const ending = { ...failed, state: 'SUCCEEDED' as const, changed: false, reason: null };
    await expect(settlingOn(stuck).settle({ id: record.id, run: 1, now, ending })).rejects.toThrow('no lock now');
    await expect(settlingOn(stuck).finish(await recordOf(record))).rejects.toThrow('no lock now');
    await settling.finish(await recordOf(record));
    expect([eventsOf(record).length, (await recordOf(record)).outbox]).toEqual([1, null]);
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

  describe('what it took', () => {
    const usualOf = async (kind: string) => (await table.store.changeUsual({ kind, desired: 'ASSOCIATED' }, () => undefined)).successes;

    test('is remembered of a success with a call, from the call on, once', async () => {
      const record = await working({ kind: 'kind-a' });
      await settle(record, succeeded);
      await settlingOn(table.store).finish({ ...(await recordOf(record)), outbox: { event: false, alert: false, hold: true } });
      expect(await usualOf('kind-a')).toEqual([{ id: record.id, seconds: 90 }]);
    });

    test.each([
      ['without a call', { intent: null }, succeeded],
      [
        'by what an earlier attempt had sent',
        { run: 2, attempt: { number: 2, by: { type: 'IAM', id: 'x' }, firstRun: 2, at: midnight } },
        succeeded,
      ],
      ['that changed nothing', {}, { ...succeeded, changed: false }],
      ['that was no success', {}, failed],
    ] as [string, Partial<Association>, Ending][])('says nothing when it ended %s', async (name, more, ending) => {
      await settle(await working({ kind: `kind ${name}`, ...more }), ending);
      expect(await usualOf(`kind ${name}`)).toEqual([]);
    });

    test('is forgotten after twenty-one more', async () => {
      const past = Array.from({ length: 21 }, (_, index) => ({ id: `past-${index}`, seconds: index }));
      await table.store.changeUsual({ kind: 'kind-b', desired: 'ASSOCIATED' }, () => ({ successes: past }));
      const record = await working({ kind: 'kind-b' });
      await settle(record, succeeded);
      expect(await usualOf('kind-b')).toEqual([...past.slice(1), { id: record.id, seconds: 90 }]);
    });
  });
});
