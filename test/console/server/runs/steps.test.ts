import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { retryAt } from '../../../../console/server/runs/retry.ts';
import { historyOf, type OpenStep } from '../../../../console/server/runs/steps.ts';
import type { Json } from '../../../../local/stepfunctions/json.ts';
import { failing, machineOf, run, task } from '../../../local/stepfunctions/machine.ts';

/** The history of a run of these states, as Step Functions tells it, up to its event of that number. */
async function eventsOf(states: Record<string, Json>, errors: readonly string[] = [], until?: number): Promise<HistoryEvent[]> {
  const { history } = await run(states, {}, failing(errors));
  return history.slice(0, until).map(({ timestamp, ...event }) => ({ ...event, timestamp: new Date(timestamp) }));
}

const begin = '2026-01-01T00:00:00.000Z';

test('the path that was taken is told with its times', async () => {
  const states = {
    Wait: { Type: 'Wait', Seconds: 90, Next: 'Which' },
    Which: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Not' }], Default: 'Work' },
    Not: { Type: 'Pass', End: true },
    Work: task({ Next: 'Done' }),
    Done: { Type: 'Succeed' },
  };
  const { steps, ...history } = historyOf(await eventsOf(states));
  expect(history).toEqual({ status: 'SUCCEEDED', startedAt: begin, endedAt: '2026-01-01T00:01:30.000Z' });
  expect(steps.map(({ state, type, attempts }) => [state, type, attempts])).toEqual([
    ['Wait', 'Wait', 0],
    ['Which', 'Choice', 0],
    ['Work', 'Task', 1],
    ['Done', 'Succeed', 0],
  ]);
  expect(steps[0]).toMatchObject({ enteredAt: begin, exitedAt: '2026-01-01T00:01:30.000Z', error: null, cause: null });
});

test('a step that was repeated and caught says how often it was begun, and why it failed last', async () => {
  const states = {
    Work: task({
      Retry: [{ ErrorEquals: ['First', 'Second'], IntervalSeconds: 10, MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Died' }],
      Next: 'Died',
    }),
    Died: { Type: 'Fail', Error: 'Died', Cause: 'Nobody knows why.' },
  };
  const { steps, ...history } = historyOf(await eventsOf(states, ['First', 'Second']));
  expect(history).toMatchObject({ status: 'FAILED', endedAt: '2026-01-01T00:00:10.000Z' });
  expect(steps).toMatchObject([
    { state: 'Work', attempts: 2, error: 'Second', cause: 'it went wrong', exitedAt: '2026-01-01T00:00:10.000Z' },
    { state: 'Died', type: 'Fail', error: 'Died', cause: 'Nobody knows why.', exitedAt: '2026-01-01T00:00:10.000Z' },
  ]);
});

test('a step that waits to be repeated says until when at the latest', async () => {
  const work = task({
    Retry: [{ ErrorEquals: ['Other'] }, { ErrorEquals: ['States.ALL'], IntervalSeconds: 20, BackoffRate: 3, MaxAttempts: 2 }],
  });
  const states = { Work: work };
  const all = await eventsOf(states, ['First', 'Second', 'Third']);
  const failures = all.flatMap(({ type, id = 0 }) => (type === 'TaskFailed' || type === 'LambdaFunctionFailed' ? [id] : []));
  const retries = failures.map((count) => {
    const { status, steps } = historyOf(all.slice(0, count));
    const [step] = steps;
    return [status, step?.attempts, step && retryAt(step, machineOf(states))];
  });
  expect(retries).toEqual([
    ['RUNNING', 1, '2026-01-01T00:00:20.000Z'],
    ['RUNNING', 2, '2026-01-01T00:01:20.000Z'],
    ['RUNNING', 3, null],
  ]);
  const working = historyOf(all.slice(0, (failures[0] ?? 0) + 1)).steps[0];
  expect(working && retryAt(working, machineOf(states))).toBeNull();
});

test('branches that run at the same time keep their own steps', async () => {
  const branch = (name: string, seconds: number) => ({
    StartAt: `Wait${name}`,
    States: { [`Wait${name}`]: { Type: 'Wait', Seconds: seconds, Next: name }, [name]: task() },
  });
  const states = {
    Both: { Type: 'Parallel', Branches: [branch('Slow', 20), branch('Quick', 10)], Next: 'Done' },
    Done: { Type: 'Succeed' },
  };
  const { steps } = historyOf(await eventsOf(states));
  expect(Object.fromEntries(steps.map(({ state, attempts, exitedAt }) => [state, [attempts, exitedAt?.slice(17, 19)]]))).toEqual({
    Both: [0, '20'],
    WaitSlow: [0, '20'],
    WaitQuick: [0, '10'],
    Slow: [1, '20'],
    Quick: [1, '10'],
    Done: [0, '20'],
  });
});

test('a run that was cut off has left every step', () => {
  const at = (seconds: number) => new Date(Date.parse(begin) + seconds * 1_000);
  const events: HistoryEvent[] = [
    { id: 1, type: 'ExecutionStarted', timestamp: at(0) },
    { id: 2, previousEventId: 1, type: 'TaskStateEntered', timestamp: at(1), stateEnteredEventDetails: { name: 'Work' } },
    { id: 3, previousEventId: 2, type: 'TaskScheduled', timestamp: at(1) },
    // A type that AWS may add.
    { id: 4, previousEventId: 3, type: 'SomethingNew' as never, timestamp: at(2) },
    {
      id: 5,
      previousEventId: 4,
      type: 'ExecutionAborted',
      timestamp: at(3),
      executionAbortedEventDetails: { error: 'Stopped', cause: 'x'.repeat(9_000) },
    },
  ];
  const { status, steps } = historyOf(events);
  expect([status, steps.length]).toEqual(['ABORTED', 1]);
  expect(steps[0]).toMatchObject({
    exitedAt: '2026-01-01T00:00:03.000Z',
    attempts: 1,
    error: 'Stopped',
    cause: 'x'.repeat(2_000),
    failedAt: null,
  });
  expect(historyOf([])).toMatchObject({ status: 'RUNNING', steps: [] });
});

test.each([
  ['States.TaskFailed', 'Broken', true],
  ['States.TaskFailed', 'States.Timeout', false],
  ['States.ALL', 'States.Timeout', true],
  ['States.ALL', 'States.Runtime', false],
  ['Broken', 'Broken', true],
  ['toString', 'Broken', false],
])('a rule for %s repeats %s: %s', (name, error, isRepeated) => {
  const definition = machineOf({ Work: task({ Retry: [{ ErrorEquals: [name], IntervalSeconds: 1_000, MaxDelaySeconds: 5 }] }) });
  const step: OpenStep = { state: 'Work', type: 'Task', enteredAt: begin, exitedAt: null, attempts: 1, error, cause: null, failedAt: 0 };
  expect(retryAt(step, definition)).toBe(isRepeated ? '1970-01-01T00:00:05.000Z' : null);
  for (const broken of [null, undefined, 'x', { States: [] }, { States: { Work: { Retry: {} } } }])
    expect(retryAt(step, broken)).toBeNull();
});
