import { describe, expect, test } from '@jest/globals';
import { run, task } from './machine.ts';

describe('an execution', () => {
  test('that takes longer than the machine may is TIMED_OUT, without an error of its own', async () => {
    const { status, error, duration, events } = await run({ Pause: { Type: 'Wait', Seconds: 60, End: true } }, {}, undefined, {
      TimeoutSeconds: 10,
    });
    expect({ status, error, duration }).toEqual({ status: 'TIMED_OUT', error: undefined, duration: 10_000 });
    expect(events).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);
  });

  test('fails with what its Fail state says, evaluated', async () => {
    const states = { Stop: { Type: 'Fail', Error: '{% $states.input.name %}', Cause: "{% 'because ' & $states.input.why %}" } };
    expect(await run(states, { name: 'Nope', why: 'so' })).toMatchObject({ status: 'FAILED', error: 'Nope', cause: 'because so' });
    expect((await run(states, { name: 1, why: 'so' })).error).toBe('States.QueryEvaluationError');
  });

  test('ends with the output of its Succeed state', async () => {
    expect((await run({ Done: { Type: 'Succeed', Output: { n: '{% $states.input + 1 %}' } } }, 1)).output).toEqual({ n: 2 });
  });

  test.each([[null], [0], ['text'], [true], [[1, '{% 1 + 1 %}', [[]]]]])('can have %j for an Output', async (Output) => {
    expect((await run({ Only: { Type: 'Pass', Output, End: true } })).output).toEqual(
      JSON.parse(JSON.stringify(Output).replace('"{% 1 + 1 %}"', '2')),
    );
  });

  test('sees the context object as AWS fills it', async () => {
    const { output } = await run({ Only: { Type: 'Pass', Output: '{% $states.context %}', End: true } }, { a: 1 });
    const arn = 'arn:aws:states:us-east-1:111111111111';
    expect(output).toEqual({
      Execution: {
        Id: `${arn}:execution:simulated:simulated`,
        Input: { a: 1 },
        Name: 'simulated',
        RoleArn: 'arn:aws:iam::111111111111:role/simulated',
        StartTime: '2026-01-01T00:00:00.000Z',
        RedriveCount: 0,
      },
      StateMachine: { Id: `${arn}:stateMachine:simulated`, Name: 'simulated' },
      State: { Name: 'Only', EnteredTime: '2026-01-01T00:00:00.000Z' },
    });
  });

  test('numbers its events without a gap, each after one before it', async () => {
    const { history } = await run({ Work: task({ Next: 'Done' }), Done: { Type: 'Succeed' } });
    expect(history.map(({ id, previousEventId }) => [id, previousEventId])).toEqual([
      [1, 0],
      [2, 0],
      [3, 2],
      [4, 3],
      [5, 4],
      [6, 5],
      [7, 6],
      [8, 7],
      [9, 8],
    ]);
  });

  test('that never ends is ended at 25,000 events', async () => {
    const { error, cause, history } = await run({
      One: { Type: 'Pass', Next: 'Two' },
      Two: { Type: 'Choice', Choices: [{ Condition: true, Next: 'One' }], Default: 'End' },
      End: { Type: 'Succeed' },
    });
    expect({ error, cause }).toEqual({
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(history.length).toBeGreaterThan(24_990);
    expect(history.length).toBeLessThanOrEqual(25_000);
  });
});
