import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RecordedEvent } from '../../../local/stepfunctions/history.ts';
import { createJournal, type Journal } from '../../../local/stepfunctions/journal.ts';
import type { Json } from '../../../local/stepfunctions/json.ts';
import { callback, machineOf, task } from './machine.ts';
import { createWorld, ended, roleArn, type World } from './world.ts';

const states = 'arn:aws:states:us-east-1:111111111111';
const child = new URL('./child.ts', import.meta.url).pathname;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const hang = 'arn:aws:lambda:us-east-1:111111111111:function:hang';

/** A machine to be killed, and when it has come far enough for that. */
interface Victim {
  readonly name: string;
  readonly definition: Json;
  readonly input?: string;
  readonly count?: number;
  readonly until: readonly [type: RecordedEvent['type'], times: number];
}

const eachOf = (items: Json): Json => ({
  Type: 'Map',
  Items: items,
  MaxConcurrency: 2,
  ItemProcessor: {
    StartAt: 'Item',
    States: {
      Item: task({ Next: 'Hold' }),
      Hold: { Type: 'Wait', Seconds: '{% $states.input %}', Output: '{% $states.input * $factor %}', End: true },
    },
  },
  End: true,
});

const victims: readonly Victim[] = [
  { name: 'wait', definition: machineOf({ Pause: { Type: 'Wait', Seconds: 2, End: true } }), until: ['WaitStateEntered', 1] },
  { name: 'call', definition: machineOf({ Work: task({ Resource: hang }) }), input: '{"a":1}', until: ['LambdaFunctionStarted', 1] },
  { name: 'limit', definition: machineOf({ Work: task({ Resource: hang, TimeoutSeconds: 2 }) }), until: ['LambdaFunctionStarted', 1] },
  { name: 'token', definition: machineOf({ Ask: callback() }), until: ['TaskSubmitted', 1] },
  {
    name: 'retry',
    definition: machineOf({
      Work: task({
        Resource: hang,
        TimeoutSeconds: 1,
        Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 1 }],
      }),
    }),
    until: ['LambdaFunctionTimedOut', 1],
  },
  {
    name: 'branches',
    definition: machineOf({
      Set: { Type: 'Pass', Assign: { factor: 10 }, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Each', States: { Each: eachOf([0, 2, 0]) } },
          { StartAt: 'Quick', States: { Quick: { Type: 'Pass', Output: 'quick', End: true } } },
        ],
        End: true,
      },
    }),
    until: ['MapIterationSucceeded', 2],
  },
];

const many: Victim = {
  name: 'many',
  definition: machineOf({
    First: task({ Next: 'Pause' }),
    Pause: { Type: 'Wait', Seconds: 0, Next: 'Second' },
    Second: task({ Next: 'Done' }),
    Done: { Type: 'Succeed', Output: '{% $states.input.n + 1 %}' },
  }),
  input: '{"n":1}',
  count: 150,
  until: ['WaitStateEntered', 1],
};

/** Runs a process with these machines in it, and kills it as soon as the last execution of each has come far enough. */
async function kill(path: string, machines: readonly Victim[]) {
  const given = machines.map(({ name, definition, input = '{}', count = 1 }) => ({ name, definition, input, count }));
  const running = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', child, path, JSON.stringify(given)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = new Promise((resolve) => running.once('exit', resolve));
  const journal = createJournal(path);
  const far = ({ name, count = 1, until: [type, times] }: Victim) =>
    eventsOf(journal, arnOf(name, count - 1)).filter((event) => event.type === type).length >= times;
  while (!machines.every(far)) await pause(2);
  running.kill('SIGKILL');
  await gone;
  journal.close();
}

const arnOf = (machine: string, number = 0) => `${states}:execution:${machine}:n${number}`;

const eventsOf = (journal: Journal, arn: string) => {
  const record = journal.find(arn);
  return record ? journal.events(record.id) : [];
};

/** The history's types, having made sure that no event is missing or there twice. */
function historyOf(world: World, arn: string): string[] {
  const events = eventsOf(world.journal, arn);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events.every(({ id, previousEventId }) => Number(previousEventId) < Number(id))).toBe(true);
  return events.map(({ type }) => type);
}

const took = ({ startDate, stopDate }: Record<string, unknown>) => Number(stopDate) - Number(startDate);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'killed-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('after SIGKILL a new engine on the same journal', () => {
  let world: World;
  let calls: { name: string | undefined; input: Json }[];
  beforeAll(async () => {
    const path = join(directory, 'some');
    await kill(path, victims);
    calls = [];
    const hanging = ['limit', 'retry'];
    world = createWorld({
      path,
      seed: 2,
      invoke: async (_, input, { executionArn }) => {
        const name = executionArn.split(':').at(-2);
        calls.push({ name, input });
        return hanging.includes(name ?? '') ? new Promise(() => undefined) : 'done';
      },
    });
    expect(world.resume()).toBe(victims.length);
  }, 30_000);
  afterAll(() => world.close());
  const callsOf = (name: string) => calls.filter((call) => call.name === name).map(({ input }) => input);

  test('keeps the end of a wait', async () => {
    const time = took(await ended(world, arnOf('wait')));
    expect(time).toBeGreaterThanOrEqual(2000);
    expect(time).toBeLessThan(3500);
    expect(historyOf(world, arnOf('wait'))).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded']);
  });

  test('makes a call again that was under way, and records nothing of it twice', async () => {
    expect(await ended(world, arnOf('call'))).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
    expect(callsOf('call')).toEqual([{ a: 1 }]);
    expect(historyOf(world, arnOf('call')).slice(2)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('holds a call that was under way to its old time-out', async () => {
    const described = await ended(world, arnOf('limit'));
    expect(described.error).toBe('States.Timeout');
    expect(took(described)).toBeLessThan(3500);
  });

  test('takes the answer to a token given out before, without calling again', async () => {
    const scheduled = eventsOf(world.journal, arnOf('token')).find(({ type }) => type === 'TaskScheduled');
    const { token } = JSON.parse(scheduled?.taskScheduledEventDetails?.parameters ?? '{}').Payload;
    await world.call('SendTaskSuccess', { taskToken: token, output: '7' });
    expect(await ended(world, arnOf('token'))).toMatchObject({ output: '7' });
    expect(callsOf('token')).toEqual([]);
    expect(historyOf(world, arnOf('token')).slice(2)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('counts the retries made before', async () => {
    expect((await ended(world, arnOf('retry'))).error).toBe('States.Timeout');
    expect(historyOf(world, arnOf('retry')).filter((type) => type === 'LambdaFunctionTimedOut')).toHaveLength(2);
  });

  test('goes on with the branches and iterations that had not ended', async () => {
    expect(await ended(world, arnOf('branches'))).toMatchObject({ status: 'SUCCEEDED', output: '[[0,20,0],"quick"]' });
    expect(callsOf('branches')).toEqual([]);
    const types = historyOf(world, arnOf('branches'));
    expect(types.filter((type) => type === 'MapIterationStarted')).toHaveLength(3);
    expect(types.filter((type) => type === 'LambdaFunctionScheduled')).toHaveLength(3);
  });
});

test('a new engine finishes every one of many executions killed anywhere, and tells of each change', async () => {
  const path = join(directory, 'many');
  await kill(path, [many]);
  const world = createWorld({ path, seed: 2 });
  world.resume();
  for (let number = 0; number < 150; number += 1) {
    expect(await ended(world, arnOf('many', number))).toMatchObject({ status: 'SUCCEEDED', output: '2' });
    expect(historyOf(world, arnOf('many', number))).toHaveLength(16);
  }
  await pause(5);
  expect(world.journal.unannounced()).toEqual([]);
  world.close();
});

test('an engine that is closed leaves its executions to the next, which tells of no change twice', async () => {
  const path = join(directory, 'closed');
  const first = createWorld({ path });
  const stateMachineArn = first.load({ name: 'closed', definition: machineOf({ Ask: callback() }), roleArn, trusted: true });
  await first.call('StartExecution', { stateMachineArn, name: 'n0' });
  while (!eventsOf(first.journal, arnOf('closed')).some(({ type }) => type === 'TaskSubmitted')) await pause(1);
  first.close();
  const second = createWorld({ path, seed: 2 });
  second.resume();
  await second.call('StopExecution', { executionArn: arnOf('closed') });
  expect(first.changes.map(({ status }) => status)).toEqual(['RUNNING']);
  expect(second.changes.map(({ status }) => status)).toEqual(['ABORTED']);
  second.close();
});
