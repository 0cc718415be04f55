import { join } from 'node:path';
import { createCloudFormationService } from './cloudformation/service.ts';
import type { Stack } from './cloudformation/stack.ts';
import type { Configuration } from './configuration.ts';
import { createDynamoDb } from './dynamodb/service.ts';
import { createEventBridge } from './eventbridge/eventbridge.ts';
import { createEventBridgeService } from './eventbridge/service.ts';
import { createHttpApi } from './http-api/http-api.ts';
import { createIdentityService } from './identity/service.ts';
import type { Lambda } from './lambda/lambda.ts';
import { createLambdaService } from './lambda/service.ts';
import { createInvokeTask, type InvokeArguments } from './lambda/task.ts';
import { createPrincipals } from './principal.ts';
import type { Queues } from './queue/queue.ts';
import { createQueueService } from './queue/service.ts';
import { createDirectConnect } from './simulators/direct-connect/simulator.ts';
import { createElasticsearchService } from './simulators/elasticsearch-service/service.ts';
import { createFaults } from './simulators/faults.ts';
import { createVpcLattice } from './simulators/vpc-lattice/simulator.ts';
import { createStepFunctions } from './stepfunctions/index.ts';
import { createJournal } from './stepfunctions/journal.ts';
import { createTopicService } from './topic/service.ts';
import { createTopics, type PublishedMessage } from './topic/topic.ts';
import { type Call, createHandler } from './wire/handler.ts';
import type { Surroundings } from './wire/service.ts';

/** What a Task may be: a function that is called, or one that hands its task's token on. */
const served: ReadonlySet<string> = new Set(['arn:aws:states:::lambda:invoke', 'arn:aws:states:::lambda:invoke.waitForTaskToken']);

/** What the services share. */
export interface AwsOptions {
  readonly configuration: Configuration;
  readonly surroundings: Omit<Surroundings, 'emit'>;
  readonly stateDirectory: string;
  /** The app's own stack, read when it is asked for. */
  readonly stack: () => Stack;
  readonly lambda: Lambda;
  readonly queues: Queues;
  sendToQueue(arn: string, body: string, attributes?: Readonly<Record<string, { DataType: string; StringValue: string }>>): void;
  /** Whether rules with a schedule have their times. */
  readonly schedules: boolean;
  /** Told of every task's call, which is over when the promise is. Answers to whoever only watches are none of them. */
  keepPace(work: Promise<unknown>): void;
  onCall?(call: Call): void;
  onPublish?(message: PublishedMessage): void;
  log(line: string): void;
}

export type Aws = ReturnType<typeof createAws>;

/** All of AWS that the app touches, and the app's own API, on the state directory. Nothing runs before `resume`. */
export function createAws({
  configuration,
  surroundings: here,
  stateDirectory,
  stack,
  lambda,
  queues,
  sendToQueue,
  keepPace,
  schedules,
  log,
  ...told
}: AwsOptions) {
  const { clock, state, account, region } = here;
  const topics = createTopics({ topics: configuration.topics, clock, state, ...(told.onPublish && { onPublish: told.onPublish }) });
  const eventBridge = createEventBridge({
    ...configuration,
    ...here,
    deliver: (arn, event) => void lambda.invokeAsync(arn, event),
    sendToQueue,
    log,
  });
  const journal = createJournal(join(stateDirectory, 'executions.db'));
  const invokeTask = createInvokeTask(lambda);
  const stepFunctions = createStepFunctions({
    ...here,
    journal,
    invoke: (resource, input) => {
      if (!served.has(resource)) throw new Error(`${resource} is not served here.`);
      const call = invokeTask(input as unknown as InvokeArguments);
      keepPace(call);
      return call;
    },
    onStatusChange: (detail) =>
      eventBridge.emit({
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        resources: [detail.executionArn],
        detail: { ...detail },
      }),
  });
  for (const { definition, ...machine } of configuration.machines)
    stepFunctions.load({ ...machine, definition: definition as never, trusted: true });

  const surroundings: Surroundings = { ...here, emit: eventBridge.emit };
  const faults = createFaults();
  const elasticsearch = createElasticsearchService(surroundings, faults);
  const lattice = createVpcLattice(surroundings, faults);
  const directConnect = createDirectConnect(surroundings, faults);
  const principalOf = createPrincipals(configuration.functions, account);
  const tables = createDynamoDb({ path: join(stateDirectory, 'table'), ...here });
  const endpoint = createHandler({
    services: [
      elasticsearch.service,
      lattice.service,
      directConnect.service,
      stepFunctions.service,
      createEventBridgeService({ eventBridge, account, log }),
      createQueueService(queues),
      createTopicService({ topics, account }),
      createLambdaService(lambda),
      createIdentityService(),
      createCloudFormationService({ stack, createdAt: clock.now() }),
    ],
    textServices: [tables],
    ...here,
    principalOf,
    ...(told.onCall && { onCall: told.onCall }),
    onFault: (error, requestId) => log(`The local endpoint failed at ${requestId}: ${error instanceof Error ? error.stack : error}`),
  });
  const api = createHttpApi({ routes: configuration.routes, invoke: lambda.invoke, clock, account, region, principalOf, log });

  return {
    elasticsearch,
    lattice,
    directConnect,
    faults,
    eventBridge,
    topics,
    /** Answers for every service, and for the app's own API. */
    endpoint,
    api: api.handle,
    /** Goes on with what an earlier process left. Gives how much that is. */
    resume(): number {
      if (schedules) eventBridge.keepSchedules();
      return stepFunctions.resume() + eventBridge.resume() + lambda.resume();
    },
    /** Stops what would start anything, before the servers are closed. */
    stop() {
      stepFunctions.close();
      eventBridge.close();
    },
    close() {
      tables.close();
      journal.close();
    },
  };
}
