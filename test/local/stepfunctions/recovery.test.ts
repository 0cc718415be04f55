import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RecordedEvent } from '../../../local/stepfunctions/history.ts';
import type { Invoke } from '../../../local/stepfunctions/invoke.ts';
import { createJournal } from '../../../local/stepfunctions/journal.ts';
import type { Json } from '../../../local/stepfunctions/json.ts';
import { callback, machineOf, task } from './machine.ts';
import { createWorld, ended, roleArn, type World } from './world.ts';

const execution = 'arn:aws:states:us-east-1:111111111111:execution:killed:';
const child = new URL('./child.ts', import.meta.url).pathname;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let directory: string;
let path: string;
let worlds: World[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'killed-'));
  path = join(directory, 'journal');
  worlds = [];
});
afterEach(() => {
  for (const world of worlds) world.close();
  rmSync(directory, { recursive: true });
});

/** Runs a process with the machine in it, and kills it as soon as the journal says `enough`. */
async function killed(definition: Json, enough: (events: readonly RecordedEvent[]) => boolean, { input = '{}', count = 1 } = {}) {
  const running = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', child, path, JSON.stringify(definition), input, String(count)],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const gone = new Promise((resolve) => running.once('exit', resolve));
  const journal = createJournal(path);
  while (!enough(eventsOf(journal, `n${count - 1}`))) await pause(2);
  running.kill('SIGKILL');
  await gone;
  journal.close();
}

const eventsOf = (journal: ReturnType<typeof createJournal>, name: string) => {
  const record = journal.find(execution + name);
  return record ? journal.events(record.id) : [];
};

/** A new engine on what the killed one left. */
function revived(invoke?: Invoke): World {
  const world = createWorld({ path, seed: 2, ...(invoke && { invoke }) });
  worlds.push(world);
  world.resume();
  return world;
}

const has =
  (type: string, times = 1) =>
  (events: readonly RecordedEvent[]) =>
    events.filter((event) => event.type === type).length >= times;

/** The history's types, having made sure that no event is missing or there twice. */
function historyOf(world: World, name = 'n0'): string[] {
  const events = eventsOf(world.journal, name);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events.every(({ id, previousEventId }) => Number(previousEventId) < Number(id))).toBe(true);
  return events.map(({ type }) => type);
}

describe('after SIGKILL a new engine on the same journal', () => {
  test('keeps the end of a wait', async () => {
    await killed(machineOf({ Pause: { Type: 'Wait', Seconds: 1, End: true } }), has('WaitStateEntered'));
    const world = revived();
    const { startDate, stopDate } = await ended(world, `${execution}n0`);
    const took = Number(stopDate) - Number(startDate);
    expect(took).toBeGreaterThanOrEqual(1000);
    expect(took).toBeLessThan(1900);
    expect(historyOf(world)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded']);
  });

  test('makes a call again that was under way, and records nothing of it twice', async () => {
    const calls: Json[] = [];
    await killed(
      machineOf({ Work: task({ Resource: 'arn:aws:lambda:us-east-1:111111111111:function:hang' }) }),
      has('LambdaFunctionStarted'),
      { input: '{"a":1}' },
    );
    const world = revived(async (_, input) => {
      calls.push(input);
      return 'done';
    });
    expect(await ended(world, `${execution}n0`)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
    expect(calls).toEqual([{ a: 1 }]);
    expect(historyOf(world).slice(2)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('holds a call that was under way to its old time-out', async () => {
    const hang = 'arn:aws:lambda:us-east-1:111111111111:function:hang';
    await killed(machineOf({ Work: task({ Resource: hang, TimeoutSeconds: 1 }) }), has('LambdaFunctionStarted'));
    const world = revived(() => new Promise(() => undefined));
    const { error, startDate, stopDate } = await ended(world, `${execution}n0`);
    expect(error).toBe('States.Timeout');
    expect(Number(stopDate) - Number(startDate)).toBeLessThan(1900);
  });

  test('takes the answer to a token given out before, without calling again', async () => {
    await killed(machineOf({ Ask: callback() }), has('TaskSubmitted'));
    const calls: string[] = [];
    const world = revived(async (resource) => calls.push(resource));
    const scheduled = eventsOf(world.journal, 'n0').find(({ type }) => type === 'TaskScheduled');
    const { token } = JSON.parse(scheduled?.taskScheduledEventDetails?.parameters ?? '{}').Payload;
    await world.call('SendTaskSuccess', { taskToken: token, output: '7' });
    expect(await ended(world, `${execution}n0`)).toMatchObject({ output: '7' });
    expect(calls).toEqual([]);
    expect(historyOf(world).slice(2)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('counts the retries made before', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 1 }];
    const hang = 'arn:aws:lambda:us-east-1:111111111111:function:hang';
    await killed(machineOf({ Work: task({ Resource: hang, TimeoutSeconds: 1, Retry }) }), has('LambdaFunctionTimedOut'));
    const world = revived(() => new Promise(() => undefined));
    expect((await ended(world, `${execution}n0`)).error).toBe('States.Timeout');
    expect(historyOf(world).filter((type) => type === 'LambdaFunctionTimedOut')).toHaveLength(2);
  });

  test('goes on with the branches and iterations that had not ended', async () => {
    const inner = {
      StartAt: 'Item',
      States: {
        Item: task({ Resource: 'arn:aws:lambda:us-east-1:111111111111:function:echo', Next: 'Hold' }),
        Hold: { Type: 'Wait', Seconds: '{% $states.input %}', Output: '{% $states.input * $factor %}', End: true },
      },
    };
    const definition = machineOf({
      Set: { Type: 'Pass', Assign: { factor: 10 }, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Each', States: { Each: { Type: 'Map', Items: [0, 1, 0], MaxConcurrency: 2, ItemProcessor: inner, End: true } } },
          { StartAt: 'Quick', States: { Quick: { Type: 'Pass', Output: 'quick', End: true } } },
        ],
        End: true,
      },
    });
    await killed(definition, has('MapIterationSucceeded', 2));
    const calls: string[] = [];
    const world = revived(async (resource, input) => {
      calls.push(resource);
      return input;
    });
    expect(await ended(world, `${execution}n0`)).toMatchObject({ status: 'SUCCEEDED', output: '[[0,10,0],"quick"]' });
    expect(calls).toEqual([]);
    const types = historyOf(world);
    expect(types.filter((type) => type === 'MapIterationStarted')).toHaveLength(3);
    expect(types.filter((type) => type === 'LambdaFunctionScheduled')).toHaveLength(3);
  });

  test('finishes every one of many executions killed anywhere, and tells of each change', async () => {
    const definition = machineOf({
      First: task({ Next: 'Pause' }),
      Pause: { Type: 'Wait', Seconds: 0, Next: 'Second' },
      Second: task({ Next: 'Done' }),
      Done: { Type: 'Succeed', Output: '{% $states.input.n + 1 %}' },
    });
    await killed(definition, has('ExecutionStarted'), { input: '{"n":1}', count: 150 });
    const world = revived();
    for (let number = 0; number < 150; number += 1) {
      expect(await ended(world, `${execution}n${number}`)).toMatchObject({ status: 'SUCCEEDED', output: '2' });
      expect(historyOf(world, `n${number}`)).toHaveLength(14);
    }
    await pause(5);
    expect(world.journal.unannounced()).toEqual([]);
  });
});

describe('closing', () => {
  test('leaves running executions to the next engine', async () => {
    const first = createWorld({ path });
    const stateMachineArn = first.load({ name: 'killed', definition: machineOf({ Ask: callback() }), roleArn });
    await first.call('StartExecution', { stateMachineArn, name: 'n0' });
    first.close();
    const world = revived();
    while (!has('TaskSubmitted')(eventsOf(world.journal, 'n0'))) await pause(2);
    await world.call('StopExecution', { executionArn: `${execution}n0` }).catch((error: Error) => expect(error.name).toBe('none'));
    expect(await ended(world, `${execution}n0`)).toMatchObject({ status: 'ABORTED' });
    expect(world.changes.map(({ status }) => status)).toEqual(['ABORTED']);
  });
});
