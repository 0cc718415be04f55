import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { until } from './manual-clock.ts';
import { createLambdaWorld, functionOf } from './world.ts';

const { lambda, lines } = createLambdaWorld([
  functionOf('echo'),
  functionOf('short', { handlerFile: functionOf('echo').handlerFile, timeoutSeconds: 0.2 }),
  functionOf('without-handler'),
  functionOf('with-callback'),
  functionOf('missing'),
]);

afterAll(() => lambda.close());

interface Seen {
  event: unknown;
  calls: number;
  environment: Record<string, string>;
  remaining: number;
  context: Record<string, unknown>;
}

const seen = async (event: Record<string, unknown> = {}) => (await lambda.invoke('echo', event)).payload as Seen;

describe('what a function sees', () => {
  test('the event as it was sent', async () => {
    expect((await seen({ packageID: 'F1', nothing: null })).event).toEqual({ packageID: 'F1', nothing: null });
  });

  test('its own variables and those of Lambda, and nothing of this process', async () => {
    process.env.LIAISON_TEST_SECRET = 'not for functions';
    const { environment } = await seen();
    delete process.env.LIAISON_TEST_SECRET;
    expect(environment).toEqual({
      TABLE_NAME: 'liaison-local',
      _HANDLER: 'echo.handler',
      AWS_ACCESS_KEY_ID: 'echo',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'liaison-local-echo',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/liaison-local-echo',
      AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\[\$LATEST\][0-9a-f]{32}$/),
      TZ: ':UTC',
    });
  });

  test('a context that says who it is and how long it has', async () => {
    const { requestId, payload } = await lambda.invoke('echo', {});
    const { context, remaining } = payload as Seen;
    expect(context).toMatchObject({
      awsRequestId: requestId,
      functionName: 'liaison-local-echo',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:liaison-local-echo',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/liaison-local-echo',
    });
    expect(remaining).toBeGreaterThan(4000);
    expect(remaining).toBeLessThanOrEqual(5000);
  });

  test('an environment that is kept from call to call', async () => {
    const before = (await seen()).calls;
    expect((await seen()).calls).toBe(before + 1);
  });

  test('its output goes to the log under its key', async () => {
    await seen({ say: 'looking at the domain' });
    await until(() => lines.includes('echo: looking at the domain'));
  });
});

describe('how functions are named', () => {
  test.each([
    'echo',
    'liaison-local-echo',
    'arn:aws:lambda:eu-west-1:111122223333:function:liaison-local-echo',
    'arn:aws:lambda:eu-west-1:111122223333:function:liaison-local-echo:$LATEST',
    '111122223333:function:liaison-local-echo',
  ])('%s', (name) => {
    expect(lambda.functionOf(name).key).toBe('echo');
  });

  test('an unknown one is not found', async () => {
    await expect(lambda.invoke('nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      status: 404,
      message: 'Function not found: arn:aws:lambda:eu-west-1:111122223333:function:nobody',
    });
  });
});

describe('what a function can do wrong', () => {
  test('an error thrown is told by name, message and trace', async () => {
    const { payload, functionError } = await lambda.invoke('echo', { throw: 'version 3 is gone' });
    expect(functionError).toBe('Unhandled');
    expect(payload).toEqual({ errorType: 'PackageTooOld', errorMessage: 'version 3 is gone', trace: expect.any(Array) });
    expect((payload as { trace: string[] }).trace[1]).toContain('echo.ts');
  });

  test('one that takes too long is stopped, and the next call finds a new environment', async () => {
    const { requestId, payload } = await lambda.invoke('short', { sleep: 60_000 });
    const errorMessage = `RequestId: ${requestId} Error: Task timed out after 0.20 seconds`;
    expect(payload).toEqual({ errorType: 'Sandbox.Timedout', errorMessage });
    expect((await lambda.invoke('short')).payload).toMatchObject({ calls: 1 });
  });

  test('one that ends its process', async () => {
    const { requestId, payload } = await lambda.invoke('echo', { exit: 3 });
    const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: exit status 3`;
    expect(payload).toEqual({ errorType: 'Runtime.ExitError', errorMessage });
  });

  test('a promise that nobody waits for', async () => {
    const { payload } = await lambda.invoke('echo', { reject: true });
    expect(payload).toMatchObject({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'nobody waits' });
  });

  test.each([
    ['without-handler', 'Runtime.HandlerNotFound'],
    ['with-callback', 'Runtime.CallbackHandlerDeprecated'],
    ['missing', 'Runtime.ImportModuleError'],
  ])('a source that cannot be used: %s', async (name, errorType) => {
    expect((await lambda.invoke(name)).payload).toMatchObject({ errorType });
  });

  test('what it does after its answer ends its environment, not the next call', async () => {
    await lambda.invoke('echo', { later: 'too late' });
    await until(() => lines.includes('echo: liaison-local-echo, between two events: too late'));
    expect((await seen()).calls).toBe(1);
  });

  test('failures are in the log', async () => {
    await lambda.invoke('echo', { throw: 'version 4 is gone' });
    expect(lines).toContain('echo: PackageTooOld: version 4 is gone');
  });
});

describe('payloads', () => {
  test('no payload is an empty event, no answer is null', async () => {
    expect(((await lambda.invoke('echo')).payload as Seen).event).toEqual({});
    expect((await lambda.invoke('echo', { answer: 'nothing' })).payload).toBeNull();
  });

  test('more than 6 MB is refused', async () => {
    await expect(lambda.invoke('echo', 'x'.repeat(6_291_455))).rejects.toMatchObject({ name: 'RequestTooLargeException', status: 413 });
  });

  test('an answer of more than 6 MB is a failure of the function', async () => {
    expect((await lambda.invoke('echo', { large: 6_291_556 })).payload).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });

  test('an asynchronous event of more than 1 MB is refused', () => {
    expect(() => lambda.invokeAsync('echo', 'x'.repeat(1_048_576))).toThrow(
      '1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
    );
  });
});

test('calls at once run in several environments, and those beyond the limit wait', async () => {
  const world = createLambdaWorld([functionOf('echo')], { limits: { working: 2, patience: 0 } });
  await world.lambda.warm(['echo']);
  const calls = [1, 2, 3].map(() => world.lambda.invoke('echo', { sleep: 50 }));
  const counts = (await Promise.all(calls)).map(({ payload }) => (payload as Seen).calls);
  expect(counts.sort()).toEqual([1, 1, 2]);
  await world.lambda.close();
});

test('compiled code is kept for the next start', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'liaison-'));
  const world = createLambdaWorld([functionOf('echo')], { compileCache: directory });
  await world.lambda.warm(['echo']);
  await until(() => readdirSync(directory).length > 0);
  await world.lambda.close();
  rmSync(directory, { recursive: true });
});
