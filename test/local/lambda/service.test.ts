import { GetFunctionCommand, InvokeCommand, LambdaClient, ListFunctionsCommand, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLambdaService } from '../../../local/lambda/service.ts';
import { serve } from './endpoint.ts';
import { until } from './manual-clock.ts';
import { createLambdaWorld, functionOf } from './world.ts';

const { lambda, state, clock } = createLambdaWorld([functionOf('echo'), functionOf('counting')]);
let endpoint: Awaited<ReturnType<typeof serve>>;
let client: LambdaClient;

beforeAll(async () => {
  endpoint = await serve(createLambdaService(lambda));
  client = new LambdaClient(endpoint.settings);
});

afterAll(async () => {
  expect(endpoint.faults).toEqual([]);
  client.destroy();
  await endpoint.close();
  await lambda.close();
});

const invoke = (payload: unknown, type?: 'Event' | 'DryRun') =>
  client.send(
    new InvokeCommand({
      FunctionName: 'liaison-local-echo',
      Payload: Buffer.from(JSON.stringify(payload)),
      ...(type && { InvocationType: type }),
    }),
  );

test('a call is answered with the payload', async () => {
  const { StatusCode, ExecutedVersion, FunctionError, Payload } = await invoke({ packageID: 'F1' });
  expect({ StatusCode, ExecutedVersion, FunctionError }).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST', FunctionError: undefined });
  expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({ event: { packageID: 'F1' } });
});

test('a failure of the function is told in the header and the payload', async () => {
  const { StatusCode, FunctionError, Payload } = await invoke({ throw: 'no' });
  expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({ errorType: 'PackageTooOld', errorMessage: 'no' });
});

test('an event is accepted and worked on afterwards', async () => {
  expect((await invoke({}, 'Event')).StatusCode).toBe(202);
  expect(state.list('lambda-event')).toHaveLength(1);
  clock.advance(0);
  await until(() => state.list('lambda-event').length === 0);
});

test('a dry run runs nothing', async () => {
  expect((await invoke({ throw: 'never' }, 'DryRun')).StatusCode).toBe(204);
});

test('a payload that is not JSON is refused', async () => {
  const command = new InvokeCommand({ FunctionName: 'liaison-local-echo', Payload: Buffer.from('{') });
  await expect(client.send(command)).rejects.toMatchObject({ name: 'InvalidRequestContentException', $metadata: { httpStatusCode: 400 } });
});

test('an unknown function and an unknown version are not found', async () => {
  await expect(client.send(new GetFunctionCommand({ FunctionName: 'nobody' }))).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(client.send(new GetFunctionCommand({ FunctionName: 'liaison-local-echo', Qualifier: '7' }))).rejects.toMatchObject({
    message: 'Function not found: arn:aws:lambda:eu-west-1:111122223333:function:liaison-local-echo:7',
  });
});

test('a function is described with every member AWS would fill', async () => {
  const { Configuration, Code } = await client.send(new GetFunctionCommand({ FunctionName: 'liaison-local-echo' }));
  expect(Configuration).toMatchObject({
    FunctionName: 'liaison-local-echo',
    Role: 'arn:aws:iam::111122223333:role/liaison-local-echo',
    Description: 'What echo does',
    Handler: 'echo.handler',
    CodeSize: expect.any(Number),
    CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+0000$/),
    RevisionId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/liaison-local-echo' },
  });
  expect(Code?.Location).toMatch(/^file:.*\/fixture\/echo\.ts$/);
});

test('a name or a marker that cannot be is refused', async () => {
  const invalid = { name: 'InvalidParameterValueException', $metadata: { httpStatusCode: 400 } };
  await expect(client.send(new GetFunctionCommand({ FunctionName: 'a b' }))).rejects.toMatchObject(invalid);
  await expect(client.send(new ListFunctionsCommand({ Marker: 'guess' }))).rejects.toMatchObject(invalid);
});

test('functions are listed page by page', async () => {
  const first = await client.send(new ListFunctionsCommand({ MaxItems: 1 }));
  expect(first.Functions?.[0]).toMatchObject({ FunctionName: 'liaison-local-counting', Timeout: 5, MemorySize: 256 });
  const second = await client.send(new ListFunctionsCommand({ MaxItems: 1, Marker: first.NextMarker }));
  expect(second.Functions?.[0]?.FunctionName).toBe('liaison-local-echo');
  expect(second.NextMarker).toBeUndefined();
});
