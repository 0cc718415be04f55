import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { executionArn } from '../src/execution-name.ts';
import { createStart } from '../src/executions.ts';
import { createWake } from '../src/wake.ts';
import { idOf } from './record.ts';
import { openStepFunctions } from './step-functions.ts';

describe('waking a run', () => {
  const asked = Promise.withResolvers<string>();
  let stepFunctions: Awaited<ReturnType<typeof openStepFunctions>>;
  let client: SFNClient;
  beforeAll(async () => {
    stepFunctions = await openStepFunctions(
      {
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
      },
      async (_, input) => {
        asked.resolve((input as { Payload: { token: string } }).Payload.token);
        return { Payload: null };
      },
    );
    client = new SFNClient(stepFunctions.endpoint.clientOptions);
  });
  afterAll(async () => {
    client.destroy();
    await stepFunctions.close();
  });

  test('lets it go on; that nobody waits any more, or never did, is no fault', async () => {
    await createStart(client, () => stepFunctions.machine)({ id: idOf(1), run: 1, kind: 'es-package' });
    const token = await asked.promise;
    const wake = createWake(client);
    await wake(token);
    const run = executionArn(stepFunctions.machine, { id: idOf(1), run: 1 });
    expect(await client.send(new DescribeExecutionCommand({ executionArn: run }))).toMatchObject({ status: 'SUCCEEDED' });
    await wake(token);
    await wake('no token at all');
  });

  test('throws what AWS throws else, so that it is tried again', async () => {
    const unsigned = new SFNClient({ ...stepFunctions.endpoint.clientOptions, endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });
    await expect(createWake(unsigned)('token')).rejects.toThrow();
  });
});
