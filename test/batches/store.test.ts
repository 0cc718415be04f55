import { beforeEach, describe, expect, test } from '@jest/globals';
import { byChunk, chunksOf } from '../../src/batches/chunks.ts';
import { createBatchStore } from '../../src/batches/store.ts';
import { createTable } from '../../src/table.ts';
import { requestOf } from '../asking.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { batch } from './batch.ts';

const requests = (count: number, reason = 'r') =>
  Array.from({ length: count }, (_, index) => requestOf({ pair: { packageId: 'F1', domainName: `domain-${index}` }, reason }));

describe('requests are kept in pieces', () => {
  test('of at most a hundred, in order', () => {
    const chunks = chunksOf(requests(250));
    expect(chunks.map(({ start, requests: { length } }) => [start, length])).toEqual([
      [0, 100],
      [100, 100],
      [200, 50],
    ]);
  });

  test('that fit into an item of the table, however long the requests are', () => {
    const labels = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`label-${index}`, 'ä'.repeat(256)]));
    const chunks = chunksOf(requests(100).map((request) => ({ ...request, labels })));
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks) expect(Buffer.byteLength(JSON.stringify(chunk))).toBeLessThan(400_000);
    expect(chunks.flatMap((chunk) => chunk.requests.map(({ pair }) => pair))).toEqual(requests(100).map(({ pair }) => pair));
  });

  test('and are found by their index', () => {
    const items = { set: 's', starts: [0, 100, 103] };
    expect([...byChunk({ items }, [0, 99, 100, 102, 103, 400])]).toEqual([
      [0, [0, 99]],
      [1, [100, 102]],
      [2, [103, 400]],
    ]);
  });
});

describe('the store of batches', () => {
  let memory: MemoryTable;
  let store: ReturnType<typeof createBatchStore>;
  beforeEach(() => {
    memory = createMemoryTable();
    store = createBatchStore(createTable(memory.documents, () => 'liaison'));
  });

  test('keeps a batch as it was created, once, and changes it on what was read', async () => {
    expect(await store.createBatch(batch())).toBe(true);
    expect(await store.createBatch(batch({ total: 9 }))).toBe(false);
    expect(await store.batch(batch().id)).toEqual(batch());
    const changed = await store.changeBatch(batch().id, ({ cursor }) => ({ cursor: cursor + 1 }), batch());
    expect(changed).toEqual(batch({ cursor: 1, version: 2 }));
    expect(await store.changeBatch(batch().id, ({ cursor }) => ({ cursor: cursor + 1 }), batch())).toMatchObject({ cursor: 2, version: 3 });
    expect(await store.changeBatch(batch().id, () => undefined)).toMatchObject({ cursor: 2, version: 3 });
  });

  test('lists batches, the newest first, apart from associations', async () => {
    const ids = ['A', 'B', 'C'].map((letter) => `batch_01JBMZ0000000000000000000${letter}`);
    for (const id of ids) await store.createBatch(batch({ id }));
    expect((await store.batches({ limit: 2 })).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect((await store.batches({ limit: 2, before: ids[1] })).map(({ id }) => id)).toEqual([ids[0]]);
    for (const of of [{}, { state: 'PENDING' as const }, { batch: ids[0] ?? '' }])
      expect(await memory.store.records({ limit: 10, of })).toEqual([]);
  });

  test('gives the requests of the set that the batch names, and takes those of another back', async () => {
    const [one, other] = [chunksOf(requests(120)), chunksOf(requests(3, 'another'))];
    await store.createChunks(batch().id, 'one', one, 4_000_000_000);
    await store.createChunks(batch().id, 'other', other, 4_000_000_000);
    await store.deleteChunks(batch().id, 'other', other.length);
    expect(await store.requests(batch({ items: { set: 'one', starts: [0, 100] } }), 1)).toEqual(one[1]?.requests);
    await expect(store.requests(batch({ items: { set: 'other', starts: [0] } }), 0)).rejects.toThrow('is gone');
  });

  test('forgets the requests that no batch came to be of, and keeps the others for good', async () => {
    const table = createTable(memory.documents, () => 'liaison');
    const kept = batch({ id: 'batch_01JBMZ0000000000000000000K', items: { set: 'one', starts: [0, 100] } });
    await store.createChunks(kept.id, 'one', chunksOf(requests(120)), 4_000_000_000);
    const expiries = () =>
      Promise.all(['0000', '0001'].map((chunk) => table.get<{ expiresAt?: number }>({ pk: `BATCH#${kept.id}`, sk: `CHUNK#one#${chunk}` })));
    expect((await expiries()).map((chunk) => chunk?.expiresAt)).toEqual([4_000_000_000, 4_000_000_000]);
    for (let times = 0; times < 2; times += 1) await store.keepChunks(kept);
    for (const chunk of await expiries()) expect(chunk).not.toHaveProperty('expiresAt');
    expect(await store.requests(kept, 1)).toHaveLength(20);
  });

  test('knows what items have become', async () => {
    await store.noteBegun('batch_1', 0, new Map([[3, 'assoc_3']]));
    await store.noteBegun(
      'batch_1',
      0,
      new Map([
        [3, 'assoc_3'],
        [4, 'assoc_4'],
      ]),
    );
    expect([...(await store.begun('batch_1', 0))]).toEqual([
      [3, 'assoc_3'],
      [4, 'assoc_4'],
    ]);
    expect([...(await store.begun('batch_1', 1))]).toEqual([]);
  });
});
