import { fileURLToPath } from 'node:url';
import { readConfiguration } from '../../local/configuration.ts';
import type { Envelope } from '../../local/eventbridge/envelope.ts';
import { createEventBridge } from '../../local/eventbridge/eventbridge.ts';
import { createEventBridgeService } from '../../local/eventbridge/service.ts';
import { createQueues } from '../../local/queue/queue.ts';
import { createQueueService } from '../../local/queue/service.ts';
import { createRandom } from '../../local/random.ts';
import { createDirectConnect } from '../../local/simulators/direct-connect/simulator.ts';
import { createElasticsearchService } from '../../local/simulators/elasticsearch-service/service.ts';
import { createFaults } from '../../local/simulators/faults.ts';
import { createVpcLattice } from '../../local/simulators/vpc-lattice/simulator.ts';
import { createState } from '../../local/state.ts';
import { createStepFunctions } from '../../local/stepfunctions/index.ts';
import { createJournal } from '../../local/stepfunctions/journal.ts';
import { createTopicService } from '../../local/topic/service.ts';
import { createTopics } from '../../local/topic/topic.ts';
import type { Store } from '../../src/store.ts';
import { openEndpoint } from '../endpoint.ts';
import { createManualClock } from '../local/lambda/manual-clock.ts';
import { midnight } from '../record.ts';
import { createTable } from '../table.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

export const place = { account: '123456789012', region: 'eu-west-1' };
/** Stands in the settings until there is an endpoint. */
const nowhere = 'http://127.0.0.1:1';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The functions of serverless.yml in this process, and around them all that they call. */
export interface Deployed {
  readonly keys: readonly string[];
  readonly store: Store;
  /** Calls a function with the environment that serverless.yml and Lambda give it, and nothing else. */
  invoke(key: string, event: unknown): Promise<unknown>;
  /** Names of the executions that were started. */
  started(): string[];
  /** Events that functions put on the bus. */
  emitted(): Envelope[];
  alerts(): string[];
  parked(): string[];
  close(): Promise<void>;
}

export async function deploy(): Promise<Deployed> {
  const surroundings = {
    clock: createManualClock(midnight),
    random: createRandom(1),
    state: createState(),
    ...place,
    emit: () => undefined,
  };
  const table = await createTable();
  const configuration = readConfiguration({ root, stage: 'dev', ...place, endpoint: nowhere });
  const queues = createQueues({ queues: configuration.queues, ...surroundings });
  const topics = createTopics({ topics: configuration.topics, ...surroundings });
  const emitted: Envelope[] = [];
  const eventBridge = createEventBridge({
    ...configuration,
    ...surroundings,
    rules: [],
    deliver: () => undefined,
    sendToQueue: () => undefined,
    log: () => undefined,
    onEvent: (event) => void emitted.push(event),
  });
  const journal = createJournal();
  const stepFunctions = createStepFunctions({
    ...surroundings,
    journal,
    invoke: () => new Promise(() => undefined),
    onStatusChange: () => undefined,
  });
  for (const { definition, ...machine } of configuration.machines)
    stepFunctions.load({ ...machine, definition: definition as never, trusted: true });
  const faults = createFaults();
  const endpoint = await openEndpoint(surroundings, [
    stepFunctions.service,
    createEventBridgeService({ eventBridge, account: place.account, log: () => undefined }),
    createQueueService(queues),
    createTopicService({ topics, account: place.account }),
    createElasticsearchService(surroundings, faults).service,
    createVpcLattice(surroundings, faults).service,
    createDirectConnect(surroundings, faults).service,
  ]);
  const { hostname, port } = (await table.client.config.endpoint?.()) ?? { hostname: '', port: 0 };
  const lambda = {
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: 'function',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: endpoint.clientOptions.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: `http://${hostname}:${port}`,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  const before = process.env;
  return {
    keys: configuration.functions.map(({ key }) => key),
    store: table.store,
    async invoke(key, event) {
      const { environment } = configuration.functions.find((each) => each.key === key) ?? { environment: {} as Record<string, string> };
      const settings = Object.entries(environment).map(([name, value]) => [name, value.replace(nowhere, lambda.AWS_ENDPOINT_URL)]);
      process.env = { ...Object.fromEntries(settings), ...lambda, TABLE_NAME: 'liaison' };
      const { handler } = (await import(`../../functions/${key}.ts`)) as { handler: Handler };
      return handler(structuredClone(event), { awsRequestId: `request-of-${key}` });
    },
    started: () =>
      configuration.machines
        .flatMap(({ arn }) => journal.list({ machineArn: arn, status: undefined, before: Number.MAX_SAFE_INTEGER, limit: 100 }))
        .map(({ name }) => name),
    emitted: () => emitted,
    alerts: () => configuration.topics.flatMap(({ arn }) => topics.list(arn).map(({ message }) => message)),
    parked: () => configuration.queues.flatMap(({ name }) => queues.list(name).map(({ body }) => body)),
    async close() {
      process.env = before;
      stepFunctions.close();
      await endpoint.close();
      journal.close();
      await table.close();
    },
  };
}
