import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Batch } from '../../src/batches/batch.ts';
import { createAcceptBatch } from '../../src/batches/create.ts';
import { readBatch } from '../../src/batches/read.ts';
import { createRequestsOf } from '../../src/batches/requests.ts';
import { createBatchResume } from '../../src/batches/resume.ts';
import { type BatchStore, createBatchStore } from '../../src/batches/store.ts';
import { createSummarising } from '../../src/batches/summarise.ts';
import { createGoOnBatch } from '../../src/reconcile/go-on-batch.ts';
import { createTable, type Documents } from '../../src/table.ts';
import { batch } from '../batches/batch.ts';
import { items, ops } from '../batches/rehearsal.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { midnight } from '../record.ts';
import { createStage, startsNothing } from './world.ts';

const hour = 3_600_000;

describe('a batch that should have gone on', () => {
  let memory: MemoryTable;
  let batches: BatchStore;
  let started: string[];
  let told: string[];
  beforeEach(() => {
    memory = createMemoryTable();
    batches = createBatchStore(createTable(memory.documents, () => 'liaison'));
    [started, told] = [[], []];
  });

  const start = async ({ id, run }: Pick<Batch, 'id' | 'run'>) => void started.push(`${id}-${run}`);
  async function reconcile(status?: ExecutionStatus): Promise<void> {
    const notices = { emit: async () => void told.push('event'), alert: async () => void told.push('alert') };
    const summarising = createSummarising(batches, notices, memory.store);
    const resume = createBatchResume(batches, start, summarising);
    const goOnBatch = createGoOnBatch({ batches, start, describe: async () => status, resume, summarising });
    const stage = createStage(memory, {
      start: startsNothing,
      resume: async () => undefined,
      settling: { finish: async () => undefined },
      statusOf: () => 'RUNNING',
      goOnBatch,
    });
    await stage.reconcile(midnight + hour);
  }
  const unfinished = () => memory.store.unfinished({ list: 'BATCH', limit: 9, after: null });

  test('is resumed when its run died, and left alone while it runs', async () => {
    await batches.createBatch(batch({ state: 'RUNNING' }));
    await reconcile('RUNNING');
    expect(started).toEqual([]);
    await reconcile('ABORTED');
    expect(started).toEqual([`${batch().id}-2`]);
  });

  test('ends when its runs died too often, and is looked at no more', async () => {
    await batches.createBatch(batch({ state: 'RUNNING', deaths: 3 }));
    await reconcile('FAILED');
    expect(await batches.batch(batch().id)).toMatchObject({ state: 'FAILED', endReason: 'RunDied', outbox: null });
    expect(told).toEqual(['event', 'alert']);
    expect(await unfinished()).toEqual([]);
  });

  test('sends what it has not sent', async () => {
    await batches.createBatch(batch({ state: 'FAILED', settledAt: midnight, outbox: { from: 'RUNNING', event: false, alert: true } }));
    await reconcile();
    expect(told).toEqual(['alert']);
    expect(await unfinished()).toEqual([]);
  });

  test('starts a run that was written and never started', async () => {
    await batches.createChunks(batch().id, 'set', [{ start: 0, requests: [] }], 1);
    await batches.createBatch(batch({ state: 'RUNNING', run: 2, deaths: 1 }));
    await reconcile();
    expect(started).toEqual([`${batch().id}-2`]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7])(
    'is begun, with its items kept for good, when its request died after %i uses of the table',
    async (uses) => {
      let used = 0;
      const send = async (command: never) => {
        used += 1;
        if (used > uses) throw new Error('killed');
        return memory.documents.send(command);
      };
      const dying = createTable({ send } as unknown as Documents, () => 'liaison');
      const read = readBatch({ items: items(2) });
      if (!read.ok) throw new Error('no batch');
      const accept = createAcceptBatch({
        store: memory.store,
        batches: createBatchStore(dying),
        start: async () => {
          throw new Error('killed');
        },
        requestsOf: createRequestsOf(async () => []),
        holdPlan: async () => undefined,
      });
      await accept({ request: read.value, key: ['k'], requestedBy: ops, requestedAt: midnight, trigger: null }).catch(() => undefined);
      const [id] = await unfinished();
      const chunks = async () => {
        const found = id === undefined ? undefined : await batches.batch(id);
        const key = { pk: `BATCH#${id}`, sk: `CHUNK#${found?.items.set}#0000` };
        return createTable(memory.documents, () => 'liaison').get<{ expiresAt?: number }>(key);
      };
      await reconcile();
      expect(started).toEqual(id === undefined ? [] : [`${id}-1`]);
      if (id !== undefined) expect(await chunks()).not.toHaveProperty('expiresAt');
    },
  );
});
