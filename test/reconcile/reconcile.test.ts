import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { createAccept } from '../../src/accept.ts';
import type { Association } from '../../src/association.ts';
import { createLocks } from '../../src/locks.ts';
import type { Notices } from '../../src/notices.ts';
import { createPairs } from '../../src/pairs.ts';
import { budgets } from '../../src/reconcile/reconcile.ts';
import { createResume } from '../../src/resume.ts';
import { createRetry } from '../../src/retry.ts';
import { createSettling } from '../../src/settle.ts';
import type { Store } from '../../src/store.ts';
import { createTurn } from '../../src/turn.ts';
import { asked, rememberingStart } from '../asking.ts';
import { dyingStore } from '../dying-store.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { createRecords, midnight } from '../record.ts';
import { createStage, type Stage } from './world.ts';

const by = { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' } as const;
const hour = 3_600_000;

describe('reconcile', () => {
  let table: MemoryTable;
  let store: Store;
  let create: ReturnType<typeof createRecords>;
  let runs: ReturnType<typeof rememberingStart>;
  let told: { events: string[]; alerts: string[] };
  /** How executions stand, by their names; those that were started run. */
  let statuses: Map<string, ExecutionStatus>;
  beforeEach(() => {
    table = createMemoryTable();
    store = table.store;
    create = createRecords(store);
    runs = rememberingStart();
    told = { events: [], alerts: [] };
    statuses = new Map();
  });

  const notices: Notices = {
    emit: async ({ id }) => void told.events.push(id),
    request: async () => undefined,
    alert: async ({ id }) => void told.alerts.push(id),
  };
  const settlingOn = (kept: Store) => createSettling(kept, notices, createLocks(kept), createPairs(kept, runs.start), async () => false);
  const stage = (more: Partial<Stage> = {}) => {
    const settling = settlingOn(store);
    const statusOf = (name: string) => statuses.get(name) ?? (runs.started.includes(name) ? 'RUNNING' : undefined);
    return createStage(table, { start: runs.start, settling, resume: createResume(store, runs.start, settling), statusOf, ...more });
  };
  const recordOf = async ({ id }: Pick<Association, 'id'>) => (await store.record(id)) as Association;
  const unfinished = () => store.unfinished({ list: 'ASSOCIATION', limit: 100, after: null });

  test.each<ExecutionStatus>(['FAILED', 'TIMED_OUT', 'ABORTED', 'SUCCEEDED'])('resumes a run that ended %s', async (status) => {
    const record = await create({ state: 'RUNNING' });
    statuses.set(`${record.id}-1`, status);
    await stage().reconcile(midnight + hour);
    expect(runs.started).toEqual([`${record.id}-2`]);
    expect((await recordOf(record)).history.at(-1)).toMatchObject({
      action: 'Resumed',
      comment: `The run ended ${status}.`,
      at: midnight + hour,
    });
  });

  test.each<ExecutionStatus>(['RUNNING', 'PENDING_REDRIVE'])('leaves alone whose execution is %s', async (status) => {
    const record = await create({ state: 'RUNNING' });
    statuses.set(`${record.id}-1`, status);
    await stage().reconcile(midnight + hour);
    expect(await recordOf(record)).toMatchObject({ version: 1, run: 1 });
  });

  test('leaves alone what was written a moment ago, or is to look later', async () => {
    const at = midnight + hour;
    await create({ state: 'RUNNING', updatedAt: at - 60_000 });
    await create({ state: 'RUNNING', step: { name: 'Observe', since: midnight, observed: null, looks: 1, nextLookAt: at + 1 } });
    await stage().reconcile(at);
    expect(runs.started).toEqual([]);
  });

  test('starts a resumed run that was never started under its own name, and counts no death', async () => {
    const record = await create({ state: 'RUNNING', run: 4 });
    await stage().reconcile(midnight + hour);
    expect(runs.started).toEqual([`${record.id}-4`]);
    expect(await recordOf(record)).toMatchObject({ state: 'RUNNING', run: 4, version: 1 });
  });

  test('gives up on what died too often, and tells', async () => {
    const record = await create({ state: 'RUNNING', run: 4 });
    statuses.set(`${record.id}-4`, 'FAILED');
    await stage().reconcile(midnight + hour);
    expect(await recordOf(record)).toMatchObject({ state: 'FAILED', endReason: 'RunDied', outbox: null });
    expect(told).toEqual({ events: [record.id], alerts: [record.id] });
    expect(await unfinished()).toEqual([]);
  });

  test('notices an execution that died while people were asked', async () => {
    const record = await create({ state: 'AWAITING_APPROVAL' });
    statuses.set(`${record.id}-1`, 'ABORTED');
    await stage().reconcile(midnight + hour);
    expect(runs.started).toEqual([`${record.id}-2`]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('accepts to the end what died after %i uses of the table', async (uses) => {
    const dying = dyingStore(store, uses);
    const pair = { pair: { packageId: 'F1', domainName: 'logs' } };
    await createAccept(
      dying,
      runs.start,
      () => 'AUTO',
    )(asked('dying', { requestedAt: midnight, whenBusy: 'NEXT' }, pair)).catch(() => undefined);
    await stage().reconcile(midnight + hour);
    const [id] = await unfinished();
    expect(runs.started).toEqual(id === undefined ? [] : [`${id}-1`]);
  });

  test('an accepted one that waits for its turn goes on waiting; when its turn was forgotten, it has it', async () => {
    const first = await create({ state: 'RUNNING', pairKey: 'es-package#pair' });
    const second = await create({ pairKey: 'es-package#pair', deadlineAt: midnight + 3 * hour });
    const pairs = createPairs(store, runs.start);
    for (const each of [first, second]) await pairs.claimPair(each, 'NEXT');
    statuses.set(`${first.id}-1`, 'RUNNING');
    await stage().reconcile(midnight + hour);
    expect(runs.started).toEqual([]);
    await store.changeRecord(first.id, () => ({ state: 'FAILED' }));
    await stage().reconcile(midnight + 2 * hour);
    expect(runs.started).toEqual([`${second.id}-1`]);
  });

  test('one that waits for its turn past its deadline is started, so that it ends', async () => {
    const [first, second] = [await create({ state: 'RUNNING', pairKey: 'es-package#pair' }), await create({ pairKey: 'es-package#pair' })];
    for (const each of [first, second]) await createPairs(store, runs.start).claimPair(each, 'NEXT');
    statuses.set(`${first.id}-1`, 'RUNNING');
    await stage().reconcile(second.deadlineAt - 1);
    expect(runs.started).toEqual([]);
    await stage().reconcile(second.deadlineAt);
    expect(runs.started).toEqual([`${second.id}-1`]);
    const now = second.deadlineAt;
    expect(await createTurn(store).lock({ id: second.id, run: 1, now })).toMatchObject({
      outcome: 'SETTLE',
      ending: { reason: 'DeadlinePassed' },
    });
    expect((await store.pair('es-package#pair')).holder).toBe(first.id);
  });

  test('a retry that died before it had the pair has it', async () => {
    const record = await create({ state: 'FAILED', sideEffects: 'NONE', deadline: 'PT2H' });
    await createRetry(
      dyingStore(store, 2),
      runs.start,
      () => 'AUTO',
    )(record, { actor: by, at: midnight, comment: null, planDigest: null }).catch(() => undefined);
    expect(await recordOf(record)).toMatchObject({ state: 'PENDING', run: 2 });
    await stage().reconcile(midnight + hour);
    expect(runs.started).toEqual([`${record.id}-2`]);
    expect((await store.pair(record.pairKey)).holder).toBe(record.id);
  });

  test('what was given up before it began is started, so that it ends', async () => {
    const record = await create({ cancel: { at: midnight, actor: by, reason: 'Cancelled', message: 'no more' } });
    await stage().reconcile(midnight + hour);
    expect(runs.started).toEqual([`${record.id}-1`]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('sends what settling left that died after %i uses of the table', async (uses) => {
    const record = await create({ state: 'RUNNING' });
    await createPairs(store, runs.start).claimPair(record, 'NEXT');
    await createLocks(store).acquire({ id: record.id, now: 0 }, record.scopes);
    statuses.set(`${record.id}-1`, 'RUNNING');
    const ending = { state: 'FAILED', sideEffects: 'NONE', changed: false, reason: 'Refused', message: null, words: null } as const;
    const dying = settlingOn(dyingStore(store, uses));
    await dying.settle({ id: record.id, run: 1, now: midnight, ending }).catch(() => undefined);
    const wasSettled = (await recordOf(record)).state === 'FAILED';
    await stage().reconcile(midnight + hour);
    if (!wasSettled) return;
    expect(await recordOf(record)).toMatchObject({ state: 'FAILED', outbox: null });
    expect([...new Set(told.events), ...new Set(told.alerts)]).toEqual([record.id, record.id]);
    expect([(await store.pair(record.pairKey)).holder, (await store.lock(record.scopes[0] ?? '')).owner]).toEqual([null, null]);
    expect(await unfinished()).toEqual([]);
  });

  test('one bad record does not keep the others from going on, and is told at the end', async () => {
    const all = [await create({ state: 'RUNNING' }), await create({ state: 'RUNNING' }), await create({ state: 'RUNNING' })];
    const statusOf = (name: string): ExecutionStatus => {
      if (name.startsWith(all[1]?.id ?? '')) throw new RangeError('cannot be described');
      return 'FAILED';
    };
    await expect(stage({ statusOf }).reconcile(midnight + hour)).rejects.toMatchObject({
      name: 'Unreconciled',
      message: `1 could not be reconciled and will be tried again: ${all[1]?.id}: RangeError: cannot be described`,
    });
    expect(runs.started).toEqual([`${all[0]?.id}-2`, `${all[2]?.id}-2`]);
  });

  test('a list that cannot be read keeps nobody on the others from going on, nor the measures from being taken', async () => {
    const record = await create({ state: 'RUNNING' });
    const { unfinished: read } = store;
    store.unfinished = async (page) => {
      if (page.list === 'ASSOCIATION' && page.limit === budgets.ASSOCIATION.atOnce) throw new RangeError('no such index');
      return read(page);
    };
    const succeeded = await create({ state: 'SUCCEEDED', sideEffects: 'NONE', settledAt: midnight, pairKey: 'es-package#other' });
    await createPairs(store, runs.start).releasePair(succeeded);
    const { reconcile, asked: plans, gauges } = stage();
    await expect(reconcile(midnight + hour)).rejects.toThrow('1 could not be reconciled and will be tried again: no such index');
    expect([plans.length, gauges.OldestUnfinishedSeconds]).toEqual([1, 3_600]);
    expect(await recordOf(record)).toMatchObject({ version: 1 });
  });

  test('what has ended and told it just now, and is still on the list, is left alone', async () => {
    const record = await create({ state: 'FAILED', sideEffects: 'NONE', outbox: null });
    const { unfinished: read } = store;
    store.unfinished = async (page) => (page.list === 'ASSOCIATION' && page.after === null ? [record.id] : read(page));
    const here = stage();
    await here.reconcile(midnight + hour);
    expect([told, here.told]).toEqual([
      { events: [], alerts: [] },
      { events: [], alerts: [] },
    ]);
    expect(await recordOf(record)).toMatchObject({ version: 1 });
  });

  test('does nothing without the time, and says how to tell it', async () => {
    await create({ state: 'RUNNING' });
    await expect(stage().reconcile(Number.NaN)).rejects.toThrow('send it {"time":');
    expect(runs.started).toEqual([]);
  });

  test('goes on where the last one stopped, so that many dead runs do not keep others from their turn', async () => {
    const all: Association[] = [];
    for (let count = 0; count < 7; count += 1) all.push(await create({ state: 'RUNNING' }));
    const budgetOf = { ...budgets, ASSOCIATION: { counted: 3, visits: 100, seconds: 60, atOnce: 3 } };
    const seen: string[] = [];
    const statusOf = (name: string) => {
      seen.push(name);
      return 'RUNNING' as const;
    };
    const { reconcile } = stage({ budgetOf, statusOf });
    for (let times = 0; times < 4; times += 1) await reconcile(midnight + hour);
    const names = all.map(({ id }) => `${id}-1`);
    expect(seen).toEqual([...names, ...names.slice(0, 3)]);
  });

  test('measures the oldest question and the oldest association under way', async () => {
    const approvalRequest = { digest: 'd', round: 1, askedAt: midnight + 600_000, expiresAt: midnight + 2 * hour, token: 't', told: true };
    const question = await create({ state: 'AWAITING_APPROVAL', approvalRequest });
    const running = await create({ state: 'RUNNING', attempt: { number: 1, by, firstRun: 1, at: midnight + 1_200_000 } });
    await create({ state: 'FAILED' });
    for (const { id } of [question, running]) statuses.set(`${id}-1`, 'RUNNING');
    const { reconcile, gauges } = stage();
    await reconcile(midnight + hour);
    expect(gauges).toEqual({ OldestApprovalSeconds: 3_000, OldestUnfinishedSeconds: 2_400, Drifted: 0 });
    for (const { id } of [question, running]) await store.changeRecord(id, () => ({ state: 'FAILED' }));
    await reconcile(midnight + hour);
    expect(gauges).toEqual({ OldestApprovalSeconds: 0, OldestUnfinishedSeconds: 0, Drifted: 0 });
  });
});
