import { describe, expect, test } from '@jest/globals';
import type { Batch } from '../../src/batches/batch.ts';
import type { BatchNotices } from '../../src/batches/notices.ts';
import { createBatchStore } from '../../src/batches/store.ts';
import { createSummarising } from '../../src/batches/summarise.ts';
import { createTable } from '../../src/table.ts';
import { createMemoryTable } from '../memory-table.ts';
import { association, idOf, midnight } from '../record.ts';
import { batch } from './batch.ts';

describe('what is told of a batch that has ended', () => {
  let count = 0;
  const table = createMemoryTable();
  const { store } = table;
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
    const { finish } = createSummarising(batches, notices, store);
    await finish((await batches.batch(id)) as Batch);
    await finish((await batches.batch(id)) as Batch);
    expect(told).toEqual(['event', 'alert']);
    expect((await batches.batch(id))?.outbox).toBeNull();
  });

  test('is told with what had ended since the last look of a run that died, and is so from then on', async () => {
    const items = [
      association({ id: idOf(1), state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed', endMessage: 'It is too late.' }),
      association({ id: idOf(2), state: 'RUNNING' }),
    ];
    for (const item of items) await store.createRecord(item);
    const running = [...items.map(({ id }, index) => ({ index, id, state: 'PENDING' as const })), { index: 2, id: null, state: null }];
    const died = batch({ id: 'batch_died', state: 'FAILED', endReason: 'RunDied', cursor: 3, running, settledAt: midnight, outbox });
    await batches.createBatch(died);
    const told: Batch[] = [];
    const tell = async (of: Batch) => void told.push(of);
    const { finish } = createSummarising(batches, { emit: tell, alert: tell }, store);
    await finish(died);
    const asTold = {
      ended: { FAILED: 1 },
      sideEffects: { NONE: 1 },
      running: [{ index: 1, id: idOf(2), state: 'RUNNING' }, running[2]],
      failures: [{ index: 0, id: idOf(1), state: 'FAILED', reason: 'DeadlinePassed', message: 'It is too late.' }],
    };
    expect(told).toMatchObject([asTold, asTold]);
    expect(await batches.batch(died.id)).toMatchObject({ ...asTold, outbox: null });
  });

  test('late leaves nothing to tell where its repeat has told all', async () => {
    const { id } = await ended();
    const silent = async () => undefined;
    const repeat = createSummarising(batches, { emit: silent, alert: silent }, store);
    let told = 0;
    const { finish } = createSummarising(
      batches,
      {
        emit: async () => {
          await repeat.finish((await batches.batch(id)) as Batch);
          told = (await batches.batch(id))?.version ?? 0;
        },
        alert: silent,
      },
      store,
    );
    await finish((await batches.batch(id)) as Batch);
    expect(await batches.batch(id)).toMatchObject({ outbox: null, version: told });
  });

  test('late is what it was then, and leaves what another attempt has to tell', async () => {
    const failed = await ended();
    const again = { number: 2, at: midnight, actor: failed.requestedBy, comment: null };
    const second = { state: 'CANCELLED', run: 2, attempt: again, outbox: { ...outbox, alert: false } } as const;
    const alerted: Batch[] = [];
    const { finish } = createSummarising(
      batches,
      {
        // While the bus is slow another finishes it, somebody retries it, and that has ended too.
        emit: async () => void (await batches.changeBatch(failed.id, () => second)),
        alert: async (of) => void alerted.push(of),
      },
      store,
    );
    await finish((await batches.batch(failed.id)) as Batch);
    expect(alerted).toMatchObject([{ state: 'FAILED', run: 1 }]);
    expect(await batches.batch(failed.id)).toMatchObject(second);
  });
});
