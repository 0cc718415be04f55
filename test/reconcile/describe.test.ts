import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { executionArn } from '../../src/execution-name.ts';
import { createStart } from '../../src/executions.ts';
import { createDescribe, type Describe, isAlive } from '../../src/reconcile/describe.ts';
import { openStepFunctions } from '../step-functions.ts';

const runs = { id: 'assoc_01JBMZ0000000000000000000A', run: 1 };

describe('how a run stands', () => {
  let stepFunctions: Awaited<ReturnType<typeof openStepFunctions>>;
  let client: SFNClient;
  let ask: Describe;
  beforeAll(async () => {
    stepFunctions = await openStepFunctions({ Resource: 'arn:aws:states:::lambda:invoke' }, () => new Promise(() => undefined));
    client = new SFNClient(stepFunctions.endpoint.clientOptions);
    ask = createDescribe(() => stepFunctions.machine, client);
    await createStart(client, () => stepFunctions.machine)({ ...runs, kind: 'es-package' });
  });
  afterAll(async () => {
    client.destroy();
    await stepFunctions.close();
  });

  test('is what Step Functions says of its execution', async () => {
    expect(await ask(runs)).toBe('RUNNING');
    await client.send(new StopExecutionCommand({ executionArn: executionArn(stepFunctions.machine, runs) }));
    expect(await ask(runs)).toBe('ABORTED');
  });

  test('is nothing when there is none', async () => {
    expect(await ask({ ...runs, run: 2 })).toBeUndefined();
  });

  test('is not known when it cannot be asked', async () => {
    await expect(createDescribe(() => 'arn:nonsense', client)(runs)).rejects.toThrow();
  });
});

test('a run is alive while it goes on, or is about to again', () => {
  expect((['RUNNING', 'PENDING_REDRIVE', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const).filter(isAlive)).toEqual([
    'RUNNING',
    'PENDING_REDRIVE',
  ]);
});
