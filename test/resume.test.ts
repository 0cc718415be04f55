import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Association } from '../src/association.ts';
import { createLocks } from '../src/locks.ts';
import type { Notices } from '../src/notices.ts';
import { createPairs } from '../src/pairs.ts';
import { createResume, type EndedRun } from '../src/resume.ts';
import { createSettling } from '../src/settle.ts';
import type { Store } from '../src/store.ts';
import { rememberingStart } from './asking.ts';
import { createMemoryTable } from './memory-table.ts';
import { createRecords, intent, midnight } from './record.ts';

describe('going on for a run that died', () => {
  let runs: ReturnType<typeof rememberingStart>;
  let told: { events: string[]; alerts: string[] };
  let notices: Notices;
  const table = createMemoryTable();
  const create = createRecords(table.store);
  beforeEach(() => {
    runs = rememberingStart();
    told = { events: [], alerts: [] };
    notices = {
      emit: async ({ id }) => void told.events.push(id),
      request: async () => undefined,
      alert: async ({ id }) => void told.alerts.push(id),
    };
  });

  const resumeWith = (start = runs.start) => {
    const settling = createSettling(table.store, notices, createLocks(table.store), createPairs(table.store, start), async () => false);
    return createResume(table.store, start, settling);
  };
  /** Long enough after a call, when nothing else is said, for lists to show what it did. */
  const died = ({ id }: Pick<Association, 'id'>, run = 1, status = 'FAILED'): EndedRun => ({
    executionName: `${id}-${run}`,
    status,
    at: midnight + 120_000,
  });
  const recordOf = async ({ id }: Association) => (await table.store.record(id)) as Association;

  test('is the next run, and a line in the history that says how the last one ended', async () => {
    const record = await create({ state: 'RUNNING', intent: intent() });
    await resumeWith()(died(record, 1, 'TIMED_OUT'));
    expect(runs.started).toEqual([`${record.id}-2`]);
    const { run, state, history, intent: kept } = await recordOf(record);
    expect({ run, state, kept }).toEqual({ run: 2, state: 'RUNNING', kept: record.intent });
    expect(history.at(-1)).toMatchObject({
      sequence: 2,
      action: 'Resumed',
      comment: 'The run ended TIMED_OUT.',
      actor: { type: 'LIAISON', id: `${record.id}-1` },
      from: 'RUNNING',
      to: 'RUNNING',
    });
    expect(told).toEqual({ events: [], alerts: [] });
  });

  test('is also done for a run that says it succeeded but settled nothing, and for one that never began', async () => {
    const record = await create();
    await resumeWith()(died(record, 1, 'SUCCEEDED'));
    expect(runs.started).toEqual([`${record.id}-2`]);
  });

  test('happens once however often the event comes', async () => {
    const record = await create({ state: 'RUNNING' });
    const resume = resumeWith();
    await Promise.all([resume(died(record)), resume(died(record)), resume(died(record))]);
    expect(runs.started).toEqual([`${record.id}-2`]);
    expect((await recordOf(record)).history).toHaveLength(2);
  });

  test('an old event of a run long followed does nothing', async () => {
    const record = await create({ state: 'RUNNING', run: 3 });
    await resumeWith()(died(record, 1));
    expect(runs.started).toEqual([]);
    expect((await recordOf(record)).version).toBe(record.version);
  });

  test('that was cut off between writing the run and starting it is started by the repeat', async () => {
    const record = await create({ state: 'RUNNING' });
    const failing = resumeWith(async () => {
      throw new Error('killed');
    });
    await expect(failing(died(record))).rejects.toThrow('killed');
    await resumeWith()(died(record));
    expect(runs.started).toEqual([`${record.id}-2`]);
  });

  test('the third run that follows is the last: run 3 is followed, run 4 is not', async () => {
    const third = await create({ state: 'RUNNING', run: 3 });
    await resumeWith()(died(third, 3));
    expect(runs.started).toEqual([`${third.id}-4`]);
    await resumeWith()(died(third, 4));
    expect(runs.started).toEqual([`${third.id}-4`]);
    expect(await recordOf(third)).toMatchObject({ state: 'FAILED', endReason: 'RunDied', outbox: null });
    expect(told).toEqual({ events: [third.id], alerts: [third.id] });
  });

  test.each([
    ['a call may be out', intent(), 'UNKNOWN', /died 4 times \(last: ABORTED\) after AssociatePackage may have been sent/],
    ['no call was made', null, 'NONE', /died 4 times \(last: ABORTED\) before any call was made/],
  ] as const)('gives up honestly when %s', async (_, open, sideEffects, message) => {
    const record = await create({ state: 'RUNNING', run: 4, intent: open });
    await resumeWith()(died(record, 4, 'ABORTED'));
    expect(await recordOf(record)).toMatchObject({ state: 'FAILED', sideEffects, endMessage: expect.stringMatching(message) });
  });

  test('of an association that has ended sends what that has not sent, and starts nothing', async () => {
    const record = await create({ state: 'FAILED', outbox: { event: false, alert: true } });
    await resumeWith()(died(record));
    expect(told).toEqual({ events: [], alerts: [record.id] });
    expect(runs.started).toEqual([]);
    expect((await recordOf(record)).outbox).toBeNull();
  });

  test.each(['nightly-report', 'assoc_01JBMZ0000000000000000ZZZZ-1', ''])(
    'an execution that is not ours changes nothing: %j',
    async (name) => {
      await resumeWith()({ executionName: name, status: 'FAILED', at: midnight });
      expect(runs.started).toEqual([]);
    },
  );

  test('tells truly also of a call that went out in the moment before giving up', async () => {
    const { id } = await create({ state: 'RUNNING', run: 4 });
    const overtaken: Store = {
      ...table.store,
      async record(each) {
        const found = await table.store.record(each);
        await table.store.changeRecord(each, () => ({ intent: intent() }));
        return found;
      },
    };
    const settling = createSettling(
      table.store,
      notices,
      createLocks(table.store),
      createPairs(table.store, runs.start),
      async () => false,
    );
    await createResume(overtaken, runs.start, settling)(died({ id }, 4));
    expect(await table.store.record(id)).toMatchObject({ state: 'FAILED', sideEffects: 'UNKNOWN', endReason: 'RunDied' });
  });
});
