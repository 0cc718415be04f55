import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Aws } from './aws.ts';
import { createClock } from './clock.ts';
import { readStack } from './cloudformation/stack.ts';
import { type Configuration, type FunctionConfiguration, readConfiguration } from './configuration.ts';
import { serverOptions } from './http-api/http-api.ts';
import { bundled } from './lambda/bundles.ts';
import { createLambda, type Lambda } from './lambda/lambda.ts';
import { listen } from './listen.ts';
import { createQueues, type Queues } from './queue/queue.ts';
import { createRandom } from './random.ts';
import { createState, type State } from './state.ts';
import type { JsonObject } from './stepfunctions/json.ts';
import { createTables } from './table.ts';
import type { PublishedMessage } from './topic/topic.ts';
import type { Call } from './wire/handler.ts';
import { endpointOptions } from './wire/server.ts';
import type { Surroundings } from './wire/service.ts';

/** Where the world pretends to be. */
export const place = { account: '123456789012', region: 'eu-west-1' };

export interface WorldOptions {
  /** The folder of serverless.yml. */
  readonly root: string;
  /** Where everything is kept. */
  readonly stateDirectory: string;
  /** 0 takes any that is free; one that is taken is passed over for the next. */
  readonly apiPort: number;
  readonly awsPort: number;
  /** How many times faster than the machine's the world's clock runs. */
  readonly speed: number;
  readonly seed: number;
  /** Whether rules with a schedule have their times; true when left out. */
  readonly schedules?: boolean;
  onCall?(call: Call): void;
  onPublish?(message: PublishedMessage): void;
  log(line: string): void;
}

/** The whole app on one machine, and the AWS it lives in. */
export interface World extends Pick<Aws, 'elasticsearch' | 'lattice' | 'directConnect' | 'faults' | 'eventBridge' | 'topics'> {
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly configuration: Configuration;
  readonly surroundings: Omit<Surroundings, 'emit'>;
  readonly queues: Queues;
  readonly lambda: Lambda;
  /** How many executions, deliveries and calls of an earlier process this one goes on with. */
  readonly resumed: number;
  /** Rejects when a state machine turns out to be none; the checks are slow, so the world goes on meanwhile. */
  readonly verified: Promise<void>;
  close(): Promise<void>;
}

/** The functions in the order a first run needs them: loaded one after the other while the rest of the world is. */
const firstFunctions = ['on-event', 'on-request', 'lock', 'es-package', 'settle'];

/** A function that cannot be loaded says so when it is called. */
async function warmInOrder(lambda: Lambda): Promise<void> {
  for (const name of firstFunctions) await lambda.warm([name]);
}

/** Starts the world on its state directory and goes on where an earlier one ended. What it opened is closed again when it cannot. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const opened: Closing[] = [];
  let closing = false;
  // What is cut off by closing is no reason to complain: the next process goes on with it.
  const log = (line: string) => closing || options.log(line);
  const close = async () => {
    closing = true;
    for (const end of opened.splice(0).reverse()) await end();
  };
  try {
    return { ...(await openWorld({ ...options, log }, (end) => void opened.push(end))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** CloudWatch makes metrics of such lines (the embedded metric format), and shows them to nobody who did not ask. */
const isMetric = (line: string) => line.startsWith('{"_aws":');

type Closing = () => void | Promise<void>;

async function openWorld(
  { root, stateDirectory, apiPort, awsPort, speed, seed, schedules = true, log, ...told }: WorldOptions,
  atClose: (closing: Closing) => void,
): Promise<Omit<World, 'close'>> {
  mkdirSync(stateDirectory, { recursive: true });
  const cache = join(root, 'node_modules/.cache/liaison');
  const aws = await listen(awsPort, endpointOptions);
  atClose(aws.close);
  const api = await listen(apiPort, serverOptions);
  atClose(api.close);
  const configuration = readConfiguration({ root, stage: 'dev', ...place, endpoint: aws.url });
  const state = createState(join(stateDirectory, 'world.db'));
  atClose(state.close);
  const clock = keepTime(state, speed);
  atClose(clock.close);
  // Nothing is waited for before everything is there.
  const opening = Promise.withResolvers<void>();
  clock.keepPace(opening.promise);
  const queues = createQueues({ queues: configuration.queues, clock, state });
  atClose(queues.close);
  const sendToQueue = (arn: string, body: string, attributes = {}) => void queues.send(arn, { body, attributes });
  const startLambda = (functions: readonly FunctionConfiguration[]) => {
    const lambda = createLambda({
      functions,
      clock,
      state,
      endpoint: aws.url,
      ...place,
      sendToQueue,
      log: (line, key) => (isMetric(line) ? undefined : log(`${key}: ${line}`)),
      onAttempt: clock.keepPace,
      compileCache: cache,
    });
    void warmInOrder(lambda);
    return lambda;
  };
  const surroundings = { clock, random: createRandom(seed), state, ...place };
  // Begun before the rest is loaded, so that this takes place while the functions are made and load in their threads.
  const [lambda, { createAws }] = await Promise.all([bundled(configuration.functions, root, cache).then(startLambda), import('./aws.ts')]);
  // Its threads live on until it is closed, also when what they call cannot be opened; and they call it until then.
  let services: Aws | undefined;
  atClose(() => services?.close());
  atClose(lambda.close);
  services = createAws({
    configuration,
    surroundings,
    stateDirectory,
    stack: () => readStack({ root, stage: 'dev', ...place, endpoint: aws.url, apiUrl: api.url }),
    lambda,
    queues,
    sendToQueue,
    keepPace: clock.keepPace,
    schedules,
    log,
    ...told,
  });
  aws.serve(services.endpoint);
  api.serve(services.api);
  atClose(services.stop);
  await createTables(configuration.tables, aws.url, place.region);
  const { verify } = await import('./stepfunctions/verify.ts');
  opening.resolve();
  return {
    ...services,
    apiUrl: api.url,
    awsUrl: aws.url,
    configuration,
    surroundings,
    queues,
    lambda,
    resumed: services.resume(),
    verified: verify(
      configuration.machines.map(({ name, definition }) => ({ name, definition: definition as JsonObject })),
      cache,
    ),
  };
}

/** How often, in milliseconds of the machine's clock, the time is written down. */
const noteEvery = 100;

/** A clock that never shows a time before one that an earlier process may have shown. */
function keepTime(state: State, speed: number) {
  const noted = state.get<{ now: number; speed: number }>('clock', 'now');
  const start = Math.max(Date.now(), noted ? noted.now + 2 * noteEvery * noted.speed : 0);
  const clock = createClock({ start, speed });
  const note = () => state.put('clock', 'now', { now: clock.now(), speed });
  note();
  const timer = setInterval(note, noteEvery);
  return {
    ...clock,
    close() {
      clearInterval(timer);
      note();
    },
  };
}
