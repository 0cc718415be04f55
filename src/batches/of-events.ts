import type { Store } from '../store.ts';
import type { Targets } from '../targets.ts';
import { type AcceptBatch, createAcceptBatch } from './create.ts';
import { createRequestsOf } from './requests.ts';
import { createStartBatch } from './start.ts';
import { createBatchStore } from './store.ts';

/** The door for batches that events ask for, on the settings' table and machine. Nobody makes a plan for an event beforehand. */
export const createEventBatches = (store: Store, targets: Targets): AcceptBatch =>
  createAcceptBatch({
    store,
    batches: createBatchStore(),
    start: createStartBatch(),
    requestsOf: createRequestsOf(targets),
    holdPlan: async () => undefined,
  });
