import { createAccept } from '../src/accept.ts';
import { config } from '../src/config.ts';
import { type Reception, receive } from '../src/events/index.ts';
import { createStart } from '../src/executions.ts';
import { lambda } from '../src/lambda.ts';
import { createStore } from '../src/store.ts';

const accept = createAccept(createStore(), createStart());

// Most events need neither, so their clients are loaded when one does.
const targets: Reception['targets'] = async (...about) => (await import('../src/targets.ts')).targets(...about);
const park: Reception['park'] = async (...parked) => (await import('../src/parking.ts')).park(...parked);

export const handler = lambda(async (event: unknown) => {
  const { account, region } = config;
  await receive(event, { accept, targets, park, account, region });
});
