import { describe, expect, test } from '@jest/globals';
import { failing, run, task } from './machine.ts';

describe('Catch', () => {
  const after = { First: { Type: 'Pass', Output: 'first', End: true }, Second: { Type: 'Pass', Output: 'second', End: true } };

  test('comes after Retry, and the first that names the error wins', async () => {
    const Retry = [{ ErrorEquals: ['A'], MaxAttempts: 1 }];
    const Catch = [
      { ErrorEquals: ['B'], Next: 'First' },
      { ErrorEquals: ['States.ALL'], Next: 'Second' },
    ];
    const states = { Work: task({ Retry, Catch }), ...after };
    expect((await run(states, {}, failing(['A', 'B']))).output).toBe('first');
    expect((await run(states, {}, failing(['A', 'A']))).output).toBe('second');
  });

  test('has its own Assign and Output, and sees the error', async () => {
    const Catch = [{ ErrorEquals: ['A'], Next: 'Show', Assign: { why: '{% $states.errorOutput %}' }, Output: '{% $states.input.id %}' }];
    const Show = { Type: 'Pass', Output: ['{% $states.input %}', '{% $why %}'], End: true };
    const { output } = await run({ Work: task({ Catch }), Show }, { id: 7 }, failing(['A']));
    expect(output).toEqual([7, { Error: 'A', Cause: 'it went wrong' }]);
  });

  test('without Output the error is the next input', async () => {
    const Show = { Type: 'Pass', End: true };
    const { output } = await run({ Work: task({ Catch: [{ ErrorEquals: ['A'], Next: 'Show' }] }), Show }, {}, failing(['A']));
    expect(output).toEqual({ Error: 'A', Cause: 'it went wrong' });
  });

  test('States.Runtime is never caught and never tried again', async () => {
    const states = {
      Work: task({ Retry: [{ ErrorEquals: ['States.ALL'] }], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'First' }] }),
      ...{ First: after.First },
    };
    expect((await run(states, {}, failing(['States.Runtime']))).error).toBe('States.Runtime');
  });

  test('what goes wrong in a Catch is not caught again', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'First', Output: '{% $nothing %}' }];
    const { error, events } = await run({ Work: task({ Catch }), First: after.First }, {}, failing(['A']));
    expect(error).toBe('States.QueryEvaluationError');
    expect(events.slice(-3)).toEqual(['LambdaFunctionFailed', 'EvaluationFailed', 'ExecutionFailed']);
  });
});
