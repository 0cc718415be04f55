import { expect, test } from '@jest/globals';
import { createBatchStore } from '../../src/batches/store.ts';
import { createTelling } from '../../src/batches/telling.ts';
import { createTable } from '../../src/table.ts';
import { createMemoryTable } from '../memory-table.ts';
import { batch } from './batch.ts';

test('a batch tells of what it knows to have begun and not seen to end, and of nothing once it has ended or is gone', async () => {
  const batches = createBatchStore(createTable(createMemoryTable().documents, () => 'liaison'));
  const running = [0, 2, 3].map((index) => ({ index, id: index === 3 ? null : `assoc_${index}`, state: null }));
  await batches.createBatch(batch({ id: 'batch_running', state: 'RUNNING', running }));
  await batches.createBatch(batch({ id: 'batch_ended', state: 'FAILED', running }));
  const isTelling = createTelling(batches);
  const told = (id: string) => Promise.all([0, 1, 2, 3].map((index) => isTelling({ id, index })));
  // Of item 1 it knows the end, so that somebody must have tried it again by itself; of item 3 it does not know that it has begun.
  expect(await told('batch_running')).toEqual([true, false, true, false]);
  expect(await told('batch_ended')).toEqual([false, false, false, false]);
  expect(await told('batch_gone')).toEqual([false, false, false, false]);
});
