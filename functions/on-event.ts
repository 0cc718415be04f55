import { createAccept } from '../src/accept.ts';
import { config } from '../src/config.ts';
import { receive } from '../src/events/index.ts';
import { createStart } from '../src/executions.ts';
import { lambda } from '../src/lambda.ts';
import { createPark } from '../src/parking.ts';
import { createStore } from '../src/store.ts';
import { createTargets } from '../src/targets.ts';

const accept = createAccept(createStore(), createStart());
const [targets, park] = [createTargets(), createPark()];

export const handler = lambda(async (event: unknown) => {
  const { account, region } = config;
  await receive(event, { accept, targets, park, account, region });
});
