import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from './manual-clock.ts';
import { createLambdaWorld, functionOf, type LambdaWorld, queueArn } from './world.ts';

const counting = functionOf('counting', {
  asynchronous: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 600, onFailureQueueArn: queueArn },
});

let directory: string;
let file: string;
let world: LambdaWorld;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'liaison-'));
  file = join(directory, 'calls');
  world = createLambdaWorld([counting]);
});

afterEach(async () => {
  await world.lambda.close();
  rmSync(directory, { recursive: true });
});

const calls = () => {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').length;
  } catch {
    return 0;
  }
};
const waiting = () => world.state.list<{ invocations: number }>('lambda-event').map(([, { invocations }]) => invocations);
const accept = (failures: number) => world.lambda.invokeAsync('counting', { file, failures });

test('an event is called with after it was accepted', async () => {
  accept(0);
  expect(waiting()).toEqual([0]);
  world.clock.advance(0);
  await until(() => waiting().length === 0);
  expect(calls()).toBe(1);
});

test('a failure is tried again after one minute and after two more', async () => {
  accept(2);
  world.clock.advance(0);
  await until(() => waiting()[0] === 1);
  world.clock.advance(59);
  expect(calls()).toBe(1);
  world.clock.advance(1);
  await until(() => waiting()[0] === 2);
  world.clock.advance(119);
  expect(calls()).toBe(2);
  world.clock.advance(1);
  await until(() => waiting().length === 0);
  expect(calls()).toBe(3);
  expect(world.sent).toEqual([]);
});

test('what fails every time goes to the destination, with the event and the error', async () => {
  const { requestId } = accept(9);
  for (const seconds of [0, 60, 120]) {
    const before = calls();
    world.clock.advance(seconds);
    await until(() => calls() > before && (waiting()[0] === calls() || world.sent.length > 0));
  }
  await until(() => waiting().length === 0);
  expect(world.sent).toEqual([
    {
      queueArn,
      record: {
        version: '1.0',
        timestamp: '2030-01-01T00:03:00.000Z',
        requestContext: { requestId, functionArn: `${counting.arn}:$LATEST`, condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { file, failures: 9 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'Error', errorMessage: 'failure 3', trace: expect.any(Array) },
      },
    },
  ]);
});

test('an event that has grown too old is not called with', async () => {
  accept(9);
  world.clock.advance(0);
  await until(() => waiting()[0] === 1);
  await world.lambda.close();
  const { clock, state } = world;
  clock.advance(3600);
  world = createLambdaWorld([counting], { clock, state });
  world.lambda.resume();
  clock.advance(0);
  await until(() => waiting().length === 0);
  expect(world.sent[0]?.record).toMatchObject({ requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 } });
  expect(calls()).toBe(1);
});

test('a new process goes on with what the old one left', async () => {
  accept(1);
  world.clock.advance(0);
  await until(() => waiting()[0] === 1);
  accept(1);
  await world.lambda.close();
  const { clock, state } = world;
  world = createLambdaWorld([counting], { clock, state });
  expect(world.lambda.resume()).toBe(2);
  expect(world.lambda.resume()).toBe(0);
  clock.advance(60);
  await until(() => waiting().length === 0);
  expect(calls()).toBe(3);
});

test('a call cut off by the end of the process is not counted as a failure', async () => {
  const echo = functionOf('echo');
  const cut = createLambdaWorld([echo], { clock: world.clock, state: world.state });
  await cut.lambda.warm(['echo']);
  cut.lambda.invokeAsync('echo', { sleep: 3000 });
  world.clock.advance(0);
  await cut.lambda.close();
  expect(waiting()).toEqual([0]);
});

test('without a destination the log says what was dropped', async () => {
  const dropping = createLambdaWorld([
    functionOf('counting', { asynchronous: { maximumRetryAttempts: 0, maximumEventAgeSeconds: 60, onFailureQueueArn: null } }),
  ]);
  const { requestId } = dropping.lambda.invokeAsync('counting', { file, failures: 1 });
  dropping.clock.advance(0);
  await until(() => dropping.lines.some((line) => line.includes(`Event ${requestId} is dropped: RetriesExhausted`)));
  await dropping.lambda.close();
});
