import { expect, test } from '@jest/globals';
import { createAlreadyBegun } from '../../src/batches/already-begun.ts';
import { keyOf } from '../../src/batches/begin.ts';
import { createBatchStore } from '../../src/batches/store.ts';
import { hashOf } from '../../src/canonical.ts';
import { createStore } from '../../src/store.ts';
import { createTable } from '../../src/table.ts';
import { createMemoryTable } from '../memory-table.ts';
import { association, idOf, midnight } from '../record.ts';
import { batch } from './batch.ts';

test('what is under way or was tried by this attempt is found, noted or not, and nothing else', async () => {
  const table = createTable(createMemoryTable().documents, () => 'liaison');
  const [store, batches] = [createStore(table), createBatchStore(table)];
  const again = batch({ total: 7, attempt: { ...batch().attempt, number: 2, at: midnight + 1_000 } });
  const of = (begunAt: number) => ({ number: 1, by: again.attempt.actor, firstRun: 1, at: midnight + begunAt });
  const kept = [
    association({ id: idOf(0), state: 'RUNNING', attempt: of(0) }),
    association({ id: idOf(1), state: 'FAILED', attempt: of(2_000) }),
    association({ id: idOf(2), state: 'FAILED', attempt: of(0) }),
    association({ id: idOf(3), state: 'PENDING', attempt: of(2_000) }),
    association({ id: idOf(4), state: 'FAILED', attempt: of(0) }),
  ];
  for (const record of kept) await store.createRecord(record);
  await batches.noteBegun(again.id, 0, new Map([0, 1, 2].map((index) => [index, idOf(index)])));
  // The key of the last was claimed, and no record made.
  for (const index of [3, 4, 5]) await store.claimKey(hashOf(keyOf(again, index)), { hash: 'x', id: idOf(index), expiresAt: 9e9 });
  expect(await createAlreadyBegun(store, batches)(again, [0, 1, 2, 3, 4, 5, 6])).toEqual([0, 1, 3]);
});
