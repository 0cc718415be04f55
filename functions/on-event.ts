import { createAccept } from '../src/accept.ts';
import { createEventBatches } from '../src/batches/of-events.ts';
import { config } from '../src/config.ts';
import { receive } from '../src/events/index.ts';
import { createStart } from '../src/executions.ts';
import { lambda } from '../src/lambda.ts';
import { createPark } from '../src/parking.ts';
import { createStore } from '../src/store.ts';
import { createTagged } from '../src/tagged.ts';
import { createTargets } from '../src/targets.ts';

const store = createStore();
const accept = createAccept(store, createStart());
const [targets, park] = [createTargets(), createPark()];
const isTagged = createTagged(store);
const acceptBatch = createEventBatches(store, targets);

export const handler = lambda(async (event: unknown) => {
  const { account, region, packageUpdateBatch } = config;
  await receive(event, { accept, acceptBatch: packageUpdateBatch ? acceptBatch : null, targets, isTagged, park, account, region });
});
