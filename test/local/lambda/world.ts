import { fileURLToPath } from 'node:url';
import type { FunctionConfiguration } from '../../../local/configuration.ts';
import { createLambda, type Lambda } from '../../../local/lambda/lambda.ts';
import type { PoolLimits } from '../../../local/lambda/pool.ts';
import { createState, type State } from '../../../local/state.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export const account = '111122223333';
export const region = 'eu-west-1';
export const queueArn = `arn:aws:sqs:${region}:${account}:parked`;

/** A function whose source is a file of the fixture folder. */
export const functionOf = (key: string, changes: Partial<FunctionConfiguration> = {}): FunctionConfiguration => ({
  key,
  name: `liaison-local-${key}`,
  arn: `arn:aws:lambda:${region}:${account}:function:liaison-local-${key}`,
  handlerFile: fileURLToPath(new URL(`./fixture/${key}.ts`, import.meta.url)),
  description: `What ${key} does`,
  roleArn: `arn:aws:iam::${account}:role/liaison-local-${key}`,
  environment: { TABLE_NAME: 'liaison-local' },
  timeoutSeconds: 5,
  memoryMegabytes: 256,
  asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600, onFailureQueueArn: null },
  ...changes,
});

/** What a test holds in its hands. */
export interface LambdaWorld {
  readonly lambda: Lambda;
  readonly clock: ManualClock;
  readonly state: State;
  readonly lines: string[];
  readonly sent: { queueArn: string; record: Record<string, unknown> }[];
}

interface Surroundings {
  readonly clock: ManualClock;
  readonly state: State;
  readonly limits: Partial<PoolLimits>;
  readonly compileCache: string | null;
}

/** A Lambda of its own for a test, with what it logged and sent. */
export function createLambdaWorld(
  functions: FunctionConfiguration[],
  { clock = createManualClock(), state = createState(), limits = {}, compileCache = null }: Partial<Surroundings> = {},
): LambdaWorld {
  const lines: string[] = [];
  const sent: LambdaWorld['sent'] = [];
  const lambda = createLambda({
    functions,
    clock,
    state,
    endpoint: 'http://127.0.0.1:4566',
    region,
    account,
    limits,
    compileCache,
    sendToQueue: (to, body) => void sent.push({ queueArn: to, record: JSON.parse(body) }),
    log: (line, key) => lines.push(`${key}: ${line}`),
  });
  return { lambda, clock, state, lines, sent };
}
