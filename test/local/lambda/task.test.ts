import { afterAll, expect, test } from '@jest/globals';
import { createInvokeTask } from '../../../local/lambda/task.ts';
import { createLambdaWorld, functionOf } from './world.ts';

const { lambda } = createLambdaWorld([functionOf('echo')]);
const task = createInvokeTask(lambda);

afterAll(() => lambda.close());

test('a Task gets the answer as Step Functions gives it', async () => {
  const result = await task({ FunctionName: 'liaison-local-echo', Payload: { answer: 'nothing' } });
  expect(result).toEqual({
    ExecutedVersion: '$LATEST',
    Payload: null,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: expect.any(String) },
    StatusCode: 200,
  });
});

test('an error of the function is the error of the Task, with the answer as its cause', async () => {
  const error = (await task({ FunctionName: 'echo', Payload: { throw: 'no such package' } }).catch((thrown) => thrown)) as Error;
  expect(error.name).toBe('PackageTooOld');
  expect(JSON.parse(error.message)).toMatchObject({ errorType: 'PackageTooOld', errorMessage: 'no such package' });
});

test('an error of Lambda itself carries its name', async () => {
  await expect(task({ FunctionName: 'nobody' })).rejects.toMatchObject({ name: 'Lambda.ResourceNotFoundException' });
});

test('an argument that is not served is refused', async () => {
  await expect(task({ FunctionName: 'echo', InvocationType: 'Event' } as never)).rejects.toMatchObject({ name: 'States.Runtime' });
});
