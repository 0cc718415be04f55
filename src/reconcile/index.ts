import { createBatchEndings } from '../batches/endings.ts';
import { createChannels } from '../channels.ts';
import { config } from '../config.ts';
import { createEndings } from '../endings.ts';
import { createStart } from '../executions.ts';
import { createInvokeKind } from '../invoke-kind.ts';
import { createMeter } from '../metrics.ts';
import { createStore } from '../store.ts';
import { createDescribe } from './describe.ts';
import { createDriftLook } from './drift.ts';
import { createGoOn } from './go-on.ts';
import { createGoOnBatch } from './go-on-batch.ts';
import { createDriftNotices } from './notices.ts';
import { createReconcile } from './reconcile.ts';

/** Reconcile on the settings' table, machines, functions, bus and topic. */
export function createReconciling() {
  const [store, start, endings, ofBatches] = [createStore(), createStart(), createEndings(), createBatchEndings()];
  const notices = createDriftNotices(createChannels());
  const drift = createDriftLook({ store, invoke: createInvokeKind(), notices });
  return createReconcile({
    store,
    batches: ofBatches.batches,
    goOn: createGoOn({ store, start, describe: createDescribe(() => config.associationMachine), ...endings, drift }),
    goOnBatch: createGoOnBatch({ ...ofBatches, describe: createDescribe(() => config.batchMachine) }),
    drift,
    meter: createMeter(),
  });
}
