import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../../local/stepfunctions/json.ts';
import { failing, run, task } from '../machine.ts';

const branch = (name: string, state: Json) => ({ StartAt: name, States: { [name]: state } });

describe('Parallel', () => {
  test('gives every branch the arguments and its results in the order of the branches', async () => {
    const states = {
      Both: {
        Type: 'Parallel',
        Arguments: { n: '{% $states.input.n * 2 %}' },
        Branches: [
          branch('Slow', { Type: 'Wait', Seconds: 5, Output: '{% $states.input.n %}', End: true }),
          branch('Quick', { Type: 'Pass', Output: '{% $states.input.n + 1 %}', End: true }),
        ],
        Output: '{% $states.result %}',
        End: true,
      },
    };
    const { output, events, duration } = await run(states, { n: 1 });
    expect({ output, duration }).toEqual({ output: [2, 3], duration: 5000 });
    expect(events).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'WaitStateEntered',
      'PassStateEntered',
      'PassStateExited',
      'WaitStateExited',
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('a branch that fails cuts the others and fails the state', async () => {
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [
          branch('Long', { Type: 'Wait', Seconds: 500, End: true }),
          branch('Bad', { Type: 'Fail', Error: 'Bad', Cause: 'it is bad' }),
        ],
        Catch: [{ ErrorEquals: ['Bad'], Next: 'Done' }],
        End: true,
      },
      Done: { Type: 'Succeed' },
    };
    const { output, events, duration } = await run(states);
    expect({ output, duration }).toEqual({ output: { Error: 'Bad', Cause: 'it is bad' }, duration: 0 });
    expect(events.slice(3, 8)).toEqual([
      'WaitStateEntered',
      'FailStateEntered',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ParallelStateExited',
    ]);
  });

  test('Retry begins all branches again', async () => {
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [branch('One', task()), branch('Two', { Type: 'Pass', End: true })],
        Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 3 }],
        End: true,
      },
    };
    const { output, duration, events } = await run(states, 'in', failing(['A'], 'out'));
    expect({ output, duration }).toEqual({ output: ['out', 'in'], duration: 3000 });
    expect(events.filter((type) => type === 'ParallelStateStarted')).toHaveLength(2);
  });

  test('branches see the variables outside and keep their own to themselves', async () => {
    const states = {
      Set: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'A',
            States: {
              A: { Type: 'Pass', Assign: { mine: '{% $outer + 1 %}' }, Next: 'B' },
              B: { Type: 'Pass', Output: '{% $mine %}', End: true },
            },
          },
          branch('C', { Type: 'Pass', Output: '{% $exists($mine) %}', End: true }),
        ],
        Assign: { outer: '{% $states.result[0] %}' },
        Next: 'After',
      },
      After: { Type: 'Pass', Output: ['{% $states.input %}', '{% $outer %}', '{% $exists($mine) %}'], End: true },
    };
    expect((await run(states)).output).toEqual([[2, false], 2, false]);
  });

  test('States.Runtime in a branch ends the execution at once', async () => {
    const states = {
      Both: { Type: 'Parallel', Branches: [branch('One', task())], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }], End: true },
      Done: { Type: 'Succeed' },
    };
    const { error, events } = await run(states, {}, failing(['States.Runtime']));
    expect(error).toBe('States.Runtime');
    expect(events.slice(-2)).toEqual(['LambdaFunctionFailed', 'ExecutionFailed']);
  });
});
