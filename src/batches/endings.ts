import { createChannels } from '../channels.ts';
import { createBatchNotices } from './notices.ts';
import { createBatchResume } from './resume.ts';
import { createStartBatch } from './start.ts';
import { createBatchStore } from './store.ts';
import { createSummarising } from './summarise.ts';

/** What admit and on-execution-ended share, on the settings' table, machine, bus and topic. */
export function createBatchEndings() {
  const batches = createBatchStore();
  const start = createStartBatch();
  const summarising = createSummarising(batches, createBatchNotices(createChannels()));
  return { batches, start, summarising, resume: createBatchResume(batches, start, summarising) };
}
