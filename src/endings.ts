import { createBatchStore } from './batches/store.ts';
import { createTelling } from './batches/telling.ts';
import { createStart } from './executions.ts';
import { createLocks } from './locks.ts';
import { createMeter, metered } from './metrics.ts';
import { createNotices } from './notices.ts';
import { createPairs } from './pairs.ts';
import { createResume } from './resume.ts';
import { createSettling } from './settle.ts';
import { createStore } from './store.ts';

/** What settle and on-execution-ended share, on the settings' table, machine, bus and topic. */
export function createEndings() {
  const store = createStore();
  const start = createStart();
  const notices = metered(createNotices(), createMeter());
  const isTelling = createTelling(createBatchStore());
  const settling = createSettling(store, notices, createLocks(store), createPairs(store, start), isTelling);
  return { settling, resume: createResume(store, start, settling) };
}
