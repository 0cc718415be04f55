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
  const settling = createSettling(store, metered(createNotices(), createMeter()), createLocks(store), createPairs(store, start));
  return { settling, resume: createResume(store, start, settling) };
}
