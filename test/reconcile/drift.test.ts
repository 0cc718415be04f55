import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import { createPairs } from '../../src/pairs.ts';
import type { Preview } from '../../src/preview.ts';
import { rememberingStart } from '../asking.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { createRecords, intent, midnight, words } from '../record.ts';
import { changed, createStage, type Stage, unchanged } from './world.ts';

const quarter = 900_000;
const gone = changed({ before: { associated: false } });
const behind = changed({ before: { associated: true, version: 'v1', status: 'ACTIVE' }, targetVersion: 'v2' });

describe('drift', () => {
  let table: MemoryTable;
  let create: ReturnType<typeof createRecords>;
  let answer: Preview;
  let stage: ReturnType<typeof createStage>;
  let runs: ReturnType<typeof rememberingStart>;
  beforeEach(() => {
    table = createMemoryTable();
    create = createRecords(table.store);
    answer = unchanged;
    runs = rememberingStart();
    stage = createStage(table, stageOf());
  });

  const stageOf = (more: Partial<Stage> = {}): Stage => ({
    start: runs.start,
    resume: async () => undefined,
    settling: { finish: async () => undefined },
    statusOf: () => 'RUNNING',
    answer: async () => answer,
    ...more,
  });
  /** An association that has brought its pair about. */
  async function settled(more: Partial<Association> = {}): Promise<Association> {
    const ended = { state: 'SUCCEEDED', sideEffects: 'NONE', changed: true, settledAt: midnight } as const;
    const record = await create({ ...ended, ...more });
    await createPairs(table.store, runs.start).releasePair(record);
    return record;
  }
  const recordOf = async ({ id }: Association) => (await table.store.record(id)) as Association;
  const at = (quarters: number) => midnight + quarters * quarter;

  test('is on the record when it is seen, told once when it is still there an hour later, and counted until it is over', async () => {
    const record = await settled();
    await stage.reconcile(at(1));
    expect(await recordOf(record)).toMatchObject({ inSync: true, drift: null });
    answer = behind;
    const observed = 'The domain has v1 (ACTIVE), and the package is at v2.';
    for (const quarters of [2, 3, 4, 5]) {
      await stage.reconcile(at(quarters));
      expect(await recordOf(record)).toMatchObject({
        inSync: false,
        drift: { type: 'VersionBehind', observed, since: at(2), seenAt: at(quarters) },
        history: [{ action: 'Requested' }],
      });
    }
    expect([stage.gauges.Drifted, stage.told.events.length, stage.told.alerts.length]).toEqual([0, 0, 0]);
    await stage.reconcile(at(6));
    expect(await recordOf(record)).toMatchObject({ state: 'SUCCEEDED', inSync: false, drift: { since: at(2), seenAt: at(6), told: true } });
    expect((await recordOf(record)).history.at(-1)).toMatchObject({ action: 'Drift detected', comment: `VersionBehind: ${observed}` });
    await stage.reconcile(at(7));
    expect((await recordOf(record)).drift).toMatchObject({ since: at(2), seenAt: at(7) });
    expect([stage.gauges.Drifted, stage.told.events.length, stage.told.alerts.length]).toEqual([1, 1, 1]);
    answer = unchanged;
    await stage.reconcile(at(8));
    expect(await recordOf(record)).toMatchObject({ inSync: true, drift: null });
    expect((await recordOf(record)).history.map(({ action }) => action)).toEqual(['Requested', 'Drift detected', 'Drift over']);
    expect(stage.gauges.Drifted).toBe(0);
    expect(runs.started).toEqual([]);
  });

  test('that is over within the hour was none: a batch came to that domain meanwhile', async () => {
    const [record, other] = [await settled(), await settled()];
    answer = behind;
    await stage.reconcile(at(1));
    const again = await settled({ pairKey: record.pairKey, settledAt: at(2) });
    answer = unchanged;
    await stage.reconcile(at(5));
    expect(await recordOf(record)).toMatchObject({ inSync: null, drift: null, history: [{ action: 'Requested' }] });
    expect(await recordOf(other)).toMatchObject({ inSync: true, drift: null, history: [{ action: 'Requested' }] });
    expect(await recordOf(again)).toMatchObject({ inSync: true });
    expect([stage.told.events, stage.told.alerts]).toEqual([[], []]);
  });

  test('of another type begins anew, and is told', async () => {
    const record = await settled();
    answer = behind;
    for (const quarters of [1, 5]) await stage.reconcile(at(quarters));
    answer = gone;
    await stage.reconcile(at(6));
    expect((await recordOf(record)).drift).toMatchObject({ type: 'Missing', since: at(6) });
    await stage.reconcile(at(10));
    expect(stage.told.events.map(({ drift, history }) => [drift?.type, history.length])).toEqual([
      ['VersionBehind', 2],
      ['Missing', 3],
    ]);
  });

  test.each<[string, Preview]>([
    ['AWS cannot be read', { unread: words({ error: 'ThrottlingException' }) }],
    [
      'it has to wait',
      changed({ ...('plan' in gone && gone.plan), checks: [{ name: 'c', result: 'WAIT', reason: 'Busy', message: 'Busy.' }] }),
    ],
    ['its kind cannot tell', changed({ before: { associated: true, version: 'v1', status: 'ACTIVE' }, targetVersion: null })],
  ])('is not seen in a plan when %s', async (_, plan) => {
    const record = await settled();
    answer = plan;
    await stage.reconcile(at(1));
    expect(stage.asked).toHaveLength(1);
    expect(await recordOf(record)).toMatchObject({ inSync: null, drift: null, version: 1 });
  });

  test('is not looked for where nothing ought to be, and where something else ought to', async () => {
    await settled({ desired: 'DISSOCIATED' });
    await create({ state: 'SUCCEEDED' });
    await create({ state: 'FAILED', sideEffects: 'LEFT_BEHIND' });
    await stage.reconcile(at(1));
    expect(stage.asked).toEqual([]);
  });

  test('is not looked for while Liaison is at work there, nor noted when it begins meanwhile', async () => {
    const [locked, paired] = [await settled(), await settled()];
    answer = gone;
    const [scope = ''] = locked.scopes;
    await table.store.changeLock(scope, () => ({ owner: 'assoc_other' }));
    await createPairs(table.store, runs.start).claimPair(await create({ pairKey: paired.pairKey }), 'NEXT');
    await stage.reconcile(at(1));
    expect(stage.asked).toEqual([]);
    await table.store.changeLock(scope, () => ({ owner: null }));
    const meanwhile = createStage(
      table,
      stageOf({
        async answer() {
          await table.store.changeLock(scope, () => ({ owner: 'assoc_other' }));
          return gone;
        },
      }),
    );
    await meanwhile.reconcile(at(2));
    expect(meanwhile.asked).toHaveLength(1);
    expect((await recordOf(locked)).drift).toBeNull();
  });

  test('is over when a later association speaks for the pair', async () => {
    const record = await settled();
    answer = gone;
    for (const quarters of [1, 5]) await stage.reconcile(at(quarters));
    const again = await settled({ pairKey: record.pairKey, pair: { packageId: 'F1', domainName: 'again' }, settledAt: at(5) });
    answer = unchanged;
    await stage.reconcile(at(6));
    expect(await recordOf(record)).toMatchObject({ inSync: null, drift: null });
    expect((await recordOf(record)).history.at(-1)).toMatchObject({ action: 'Drift over' });
    expect(await recordOf(again)).toMatchObject({ inSync: true });
  });

  test('is nobody’s any more once it is not known what another association left', async () => {
    const record = await settled();
    const other = await create({
      pairKey: record.pairKey,
      state: 'FAILED',
      sideEffects: 'LEFT_BEHIND',
      settledAt: at(1),
      intent: intent(),
    });
    await createPairs(table.store, runs.start).releasePair(other);
    answer = gone;
    await stage.reconcile(at(2));
    expect(stage.asked).toEqual([]);
  });

  test('is no drift when Liaison moved the connection on itself', async () => {
    const move = (parentConnectionId: string, settledAt: number) =>
      settled({
        kind: 'dx-hosted-connection',
        pair: { connectionId: 'dxcon-1', parentConnectionId },
        pairKey: `dx-hosted-connection#dxcon-1/${parentConnectionId}`,
        rivalKey: 'dx-hosted-connection#dxcon-1',
        settledAt,
      });
    const first = await move('dxlag-a', midnight);
    const second = await move('dxlag-b', midnight + 1);
    answer = changed({ before: { parentConnectionId: 'dxlag-c', connectionState: 'available' } });
    await stage.reconcile(at(1));
    expect(await recordOf(first)).toMatchObject({ inSync: null, drift: null });
    expect((await recordOf(second)).drift).toMatchObject({ type: 'MovedElsewhere', observed: 'The connection is under dxlag-c.' });
  });

  test('that could not be told is told the next time', async () => {
    const record = await settled();
    const drift = { type: 'Missing', observed: 'gone', since: at(-3), seenAt: at(1), told: false } as const;
    await table.store.changeRecord(record.id, () => ({ inSync: false, drift, updatedAt: at(1) }));
    expect(await table.store.unfinished({ list: 'ASSOCIATION', limit: 9, after: null })).toEqual([record.id]);
    answer = { unread: words() };
    await stage.reconcile(at(2));
    expect(stage.told.events.map(({ id }) => id)).toEqual([record.id]);
    expect((await recordOf(record)).drift).toMatchObject({ told: true });
    expect(await table.store.unfinished({ list: 'DRIFT', limit: 9, after: null })).toEqual([record.id]);
  });

  test('is looked for in a few at a time, and in all of them in the end', async () => {
    for (let count = 0; count < 60; count += 1) await settled();
    const counts: number[] = [];
    for (let times = 1; times <= 3; times += 1) {
      await stage.reconcile(at(times));
      counts.push(stage.asked.length);
    }
    expect(counts).toEqual([25, 50, 60]);
    expect(new Set(stage.asked).size).toBe(1);
    const records = await table.store.records({ limit: 100 });
    expect(records.filter(({ inSync }) => inSync)).toHaveLength(60);
  });
});
