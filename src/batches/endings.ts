import { createChannels } from '../channels.ts';
import { createStore, type Store } from '../store.ts';
import { createBatchNotices } from './notices.ts';
import { createBatchResume } from './resume.ts';
import { createStartBatch } from './start.ts';
import { createBatchStore } from './store.ts';
import { createSummarising } from './summarise.ts';

/** What admit and on-execution-ended share, on the settings' table, machine, bus and topic. */
export function createBatchEndings(store: Pick<Store, 'recordsOf'> = createStore()) {
  const batches = createBatchStore();
  const start = createStartBatch();
  const summarising = createSummarising(batches, createBatchNotices(createChannels()), store);
  return { batches, start, summarising, resume: createBatchResume(batches, start, summarising) };
}
