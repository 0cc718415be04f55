import { fileURLToPath } from 'node:url';
import { type Configuration, readConfiguration } from '../../local/configuration.ts';
import { createDynamoDb } from '../../local/dynamodb/service.ts';
import { createEventBridge } from '../../local/eventbridge/eventbridge.ts';
import { createEventBridgeService } from '../../local/eventbridge/service.ts';
import { createIdentityService } from '../../local/identity/service.ts';
import type { Invocation, Lambda } from '../../local/lambda/lambda.ts';
import { createLambdaService } from '../../local/lambda/service.ts';
import { type Listener, listen } from '../../local/listen.ts';
import { createPrincipals } from '../../local/principal.ts';
import { createQueues, type Queues } from '../../local/queue/queue.ts';
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
import { type Call, createHandler } from '../../local/wire/handler.ts';
import { endpointOptions } from '../../local/wire/server.ts';
import { AwsError, type Service } from '../../local/wire/service.ts';
import { createStore, type Store } from '../../src/store.ts';
import { createManualClock } from '../local/lambda/manual-clock.ts';
import { midnight } from '../record.ts';
import { readTableDefinition } from '../table-definition.ts';

export const place = { account: '123456789012', region: 'eu-west-1' };

const [root, tableName] = [fileURLToPath(new URL('../..', import.meta.url)), 'liaison'];

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The functions of serverless.yml in this process, and around them, behind one endpoint, all of AWS that they call; all in memory. */
export interface HostileWorld {
  readonly configuration: Configuration;
  readonly services: readonly Service[];
  readonly server: Listener;
  readonly store: Store;
  readonly queues: Queues;
  readonly alerts: () => readonly string[];
  readonly emitted: readonly unknown[];
  /** Calls a function with what JSON makes of the text, as Lambda does. What it throws comes back as `error`. */
  invoke(key: string, text: string): Promise<{ readonly answer?: unknown; readonly error?: Error }>;
  /** The calls since it was last asked. Throws the first fault of the world itself, had there been one. */
  calls(): readonly Call[];
  close(): Promise<void>;
}

let shared: Promise<HostileWorld> | undefined;

/** The one world of this process: the functions' clients go to the endpoint that they found first. */
export function hostileWorld(): Promise<HostileWorld> {
  shared ??= openHostileWorld();
  return shared;
}

/** Closes it, if it was opened. */
export const closeHostileWorld = async (): Promise<void> => (await shared)?.close();

async function openHostileWorld(): Promise<HostileWorld> {
  const server = await listen(0, endpointOptions);
  const configuration = readConfiguration({ root, stage: 'dev', ...place, endpoint: server.url });
  const state = createState();
  const surroundings = { clock: createManualClock(midnight), random: createRandom(1), state, ...place, emit: () => undefined };
  const [faults, calls, emitted]: [unknown[], Call[], unknown[]] = [[], [], []];
  const quiet = { log: () => undefined, deliver: () => undefined, sendToQueue: () => undefined };
  const eventBridge = createEventBridge({ ...configuration, ...surroundings, ...quiet, onEvent: (event) => void emitted.push(event) });
  const queues = createQueues({ queues: configuration.queues, ...surroundings });
  const topics = createTopics({ topics: configuration.topics, ...surroundings });
  const journal = createJournal();
  const stepFunctions = createStepFunctions({
    ...surroundings,
    journal,
    invoke: () => new Promise(() => undefined),
    onStatusChange: () => undefined,
  });
  for (const { definition, ...machine } of configuration.machines)
    stepFunctions.load({ ...machine, definition: definition as never, trusted: true });
  const tables = createDynamoDb(surroundings);
  tables.answer('CreateTable', JSON.stringify(readTableDefinition(tableName)));
  const script = createFaults();
  const services = [
    stepFunctions.service,
    createEventBridgeService({ eventBridge, account: place.account, log: () => undefined }),
    createQueueService(queues),
    createTopicService({ topics, account: place.account }),
    createLambdaService(lambdaOf(configuration, (key, text) => invoke(key, text))),
    createElasticsearchService(surroundings, script).service,
    createVpcLattice(surroundings, script).service,
    createDirectConnect(surroundings, script).service,
    createIdentityService(),
  ];
  server.serve(
    createHandler({
      services,
      textServices: [tables],
      ...surroundings,
      principalOf: createPrincipals(configuration.functions, place.account),
      onCall: (call) => void calls.push(call),
      onFault: (fault) => void faults.push(fault),
    }),
  );
  const before = process.env;
  process.env = { ...environmentOf(configuration, server.url) };

  async function invoke(key: string, text: string) {
    const { handler } = (await import(`../../functions/${key}.ts`)) as { handler: Handler };
    try {
      return { answer: await handler(JSON.parse(text), { awsRequestId: `request-of-${key}` }) };
    } catch (error) {
      return { error: error instanceof Error ? error : new Error(`${key} threw what is no error`) };
    }
  }

  return {
    configuration,
    services,
    server,
    store: createStore(),
    queues,
    alerts: () => configuration.topics.flatMap(({ arn }) => topics.list(arn).map(({ message }) => message)),
    emitted,
    invoke,
    calls() {
      if (faults.length > 0) throw new Error('The local world failed.', { cause: faults.shift() });
      return calls.splice(0);
    },
    async close() {
      process.env = before;
      stepFunctions.close();
      await server.close();
      journal.close();
      tables.close();
      queues.close();
      state.close();
    },
  };
}

/** What all functions together find in their environment. */
const environmentOf = ({ functions }: Configuration, endpoint: string): Record<string, string> => ({
  ...Object.assign({}, ...functions.map(({ environment }) => environment)),
  AWS_REGION: place.region,
  AWS_ACCESS_KEY_ID: 'function',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL: endpoint,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  TABLE_NAME: tableName,
});

/** A Lambda whose functions are in this process. */
function lambdaOf({ functions }: Configuration, call: HostileWorld['invoke']): Lambda {
  const functionOf = (name: string) => {
    const found = functions.find((each) => [each.key, each.name, each.arn].includes(name));
    if (!found) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, { status: 404, members: { Type: 'User' } });
    return found;
  };
  const invoke = async (name: string, event: unknown): Promise<Invocation> => {
    const { answer = null, error } = await call(functionOf(name).key, JSON.stringify(event ?? null));
    const payload = error ? { errorType: error.name, errorMessage: error.message } : JSON.parse(JSON.stringify(answer));
    return { requestId: '1', payload, functionError: error ? 'Unhandled' : null };
  };
  return { functions, functionOf, invoke, invokeAsync: () => ({ requestId: '1' }) } as unknown as Lambda;
}
