import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Runs } from '../../../../console/protocol.ts';
import { AwsError } from '../../../../local/wire/service.ts';
import { serve } from '../../../local/lambda/endpoint.ts';
import { machineOf, task } from '../../../local/stepfunctions/machine.ts';
import { createWorld, ended, roleArn, type World } from '../../../local/stepfunctions/world.ts';
import { type OpenConsole, openConsole } from '../console.ts';
import { problem, startUpstream } from '../upstream.ts';

const id = `assoc_${'1'.padStart(26, '0')}`;
const machine = 'arn:aws:states:us-east-1:111111111111:stateMachine:liaison-dev-association';
const execution = machine.replace('stateMachine', 'execution');
const retry = { ErrorEquals: ['States.ALL'], IntervalSeconds: 600, MaxAttempts: 3 };
const definition = machineOf({
  Which: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.run = 2 %}', Next: 'Work' }], Default: 'Died' },
  Work: task({ Retry: [retry], Next: 'Done' }),
  Done: { Type: 'Succeed' },
  Died: { Type: 'Fail', Error: 'Died', Cause: 'Nobody knows why.' },
});

let association: { id: string; run: number; executionArn: string; settledAt: string | null };
let refusal: AwsError | undefined;
let asked: { operation: string; executionArn: string }[];
let states: World;
let [upstream, endpoint, at]: [Awaited<ReturnType<typeof startUpstream>>, Awaited<ReturnType<typeof serve>>, OpenConsole] = [] as never;

beforeAll(async () => {
  states = createWorld({
    invoke: async () => {
      throw Object.assign(new Error('it went wrong'), { name: 'Broken' });
    },
  });
  states.load({ name: 'liaison-dev-association', definition, roleArn, trusted: true });
  const start = (run: number) =>
    states.call<{ executionArn: string }>('StartExecution', {
      stateMachineArn: machine,
      name: `${id}-${run}`,
      input: JSON.stringify({ run }),
    });
  await ended(states, (await start(1)).executionArn);
  const { executionArn } = await start(2);
  // It fails at once, and waits to be repeated.
  for (let types: string[] = []; !types.some((type) => /Failed$/.test(type)); ) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { events } = await states.call<{ events: { type: string }[] }>('GetExecutionHistory', { executionArn });
    types = events.map(({ type }) => type);
  }
  const operations = Object.entries(states.service.operations).map(([operation, carryOut]) => [
    operation,
    (input: never, caller: never) => {
      asked.push({ operation, executionArn: (input as { executionArn: string }).executionArn });
      if (refusal) throw refusal;
      return carryOut?.(input, caller);
    },
  ]);
  endpoint = await serve({ ...states.service, operations: Object.fromEntries(operations) });
  upstream = await startUpstream(({ path }) =>
    path === `/associations/${id}?view=basic` ? { status: 200, body: association } : { status: 404, body: problem(404, 'not-found') },
  );
});
afterAll(async () => {
  for (const each of [upstream, endpoint, states]) await each.close();
});
beforeEach(async () => {
  association = { id, run: 2, executionArn: `${execution}:${id}-2`, settledAt: null };
  [refusal, asked] = [undefined, []];
  // What one console has read, another has not.
  await at?.close();
  at = await openConsole({ url: upstream.url, aws: endpoint.url });
});
afterAll(() => at.close());

const read = async () => {
  const { status, body } = await at.ask(`/console/associations/${id}/runs`);
  expect(status).toBe(200);
  return body as unknown as Runs;
};

test('the runs are told with the machine they run by, the path each took, its attempts and its error', async () => {
  const { runs, drawing, ...rest } = await read();
  expect(rest).toEqual({ definition, unavailable: null });
  expect(drawing?.nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['Which', 'Work', 'Done', 'Died']));
  expect(runs).toMatchObject([
    {
      run: 1,
      executionArn: `${execution}:${id}-1`,
      status: 'FAILED',
      endedAt: expect.any(String),
      steps: [
        { state: 'Which', type: 'Choice', attempts: 0 },
        { state: 'Died', type: 'Fail', error: 'Died', cause: 'Nobody knows why.' },
      ],
    },
    {
      run: 2,
      status: 'RUNNING',
      endedAt: null,
      steps: [
        { state: 'Which' },
        { state: 'Work', exitedAt: null, attempts: 1, error: 'Broken', cause: 'it went wrong', retryAt: expect.any(String) },
      ],
    },
  ]);
  const { enteredAt = '', retryAt } = runs[1]?.steps[1] ?? {};
  const seconds = (Date.parse(retryAt ?? '') - Date.parse(enteredAt)) / 1_000;
  expect(seconds).toBeGreaterThanOrEqual(600);
  expect(seconds).toBeLessThan(605);
  expect(Object.keys(runs[0]?.steps[0] ?? {}).sort()).toEqual(
    ['attempts', 'cause', 'enteredAt', 'error', 'exitedAt', 'retryAt', 'state', 'type'].sort(),
  );
});

test('what has ended is read once, and what runs not more often than is good for it', async () => {
  await Promise.all([read(), read(), read()]);
  const histories = () =>
    asked.filter(({ operation }) => operation === 'GetExecutionHistory').map(({ executionArn }) => executionArn.slice(-1));
  expect(histories().sort()).toEqual(['1', '2']);
  await new Promise((resolve) => setTimeout(resolve, 320));
  await read();
  expect(histories().sort()).toEqual(['1', '2', '2']);
});

test('a run that is about to begin is not missing', async () => {
  Object.assign(association, { run: 3, executionArn: `${execution}:${id}-3` });
  const { runs, unavailable, definition: read3 } = await read();
  expect([runs.map(({ run }) => run), unavailable, read3]).toEqual([[1, 2], null, null]);
});

test('of what is gone it is said in words', async () => {
  Object.assign(association, { run: 24, executionArn: `${execution}:${id}-24`, settledAt: '2026-01-01T00:00:00.000Z' });
  const { runs, unavailable } = await read();
  expect(runs).toEqual([]);
  expect(unavailable).toMatch(
    /^Only the last 20 runs are shown\. Step Functions has no history of run 5, 6, .*, 24 any more: it keeps one for 90 days/,
  );
});

test.each([
  [
    new AwsError('AccessDeniedException', 'User ana is not authorized', { status: 400 }),
    /not authorized\. Your credentials need states:Desc/,
  ],
  [new AwsError('InvalidArn', 'Invalid Arn', { status: 400 }), /^Step Functions could not be read: InvalidArn: Invalid Arn\.$/],
])('what may not be read is no error: %s', async (error, words) => {
  refusal = error;
  expect(await read()).toEqual({ definition: null, drawing: null, runs: [], unavailable: expect.stringMatching(words) });
  refusal = undefined;
  await new Promise((resolve) => setTimeout(resolve, 320));
  expect((await read()).runs).toHaveLength(2);
});

test('nothing that a page sends becomes an ARN', async () => {
  for (const text of ['x', 'assoc_1', `${id}-1`, `${id}%2f..`, id.toUpperCase()])
    expect(await at.ask(`/console/associations/${text}/runs`)).toMatchObject({ status: 400, body: { code: 'invalid-parameter' } });
  const other = `assoc_${'2'.padStart(26, '0')}`;
  expect(await at.ask(`/console/associations/${other}/runs`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  Object.assign(association, { executionArn: 'arn:aws:s3:::bucket' });
  expect(await read()).toMatchObject({ runs: [], unavailable: 'The API does not name an execution of a state machine.' });
  expect(asked).toEqual([]);
});

test('where the AWS of a local world is not known, it says how to find it', async () => {
  const alone = await openConsole({ url: upstream.url });
  expect(await alone.ask(`/console/associations/${id}/runs`)).toMatchObject({
    status: 200,
    body: { unavailable: expect.stringContaining('name its state directory') },
  });
  await alone.close();
});
