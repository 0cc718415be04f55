import { describe, expect, test } from '@jest/globals';
import type { Batch } from '../../src/batches/batch.ts';
import type { BatchNotices } from '../../src/batches/notices.ts';
import { createBatchStore } from '../../src/batches/store.ts';
import { createSummarising } from '../../src/batches/summarise.ts';
import { createTable } from '../../src/table.ts';
import { createMemoryTable } from '../memory-table.ts';
import { midnight } from '../record.ts';
import { batch } from './batch.ts';

describe('what is told of a batch that has ended', () => {
  let count = 0;
  const table = createMemoryTable();
  const batches = createBatchStore(createTable(table.documents, () => 'liaison'));

  const outbox = { from: 'RUNNING', event: true, alert: true } as const;
  async function ended(): Promise<Batch> {
    count += 1;
    const failed = batch({ id: `batch_${count}`, state: 'FAILED', settledAt: midnight, outbox });
    await batches.createBatch(failed);
    return failed;
  }

  test('is told once, and nothing is left to tell', async () => {
    const told: string[] = [];
    const notices: BatchNotices = { emit: async () => void told.push('event'), alert: async () => void told.push('alert') };
    const { id } = await ended();
    const { finish } = createSummarising(batches, notices);
    await finish((await batches.batch(id)) as Batch);
    await finish((await batches.batch(id)) as Batch);
    expect(told).toEqual(['event', 'alert']);
    expect((await batches.batch(id))?.outbox).toBeNull();
  });

  test('late leaves nothing to tell where its repeat has told all', async () => {
    const { id } = await ended();
    const silent = async () => undefined;
    const repeat = createSummarising(batches, { emit: silent, alert: silent });
    let told = 0;
    const { finish } = createSummarising(batches, {
      emit: async () => {
        await repeat.finish((await batches.batch(id)) as Batch);
        told = (await batches.batch(id))?.version ?? 0;
      },
      alert: silent,
    });
    await finish((await batches.batch(id)) as Batch);
    expect(await batches.batch(id)).toMatchObject({ outbox: null, version: told });
  });

  test('late is what it was then, and leaves what another attempt has to tell', async () => {
    const failed = await ended();
    const again = { number: 2, at: midnight, actor: failed.requestedBy, comment: null };
    const second = { state: 'CANCELLED', run: 2, attempt: again, outbox: { ...outbox, alert: false } } as const;
    const alerted: Batch[] = [];
    const { finish } = createSummarising(batches, {
      // While the bus is slow another finishes it, somebody retries it, and that has ended too.
      emit: async () => void (await batches.changeBatch(failed.id, () => second)),
      alert: async (of) => void alerted.push(of),
    });
    await finish((await batches.batch(failed.id)) as Batch);
    expect(alerted).toMatchObject([{ state: 'FAILED', run: 1 }]);
    expect(await batches.batch(failed.id)).toMatchObject(second);
  });
});
