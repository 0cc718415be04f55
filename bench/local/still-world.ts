import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAws } from '../../local/aws.ts';
import { createClock } from '../../local/clock.ts';
import { readConfiguration } from '../../local/configuration.ts';
import { serverOptions } from '../../local/http-api/http-api.ts';
import { bundled } from '../../local/lambda/bundles.ts';
import { createLambda } from '../../local/lambda/lambda.ts';
import { listen } from '../../local/listen.ts';
import { createQueues } from '../../local/queue/queue.ts';
import { createRandom } from '../../local/random.ts';
import { createState } from '../../local/state.ts';
import { createTables } from '../../local/table.ts';
import { endpointOptions } from '../../local/wire/server.ts';
import { place } from '../../local/world.ts';

// A world on the state directory that is given, where requests are accepted and runs are started, and no run goes on: what is measured is
// the way from the request to the answer, and not what follows from it.
const [stateDirectory = ''] = process.argv.slice(2);
const root = join(import.meta.dirname, '../..');
mkdirSync(stateDirectory, { recursive: true });
const [aws, api] = [await listen(0, endpointOptions), await listen(0, serverOptions)];
const configuration = readConfiguration({ root, stage: 'dev', ...place, endpoint: aws.url });
const cache = join(root, 'node_modules/.cache/liaison');
const state = createState(join(stateDirectory, 'world.db'));
const clock = createClock({ start: Date.now(), speed: 1 });
const queues = createQueues({ queues: configuration.queues, clock, state });
const complain = (line: string) => void process.stderr.write(`${line}\n`);
const lambda = createLambda({
  functions: await bundled(configuration.functions, root, cache),
  clock,
  state,
  endpoint: aws.url,
  ...place,
  sendToQueue: () => undefined,
  log: complain,
  compileCache: cache,
});
const never = new Promise<never>(() => undefined);
const services = createAws({
  configuration,
  surroundings: { clock, random: createRandom(1), state, ...place },
  stateDirectory,
  stack: () => {
    throw new Error('Nobody asks for the stack here.');
  },
  lambda: { ...lambda, invoke: (name, payload) => (name === 'on-request' ? lambda.invoke(name, payload) : never) },
  queues,
  sendToQueue: () => undefined,
  keepPace: () => undefined,
  schedules: false,
  log: complain,
});
aws.serve(services.endpoint);
api.serve(services.api);
await createTables(configuration.tables, aws.url, place.region);
process.stdout.write(`${JSON.stringify({ api: api.url, aws: aws.url })}\n`);
