import { createBatchRetry } from '../batches/again.ts';
import { createAcceptBatch } from '../batches/create.ts';
import { createMakeBatchPlan } from '../batches/plan.ts';
import { createRequestsOf } from '../batches/requests.ts';
import { createStartBatch, type StartBatch } from '../batches/start.ts';
import { type BatchStore, createBatchStore } from '../batches/store.ts';
import { config } from '../config.ts';
import type { InvokeKind } from '../invoke-kind.ts';
import type { MakePlan } from '../plans.ts';
import type { Store } from '../store.ts';
import { createTargets } from '../targets.ts';
import type { BatchSurroundings } from './batches.ts';
import { holdBatchPlan, type PlanSurroundings, requestsOrRefuse } from './plans.ts';

/** What routes need for batches, on the settings' table and machine unless others are given. */
export function createBatchSurroundings({
  store,
  invoke,
  makePlan,
  batches = createBatchStore(),
  start = createStartBatch(),
}: {
  readonly store: Store;
  readonly invoke: InvokeKind;
  readonly makePlan: MakePlan;
  readonly batches?: BatchStore;
  readonly start?: StartBatch;
}): Omit<BatchSurroundings & PlanSurroundings, 'store' | 'makePlan'> {
  const requestsOf = requestsOrRefuse(createRequestsOf(createTargets(invoke)));
  const makeBatchPlan = createMakeBatchPlan(makePlan, invoke);
  return {
    batches,
    requestsOf,
    makeBatchPlan,
    acceptBatch: createAcceptBatch({ store, batches, start, requestsOf, holdPlan: holdBatchPlan(makeBatchPlan) }),
    retryBatch: createBatchRetry(store, batches, start),
    batchMachine: () => config.batchMachine,
  };
}
