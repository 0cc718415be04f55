import { beforeEach, describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { Association } from '../src/association.ts';
import { type Filter, isProblem, listed, matches } from '../src/listing.ts';
import type { Store } from '../src/store.ts';
import { createMemoryTable, type MemoryTable } from './memory-table.ts';
import { association, createRecords, idOf, midnight } from './record.ts';

const lattice = {
  kind: 'lattice-service',
  pair: {
    serviceIdentifier: 'arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0123456789abcdef0',
    serviceNetworkIdentifier: 'sn-0123456789abcdef0',
  },
};
const dx = { kind: 'dx-hosted-connection', pair: { connectionId: 'dxcon-a1', parentConnectionId: 'dxlag-b1' } };
const by = (id: string): Partial<Association> => ({ requestedBy: { type: 'IAM', id } });
const ana = 'arn:aws:sts::123456789012:assumed-role/Search/ana';
const drift = { type: 'Missing', observed: 'nothing', since: midnight, seenAt: midnight, told: true } as const;
const batch = { id: 'batch_01JBMZ0000000000000000000A', index: 3 };

describe('what a filter finds', () => {
  test.each<[Filter, Partial<Association>, boolean]>([
    [{}, {}, true],
    [{ state: ['RUNNING', 'PENDING'] }, {}, true],
    [{ state: ['RUNNING'] }, {}, false],
    [{ kind: 'es-package' }, {}, true],
    [{ kind: 'lattice-service' }, {}, false],
    [{ source: 'F1', target: 'logs' }, {}, true],
    [{ source: 'logs' }, {}, false],
    [{ target: 'arn:aws:es:eu-west-1:123456789012:domain/logs' }, {}, true],
    [{ source: 'svc-0123456789abcdef0', target: 'sn-0123456789abcdef0' }, lattice, true],
    [{ target: 'arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetwork/sn-0123456789abcdef0' }, lattice, true],
    [{ target: 'svc-0123456789abcdef0' }, lattice, false],
    [{ source: 'dxcon-a1', target: 'dxlag-b1' }, dx, true],
    [{ batch: batch.id }, { batch }, true],
    [{ batch: batch.id }, {}, false],
    [{ requestedBy: ana }, by(ana), true],
    [{ requestedBy: 'arn:aws:sts::123456789012:assumed-role/Search' }, by(ana), true],
    [{ requestedBy: 'arn:aws:sts::123456789012:assumed-role/Search/ben' }, by(ana), false],
    [{ requestedBy: 'arn:aws:sts::123456789012:assumed-role/Sea' }, by(ana), false],
    [{ requestedBy: 'aws.tag' }, { requestedBy: { type: 'EVENT', id: 'aws.tag#7c32a4bd' } }, true],
    [{ label: { team: 'search' } }, { labels: { team: 'search', change: 'CHG-1' } }, true],
    [{ label: { team: 'search', change: 'CHG-2' } }, { labels: { team: 'search', change: 'CHG-1' } }, false],
    [{ label: { toString: 'x' } }, {}, false],
    [{ createdAfter: midnight, createdBefore: midnight + 1 }, { id: `assoc_${ulid(midnight)}` }, true],
    [{ createdAfter: midnight + 1 }, { id: `assoc_${ulid(midnight)}` }, false],
    [{ createdBefore: midnight }, { id: `assoc_${ulid(midnight)}` }, false],
    [{ problem: true }, { state: 'FAILED', sideEffects: 'NONE' }, true],
    [{ problem: true }, { state: 'RUNNING' }, false],
    [{ problem: false }, { state: 'RUNNING' }, true],
    [{ drifted: true }, { state: 'SUCCEEDED', drift }, true],
    [{ drifted: true }, { state: 'SUCCEEDED' }, false],
    [{ drifted: false }, { state: 'SUCCEEDED', drift }, false],
  ])('%j of an association with %j: %s', (filter, more, expected) => {
    expect(matches(filter, association(more))).toBe(expected);
  });

  test.each<[Partial<Association>, boolean]>([
    [{ state: 'SUCCEEDED', sideEffects: 'NONE' }, false],
    [{ state: 'ROLLED_BACK', sideEffects: 'REVERTED' }, true],
    [{ state: 'FAILED', sideEffects: 'LEFT_BEHIND' }, true],
    [{ state: 'REJECTED', sideEffects: 'NONE' }, true],
    [{ state: 'EXPIRED', sideEffects: 'NONE' }, true],
    [{ state: 'CANCELLED', sideEffects: 'NONE' }, false],
    [{ state: 'CANCELLED', sideEffects: 'UNKNOWN' }, true],
    [{ state: 'ROLLING_BACK', sideEffects: null }, false],
  ])('%j is a problem: %s', (more, expected) => {
    expect(isProblem(association(more))).toBe(expected);
  });
});

describe('a list', () => {
  let table: MemoryTable;
  let create: ReturnType<typeof createRecords>;
  beforeEach(() => {
    table = createMemoryTable();
    create = createRecords(table.store);
  });

  const ids = async (filter: Filter, page: { limit: number; before?: string } = { limit: 100 }, store: Store = table.store) => {
    const { items, next } = await listed(store, filter, page);
    return { ids: items.map(({ id }) => id), next };
  };
  const createAll = async (...each: Partial<Association>[]) => {
    for (const more of each) await create(more);
  };

  test('of several states is the newest of all of them first, page by page', async () => {
    await createAll({ state: 'RUNNING' }, { state: 'FAILED' }, { state: 'SUCCEEDED' }, { state: 'FAILED' }, { state: 'RUNNING' });
    const filter: Filter = { state: ['FAILED', 'RUNNING'] };
    const first = await ids(filter, { limit: 3 });
    expect(first).toEqual({ ids: [idOf(5), idOf(4), idOf(2)], next: idOf(2) });
    expect(await ids(filter, { limit: 3, before: idOf(2) })).toEqual({ ids: [idOf(1)], next: null });
  });

  test('has no next page when the last one is full', async () => {
    await createAll({}, {});
    expect(await ids({}, { limit: 2 })).toEqual({ ids: [idOf(2), idOf(1)], next: null });
    expect(await ids({}, { limit: 1 })).toEqual({ ids: [idOf(2)], next: idOf(2) });
  });

  test('of a batch, a kind and a label is what has all three', async () => {
    const labels = { team: 'search' };
    await createAll({ batch, labels }, { labels }, { batch }, { batch, labels, ...dx });
    expect(await ids({ batch: batch.id, kind: 'es-package', label: labels })).toEqual({ ids: [idOf(1)], next: null });
  });

  test('of problems leaves out what SUCCEEDED without looking at it', async () => {
    await createAll(...Array.from({ length: 20 }, (): Partial<Association> => ({ state: 'SUCCEEDED' })));
    await createAll({ state: 'FAILED', sideEffects: 'NONE' }, { state: 'CANCELLED', sideEffects: 'NONE' });
    const asked: unknown[] = [];
    const records: Store['records'] = (page) => {
      asked.push(page.of);
      return table.store.records(page);
    };
    const store: Store = { ...table.store, records };
    expect(await ids({ problem: true }, { limit: 10 }, store)).toEqual({ ids: [idOf(21)], next: null });
    expect(asked).not.toContainEqual({ state: 'SUCCEEDED' });
  });

  test('of what has drifted has also what was not told yet, and looks at nothing that is at rest', async () => {
    await createAll({ state: 'SUCCEEDED' }, { state: 'SUCCEEDED' }, { state: 'SUCCEEDED' });
    await table.store.changeRecord(idOf(1), () => ({ drift, inSync: false }));
    await table.store.changeRecord(idOf(3), () => ({ drift: { ...drift, told: false }, inSync: false }));
    const asked: unknown[] = [];
    const records: Store['records'] = (page) => {
      asked.push(page.of);
      return table.store.records(page);
    };
    expect(await ids({ drifted: true }, { limit: 10 }, { ...table.store, records })).toEqual({ ids: [idOf(3), idOf(1)], next: null });
    expect(new Set(asked.map((of) => JSON.stringify(of)))).toEqual(new Set(['{"unfinished":"DRIFT"}', '{"unfinished":"ASSOCIATION"}']));
  });

  test('of a time is what has its time in its id', async () => {
    const at = [0, 1, 2, 3].map((second) => `assoc_${ulid(midnight + second * 1_000)}`);
    for (const id of at) await create({ id });
    const filter = { createdAfter: midnight + 1_000, createdBefore: midnight + 3_000 };
    expect(await ids(filter, { limit: 1 })).toEqual({ ids: [at[2]], next: at[2] });
    expect(await ids(filter, { limit: 1, before: at[2] as string })).toEqual({ ids: [at[1]], next: null });
    expect(await ids(filter, { limit: 9, before: at[3] as string })).toEqual({ ids: [at[2], at[1]], next: null });
  });

  test('looks through a thousand at a time: a page may be short, or empty, and still have a next', async () => {
    const none = Array.from({ length: 1_050 }, (_, index) => association({ id: idOf(index + 1) })).reverse();
    const records: Store['records'] = async ({ limit, before = '~' }) => none.filter(({ id }) => id < before).slice(0, limit);
    const store: Store = { ...table.store, records };
    const first = await ids({ source: 'F2' }, { limit: 10 }, store);
    expect(first).toEqual({ ids: [], next: idOf(51) });
    expect(await ids({ source: 'F2' }, { limit: 10, before: idOf(51) }, store)).toEqual({ ids: [], next: null });
  });

  test('goes on past what the index names and the table has no longer', async () => {
    await createAll({}, {}, {}, {});
    const gone = new Set([idOf(4), idOf(3)]);
    const records: Store['records'] = async (page) => (await table.store.records(page)).filter(({ id }) => !gone.has(id));
    expect((await ids({}, { limit: 3 }, { ...table.store, records })).ids).toEqual([idOf(2), idOf(1)]);
  });

  test('has an association once whose state changes while it is read, and only in a state that was asked for', async () => {
    const moving = await create({ state: 'RUNNING' });
    const settled: Association = { ...moving, state: 'SUCCEEDED' };
    // The index of the state it has left still names it.
    const records: Store['records'] = async ({ before }) => (before === undefined ? [settled] : []);
    const store: Store = { ...table.store, records };
    expect((await ids({ state: ['RUNNING', 'SUCCEEDED'] }, { limit: 5 }, store)).ids).toEqual([moving.id]);
    expect((await ids({ state: ['RUNNING'] }, { limit: 5 }, store)).ids).toEqual([]);
  });
});
