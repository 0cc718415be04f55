import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, createApiClient } from '../../local/api-client.ts';
import { createAws } from '../../local/aws.ts';
import { createClock } from '../../local/clock.ts';
import { type FunctionConfiguration, readConfiguration } from '../../local/configuration.ts';
import { serverOptions } from '../../local/http-api/http-api.ts';
import { environmentOf } from '../../local/lambda/environment.ts';
import type { Invocation, Lambda } from '../../local/lambda/lambda.ts';
import { listen } from '../../local/listen.ts';
import { createQueues } from '../../local/queue/queue.ts';
import { createRandom } from '../../local/random.ts';
import { seed } from '../../local/seed.ts';
import { createState } from '../../local/state.ts';
import { createTables } from '../../local/table.ts';
import { place } from '../../local/world.ts';
import type { Bundle } from './bundles.ts';
import type { Certificate } from './certificate.ts';
import { perform } from './script.ts';
import { type Started, startCold } from './start.ts';
import { type Exchange, recording, type TlsServer } from './tls.ts';

const root = join(import.meta.dirname, '../..');

/** A call of AWS, as the endpoint understood it. */
export interface AwsCall {
  /** The signing name. */
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}

/** One event that a function was started for, with all that it asked of AWS and was answered. */
export interface Scene {
  readonly key: string;
  readonly event: unknown;
  readonly environment: Readonly<Record<string, string>>;
  readonly calls: readonly AwsCall[];
  readonly exchanges: readonly Exchange[];
  readonly started: Started;
}

export interface Stage {
  readonly api: ApiClient;
  readonly lambda: Lambda;
  readonly now: () => number;
}

/** Names of the project's functions. */
export const functionNames = () =>
  readConfiguration({ root, stage: 'dev', ...place, endpoint: 'http://127.0.0.1:1' }).functions.map(({ key }) => key);

/**
 * Plays some associations and a batch through in an AWS of the local world's, over TLS, where every call of a function starts its
 * shipped bundle in a process of its own. Gives every call that was made, in order.
 */
export async function rehearse(
  bundles: ReadonlyMap<string, Bundle>,
  tls: TlsServer,
  { file }: Certificate,
  folder: string,
): Promise<Scene[]> {
  const directory = join(folder, 'world');
  mkdirSync(directory);
  const configuration = readConfiguration({ root, stage: 'dev', ...place, endpoint: tls.url });
  const state = createState();
  const clock = createClock({ start: Date.parse('2026-11-02T00:00:00Z'), speed: 100 });
  const scenes: Scene[] = [];
  const open = new Map<string, { calls: Map<string, AwsCall>; exchanges: [string, Exchange][] }>();
  const queue = new Map<string, Promise<unknown>>();

  /** One at a time of each function, so that it is known whose a call is. */
  async function invoke(definition: FunctionConfiguration, event: unknown): Promise<Invocation> {
    const before = queue.get(definition.key);
    const { promise, resolve } = Promise.withResolvers<void>();
    queue.set(definition.key, promise);
    await before;
    try {
      return await startOne(definition, event);
    } finally {
      resolve();
    }
  }

  async function startOne(definition: FunctionConfiguration, event: unknown): Promise<Invocation> {
    const { key } = definition;
    const noted = { calls: new Map<string, AwsCall>(), exchanges: [] as [string, Exchange][] };
    open.set(key, noted);
    const environment = {
      ...environmentOf(definition, { region: place.region, endpoint: tls.url }, 'cold'),
      NODE_EXTRA_CA_CERTS: file,
    };
    const started = await startCold(folder, bundleOf(bundles, key).file, event, environment);
    const calls = noted.exchanges.flatMap(([id, { requestBody }]) => {
      const call = noted.calls.get(id);
      return call ? [{ ...call, input: call.input ?? JSON.parse(requestBody) }] : [];
    });
    scenes.push({ key, event, environment, calls, exchanges: noted.exchanges.map(([, exchange]) => exchange), started });
    const requestId = randomUUID();
    return started.failure
      ? { requestId, payload: started.failure, functionError: 'Unhandled' }
      : { requestId, payload: started.result, functionError: null };
  }

  const functionOf = (name: string) => {
    const found = configuration.functions.find((each) => [each.key, each.name, each.arn].includes(name));
    if (!found) throw new Error(`There is no function ${name}.`);
    return found;
  };
  const lambda: Lambda = {
    functions: configuration.functions,
    functionOf,
    invoke: (name, payload) => invoke(functionOf(name), payload ?? {}),
    invokeAsync(name, payload) {
      void invoke(functionOf(name), payload ?? {});
      return { requestId: randomUUID() };
    },
    warm: async () => undefined,
    resume: () => 0,
    close: async () => undefined,
  };
  const queues = createQueues({ queues: configuration.queues, clock, state });
  const services = createAws({
    configuration,
    surroundings: { clock, random: createRandom(1), state, ...place },
    stateDirectory: directory,
    stack: () => {
      throw new Error('Nobody asks for the stack here.');
    },
    lambda,
    queues,
    sendToQueue: (arn, body, attributes = {}) => void queues.send(arn, { body, attributes }),
    keepPace: clock.keepPace,
    schedules: false,
    onCall: ({ accessKeyId, requestId, service, operation, input }) =>
      void open.get(accessKeyId)?.calls.set(requestId, { service, operation: operation ?? '', input }),
    log: () => undefined,
  });
  tls.serve(
    recording(services.endpoint, (accessKey, requestId, exchange) => void open.get(accessKey)?.exchanges.push([requestId, exchange])),
  );
  // What needs no TLS: the tables, and the app's own API.
  const [aws, http] = [await listen(0), await listen(0, serverOptions)];
  try {
    aws.serve(services.endpoint);
    http.serve(services.api);
    await createTables(configuration.tables, aws.url, place.region);
    seed(services);
    services.resume();
    const api = createApiClient(http.url, { accessKeyId: 'bench', region: place.region });
    await perform({ api, lambda, now: clock.now });
    await Promise.all(queue.values());
    return scenes;
  } finally {
    services.stop();
    await Promise.all([aws.close(), http.close()]);
    await sleep(0);
    services.close();
    queues.close();
    state.close();
  }
}

export function bundleOf(bundles: ReadonlyMap<string, Bundle>, name: string): Bundle {
  const bundle = bundles.get(name);
  if (!bundle) throw new Error(`There is no bundle ${name}.`);
  return bundle;
}
