import type {
  DescribeExecutionOutput,
  GetExecutionHistoryOutput,
  ListExecutionsOutput,
  ListStateMachinesOutput,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { callback, machineOf, task } from './machine.ts';
import { createWorld, ended, roleArn, type World } from './world.ts';

const states = 'arn:aws:states:us-east-1:111111111111';
const echo = machineOf({ Only: { Type: 'Pass', Output: '{% $states.input %}', End: true } });
const ask = machineOf({ Ask: callback() });

let world: World;
let tokens: string[];
beforeEach(() => {
  tokens = [];
  world = createWorld({
    invoke: async (_, input, { taskToken }) => {
      tokens.push(taskToken);
      return input;
    },
  });
  world.load({ name: 'echo', definition: echo, roleArn, trusted: true });
  world.load({ name: 'ask', definition: ask, roleArn, trusted: true });
});
afterEach(() => world.close());

const stateMachineArn = `${states}:stateMachine:echo`;
const start = (input: object = {}) =>
  world.call<{ executionArn: string; startDate: Date }>('StartExecution', { stateMachineArn, ...input });
const startAsking = async (name = 'asking') => {
  const { executionArn } = await start({ stateMachineArn: `${states}:stateMachine:ask`, name });
  while (tokens.length === 0) await new Promise(setImmediate);
  return { executionArn, taskToken: tokens[0] };
};
const refused = (operation: string, input: object) =>
  world.call(operation, input).then(
    () => 'taken',
    (error: Error) => error.name,
  );

describe('StartExecution', () => {
  test('runs the machine, and DescribeExecution shows every field AWS fills', async () => {
    const { executionArn, startDate } = await start({ name: 'one', input: '{"a":1}' });
    expect(executionArn).toBe(`${states}:execution:echo:one`);
    expect(await ended(world, executionArn)).toEqual({
      executionArn,
      stateMachineArn,
      name: 'one',
      status: 'SUCCEEDED',
      startDate,
      stopDate: expect.any(Date),
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  test('without a name and an input gets a new name and an empty object', async () => {
    const [one, two] = [await start(), await start()];
    expect(one.executionArn).not.toBe(two.executionArn);
    expect((await ended(world, one.executionArn)).input).toBe('{}');
  });

  test('again with the same name and input while it runs is the same execution', async () => {
    const asking = { stateMachineArn: `${states}:stateMachine:ask`, name: 'twice', input: '{}' };
    expect(await start(asking)).toEqual(await start(asking));
    expect(await refused('StartExecution', { ...asking, input: '{"b":1}' })).toBe('ExecutionAlreadyExists');
    await world.call('StopExecution', { executionArn: `${states}:execution:ask:twice` });
    expect(await refused('StartExecution', asking)).toBe('ExecutionAlreadyExists');
  });

  test.each([
    [{ stateMachineArn: 'echo' }, 'InvalidArn'],
    [{ stateMachineArn: `${states}:execution:echo:one` }, 'InvalidArn'],
    [{ stateMachineArn: `${states}:stateMachine:none` }, 'StateMachineDoesNotExist'],
    [{ name: 'a b' }, 'InvalidName'],
    [{ name: 'a:b' }, 'InvalidName'],
    [{ input: '{' }, 'InvalidExecutionInput'],
    [{ input: JSON.stringify('ä'.repeat(131_072)) }, 'InvalidExecutionInput'],
  ])('case %# is refused with AWS’s own name', async (input, name) => {
    expect(await refused('StartExecution', { stateMachineArn, ...input })).toBe(name);
  });
});

describe('StopExecution', () => {
  test('aborts a running execution with the reason given', async () => {
    const { executionArn } = await startAsking();
    const { stopDate } = await world.call<{ stopDate: Date }>('StopExecution', { executionArn, error: 'Enough', cause: 'we stop' });
    expect(await ended(world, executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'we stop', stopDate });
    const { events } = await world.call<GetExecutionHistoryOutput>('GetExecutionHistory', { executionArn });
    expect(events?.at(-1)).toMatchObject({ type: 'ExecutionAborted', executionAbortedEventDetails: { error: 'Enough', cause: 'we stop' } });
  });

  test('of an execution that has ended answers with its stop date', async () => {
    const { executionArn } = await start();
    const { stopDate } = await ended(world, executionArn);
    expect(await world.call('StopExecution', { executionArn })).toEqual({ stopDate });
  });
});

describe('the lists', () => {
  test('ListExecutions is newest first, by status, a page at a time', async () => {
    for (const name of ['a', 'b', 'c']) await ended(world, (await start({ name })).executionArn);
    const page = await world.call<ListExecutionsOutput>('ListExecutions', { stateMachineArn, maxResults: 2 });
    expect(page.executions?.map(({ name }) => name)).toEqual(['c', 'b']);
    const rest = await world.call<ListExecutionsOutput>('ListExecutions', { stateMachineArn, maxResults: 2, nextToken: page.nextToken });
    expect(rest).toEqual({
      executions: [expect.objectContaining({ name: 'a', status: 'SUCCEEDED', redriveCount: 0, stopDate: expect.any(Date) })],
    });
    expect(await world.call('ListExecutions', { stateMachineArn, statusFilter: 'FAILED' })).toEqual({ executions: [] });
    expect(await refused('ListExecutions', { stateMachineArn, nextToken: 'nonsense' })).toBe('InvalidToken');
    expect(await refused('ListExecutions', { stateMachineArn, statusFilter: 'FAILED', nextToken: page.nextToken })).toBe('InvalidToken');
  });

  test('GetExecutionHistory pages, turns around and leaves out payloads', async () => {
    const { executionArn } = await start({ input: '[1]' });
    await ended(world, executionArn);
    const history = (input: object) => world.call<GetExecutionHistoryOutput>('GetExecutionHistory', { executionArn, ...input });
    const first = await history({ maxResults: 3 });
    expect(first.events?.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect((await history({ maxResults: 3, nextToken: first.nextToken })).events?.map(({ type }) => type)).toEqual(['ExecutionSucceeded']);
    expect((await history({ reverseOrder: true })).events?.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect((await history({})).events?.[0]).toEqual({
      id: 1,
      previousEventId: 0,
      type: 'ExecutionStarted',
      timestamp: expect.any(Date),
      executionStartedEventDetails: { input: '[1]', inputDetails: { truncated: false }, roleArn },
    });
    expect((await history({ includeExecutionData: false })).events?.[0]?.executionStartedEventDetails).toEqual({ roleArn });
  });

  test('ListStateMachines and DescribeStateMachine show what was loaded', async () => {
    const { stateMachines } = await world.call<ListStateMachinesOutput>('ListStateMachines');
    expect(stateMachines?.map(({ name, type }) => [name, type])).toEqual([
      ['ask', 'STANDARD'],
      ['echo', 'STANDARD'],
    ]);
    expect(await world.call('DescribeStateMachine', { stateMachineArn })).toEqual({
      stateMachineArn,
      name: 'echo',
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn,
      definition: JSON.stringify(echo),
      creationDate: expect.any(Date),
      revisionId: expect.stringMatching(/^[0-9a-f]{8}-/),
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
      variableReferences: {},
    });
  });
});

describe('the lists of what nobody can make here', () => {
  test('are empty, and know what they are asked about', async () => {
    const { executionArn } = await start();
    expect(await world.call('ListActivities', {})).toEqual({ activities: [] });
    expect(await world.call('ListMapRuns', { executionArn })).toEqual({ mapRuns: [] });
    expect(await world.call('ListStateMachineAliases', { stateMachineArn })).toEqual({ stateMachineAliases: [] });
    expect(await world.call('ListStateMachineVersions', { stateMachineArn })).toEqual({ stateMachineVersions: [] });
    expect(await world.call('ListTagsForResource', { resourceArn: stateMachineArn })).toEqual({ tags: [] });
    expect(await refused('ListMapRuns', { executionArn: `${executionArn}x` })).toBe('ExecutionDoesNotExist');
    expect(await refused('ListTagsForResource', { resourceArn: `${stateMachineArn}x` })).toBe('ResourceNotFound');
  });

  test('ListExecutions wants one of its two ARNs', async () => {
    expect(await refused('ListExecutions', {})).toBe('ValidationException');
    expect(await refused('ListExecutions', { stateMachineArn, mapRunArn: 'arn:x' })).toBe('ValidationException');
    expect(await refused('ListExecutions', { mapRunArn: 'arn:x' })).toBe('ResourceNotFound');
  });
});

describe('a definition that changes', () => {
  test('leaves running executions with theirs', async () => {
    const { executionArn } = await startAsking();
    world.load({ name: 'ask', definition: echo, roleArn, trusted: true });
    const found = await world.call<{ definition: string }>('DescribeStateMachineForExecution', { executionArn });
    expect(JSON.parse(found.definition)).toEqual(ask);
    expect(found).toMatchObject({ variableReferences: {} });
    const bare = await world.call('DescribeStateMachineForExecution', { executionArn, includedData: 'METADATA_ONLY' });
    expect(bare).not.toHaveProperty('variableReferences');
    expect(await world.call('DescribeStateMachine', { stateMachineArn: `${states}:stateMachine:ask` })).toMatchObject({
      definition: JSON.stringify(echo),
    });
  });
});

describe('a task token', () => {
  test('finishes its task with SendTaskSuccess, once', async () => {
    const { executionArn, taskToken } = await startAsking();
    expect(await world.call('SendTaskHeartbeat', { taskToken })).toEqual({});
    expect(await world.call('SendTaskSuccess', { taskToken, output: '{"yes":true}' })).toEqual({});
    expect(await ended(world, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"yes":true}' });
    expect(await refused('SendTaskSuccess', { taskToken, output: '1' })).toBe('TaskTimedOut');
  });

  test('fails its task with SendTaskFailure', async () => {
    const { executionArn, taskToken } = await startAsking();
    await world.call('SendTaskFailure', { taskToken, error: 'No', cause: 'not now' });
    const described = await world.call<DescribeExecutionOutput>('DescribeExecution', { executionArn });
    expect(described).toMatchObject({ status: 'FAILED', error: 'No', cause: 'not now', redriveStatus: 'REDRIVABLE' });
  });

  test('of a task that does not wait for it changes nothing', async () => {
    world.load({ name: 'plain', definition: machineOf({ Work: task() }), roleArn, trusted: true });
    const { executionArn } = await start({ stateMachineArn: `${states}:stateMachine:plain`, input: '1' });
    while (tokens.length === 0) await new Promise(setImmediate);
    expect(await refused('SendTaskSuccess', { taskToken: tokens[0], output: '2' })).toBe('TaskTimedOut');
    expect((await ended(world, executionArn)).output).toBe('1');
  });

  test('that no task has is refused', async () => {
    const { taskToken } = await startAsking();
    const foreign = Buffer.from(JSON.stringify([`${states}:execution:ask:other`, 0, 'x'])).toString('base64');
    expect(await refused('SendTaskSuccess', { taskToken: 'nonsense', output: '1' })).toBe('InvalidToken');
    expect(await refused('SendTaskHeartbeat', { taskToken: foreign })).toBe('TaskDoesNotExist');
    expect(await refused('SendTaskSuccess', { taskToken, output: '{' })).toBe('InvalidOutput');
  });
});

describe('the status changes', () => {
  test('are told once each, with what AWS tells', async () => {
    const { executionArn, startDate } = await start({ name: 'told', input: '"in"' });
    const { stopDate } = await ended(world, executionArn);
    await new Promise(setImmediate);
    const both = {
      executionArn,
      stateMachineArn,
      name: 'told',
      startDate: startDate.getTime(),
      input: '"in"',
      inputDetails: { included: true },
    };
    expect(world.changes).toEqual([
      expect.objectContaining({ ...both, status: 'RUNNING', stopDate: null, output: null, outputDetails: null, error: null, cause: null }),
      expect.objectContaining({
        ...both,
        status: 'SUCCEEDED',
        stopDate: (stopDate as Date).getTime(),
        output: '"in"',
        outputDetails: { included: true },
      }),
    ]);
  });

  test('carry error and cause of a failure', async () => {
    const { taskToken } = await startAsking();
    await world.call('SendTaskFailure', { taskToken, error: 'No', cause: 'not now' });
    expect(world.changes.at(-1)).toMatchObject({ status: 'FAILED', error: 'No', cause: 'not now', output: null });
  });
});
