import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { createClock } from './clock.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { createEventBridge, type EventBridge } from './eventbridge/eventbridge.ts';
import { createEventBridgeService } from './eventbridge/service.ts';
import { createHttpApi, serverOptions } from './http-api/http-api.ts';
import { createLambda, type Lambda } from './lambda/lambda.ts';
import { createLambdaService } from './lambda/service.ts';
import { createInvokeTask, type InvokeArguments } from './lambda/task.ts';
import { listen } from './listen.ts';
import { createPrincipals } from './principal.ts';
import { createQueues, type Queues } from './queue/queue.ts';
import { createQueueService } from './queue/service.ts';
import { createRandom } from './random.ts';
import { createDirectConnect } from './simulators/direct-connect/simulator.ts';
import { createElasticsearchService } from './simulators/elasticsearch-service/service.ts';
import { createFaults } from './simulators/faults.ts';
import { createVpcLattice } from './simulators/vpc-lattice/simulator.ts';
import { createState, type State } from './state.ts';
import { createStepFunctions } from './stepfunctions/index.ts';
import { createJournal } from './stepfunctions/journal.ts';
import { createTables } from './table.ts';
import { createTopicService } from './topic/service.ts';
import { createTopics, type PublishedMessage, type Topics } from './topic/topic.ts';
import { type Call, createHandler } from './wire/handler.ts';
import type { Surroundings } from './wire/service.ts';

/** Where the world pretends to be. */
export const place = { account: '123456789012', region: 'eu-west-1' };

export interface WorldOptions {
  /** The folder of serverless.yml. */
  readonly root: string;
  /** Where everything is kept. */
  readonly stateDirectory: string;
  readonly apiPort: number;
  readonly awsPort: number;
  /** How many times faster than the machine's the world's clock runs. */
  readonly speed: number;
  readonly seed: number;
  onCall?(call: Call): void;
  onPublish?(message: PublishedMessage): void;
  log(line: string): void;
}

/** The whole app on one machine, and the AWS it lives in. */
export interface World {
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly configuration: Configuration;
  readonly surroundings: Surroundings;
  readonly elasticsearch: ReturnType<typeof createElasticsearchService>;
  readonly lattice: ReturnType<typeof createVpcLattice>;
  readonly directConnect: ReturnType<typeof createDirectConnect>;
  readonly faults: ReturnType<typeof createFaults>;
  readonly eventBridge: EventBridge;
  readonly queues: Queues;
  readonly topics: Topics;
  readonly lambda: Lambda;
  /** Executions, deliveries and calls that an earlier process left and this one goes on with. */
  readonly resumed: number;
  close(): Promise<void>;
}

/** Starts the world on its state directory and goes on where an earlier one ended. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { root, stateDirectory, seed, log } = options;
  mkdirSync(stateDirectory, { recursive: true });
  const [aws, api] = [
    await listen(options.awsPort, { requestTimeout: 10_000, keepAliveTimeout: 600_000 }),
    await listen(options.apiPort, serverOptions),
  ];
  const configuration = readConfiguration({ root, stage: 'dev', ...place, endpoint: aws.url });
  const state = createState(join(stateDirectory, 'world.db'));
  const random = createRandom(seed);
  const clock = keepTime(state, options.speed);
  const queues = createQueues({ queues: configuration.queues, clock, state });
  const topics = createTopics({ topics: configuration.topics, clock, state, ...(options.onPublish && { onPublish: options.onPublish }) });
  const sendToQueue = (arn: string, body: string, attributes = {}) => void queues.send(arn, { body, attributes });
  const lambda = createLambda({
    functions: configuration.functions,
    clock,
    state,
    endpoint: aws.url,
    ...place,
    sendToQueue,
    log: (line, key) => log(`${key}: ${line}`),
    compileCache: join(stateDirectory, 'compiled'),
  });
  const eventBridge = createEventBridge({
    buses: configuration.buses,
    rules: configuration.rules,
    clock,
    state,
    random,
    ...place,
    deliver: (arn, event) => void lambda.invokeAsync(arn, event),
    sendToQueue,
    log,
  });
  const journal = createJournal(join(stateDirectory, 'executions.db'));
  const invokeTask = createInvokeTask(lambda);
  const stepFunctions = createStepFunctions({
    clock,
    random,
    ...place,
    journal,
    invoke: (resource, input) => {
      if (resource !== 'arn:aws:states:::lambda:invoke') throw new Error(`${resource} is not served here.`);
      return invokeTask(input as unknown as InvokeArguments);
    },
    onStatusChange: (detail) =>
      eventBridge.emit({
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        resources: [detail.executionArn],
        detail: { ...detail },
      }),
  });
  for (const { name, arn, roleArn, definition } of configuration.machines)
    stepFunctions.load({ name, arn, roleArn, definition: definition as never });

  const surroundings: Surroundings = { clock, random, state, ...place, emit: eventBridge.emit };
  const faults = createFaults();
  const elasticsearch = createElasticsearchService(surroundings, faults);
  const lattice = createVpcLattice(surroundings, faults);
  const directConnect = createDirectConnect(surroundings, faults);
  const principalOf = createPrincipals(configuration.functions, place.account);
  const tables = dynalite({ path: join(stateDirectory, 'table'), createTableMs: 0 });
  aws.serve(
    createHandler({
      services: [
        elasticsearch.service,
        lattice.service,
        directConnect.service,
        stepFunctions.service,
        createEventBridgeService({ eventBridge, account: place.account, log }),
        createQueueService(queues),
        createTopicService({ topics, account: place.account }),
        createLambdaService(lambda),
      ],
      dynamodb: (request, response) => void tables.emit('request', request, response),
      clock,
      random,
      ...place,
      principalOf,
      ...(options.onCall && { onCall: options.onCall }),
      onFault: (error, requestId) => log(`The local endpoint failed at ${requestId}: ${error instanceof Error ? error.stack : error}`),
    }),
  );
  const httpApi = createHttpApi({ routes: configuration.routes, invoke: lambda.invoke, clock, ...place, principalOf, log });
  api.serve(httpApi.handle);
  await createTables(configuration.tables, aws.url, place.region);
  const resumed = stepFunctions.resume() + eventBridge.resume() + lambda.resume();

  return {
    apiUrl: api.url,
    awsUrl: aws.url,
    configuration,
    surroundings,
    elasticsearch,
    lattice,
    directConnect,
    faults,
    eventBridge,
    queues,
    topics,
    lambda,
    resumed,
    async close() {
      stepFunctions.close();
      eventBridge.close();
      queues.close();
      await Promise.all([api.close(), aws.close(), lambda.close()]);
      await new Promise<void>((closed) => tables.close(() => closed()));
      clock.close();
      journal.close();
      state.close();
    },
  };
}

/** How often, in milliseconds of the machine's clock, the time is written down. */
const noteEvery = 500;

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
