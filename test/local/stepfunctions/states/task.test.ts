import { describe, expect, test } from '@jest/globals';
import type { SimulatedCall } from '../../../../local/stepfunctions/simulate.ts';
import { callback, failing, run, task } from '../machine.ts';

const never = () => new Promise<never>(() => undefined);

describe('Task', () => {
  test('the result is the output, and what Assign and Output see', async () => {
    const states = {
      Work: task({
        Arguments: { n: '{% $states.input.n %}' },
        Assign: { kept: '{% $states.result.n %}' },
        Output: '{% $states.result %}',
        Next: 'Show',
      }),
      Show: { Type: 'Pass', Output: { kept: '{% $kept %}', was: '{% $states.input %}' }, End: true },
    };
    expect((await run(states, { n: 2 })).output).toEqual({ kept: 2, was: { n: 2 } });
  });

  test('without Arguments the call gets the input', async () => {
    expect((await run({ Work: task() }, { a: 1 })).output).toEqual({ a: 1 });
  });

  test('Assign and Output see the variables as they were before the state', async () => {
    const states = {
      First: { Type: 'Pass', Assign: { x: 1 }, Next: 'Second' },
      Second: { Type: 'Pass', Assign: { x: '{% $x + 1 %}', y: '{% $x %}' }, Output: '{% $x %}', Next: 'Third' },
      Third: { Type: 'Pass', Output: ['{% $states.input %}', '{% $x %}', '{% $y %}'], End: true },
    };
    expect((await run(states)).output).toEqual([1, 2, 1]);
  });

  test('TimeoutSeconds as an expression ends a call that takes too long, and aborts it', async () => {
    const signals: AbortSignal[] = [];
    const states = { Work: task({ TimeoutSeconds: '{% $states.input.limit %}' }) };
    const { error, cause, duration, events, history } = await run(states, { limit: 5 }, async (_, call) => {
      signals.push(call.signal);
      await call.sleep(60_000);
    });
    expect({ error, cause, duration }).toEqual({ error: 'States.Timeout', cause: undefined, duration: 5000 });
    expect(events.slice(1)).toEqual([
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionTimedOut',
      'ExecutionFailed',
    ]);
    expect(history[2]?.lambdaFunctionScheduledEventDetails?.timeoutInSeconds).toBe(5);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test.each([[0], ['"soon"'], [1.5]])('TimeoutSeconds of %s fails the evaluation before anything is called', async (limit) => {
    const { error, events } = await run({ Work: task({ TimeoutSeconds: `{% ${limit} %}` }) });
    expect(error).toBe('States.QueryEvaluationError');
    expect(events).toEqual(['ExecutionStarted', 'TaskStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
  });

  test('an undefined argument fails the state and can be caught', async () => {
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Done', Output: '{% $states.errorOutput.Cause %}' }];
    const { output, events } = await run({
      Work: task({ Arguments: { a: [1, '{% $states.input.none %}'] }, Catch }),
      Done: { Type: 'Succeed' },
    });
    expect(output).toBe(
      "An error occurred while executing the state 'Work' (entered at the event id #2). The JSONata expression '$states.input.none' specified " +
        "for the field 'Arguments/a[1]' returned nothing (undefined).",
    );
    expect(events.slice(1, 4)).toEqual(['TaskStateEntered', 'EvaluationFailed', 'TaskStateExited']);
  });

  test('a result of more than 256 KiB is States.DataLimitExceeded, which States.ALL catches', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Done', Output: '{% $states.errorOutput.Error %}' }];
    const { output, events } = await run({ Work: task({ Catch }), Done: { Type: 'Succeed' } }, {}, async () => 'ä'.repeat(140_000));
    expect(output).toBe('States.DataLimitExceeded');
    expect(events[4]).toBe('LambdaFunctionFailed');
  });

  test('an output of more than 256 KiB is States.DataLimitExceeded', async () => {
    const { error } = await run({ Grow: { Type: 'Pass', Output: "{% $pad('', 262143, 'x') %}", End: true } });
    expect(error).toBe('States.DataLimitExceeded');
    const { status } = await run({ Grow: { Type: 'Pass', Output: "{% $pad('', 262142, 'x') %}", End: true } });
    expect(status).toBe('SUCCEEDED');
  });
});

describe('a Task that waits for its token', () => {
  test('goes on with the output that comes with the token', async () => {
    const { output, events } = await run({ Ask: callback() }, {}, async (input, { answer, sleep }) => {
      const { token } = (input as { Payload: { token: string } }).Payload;
      void sleep(3000).then(
        () => answer(token, { type: 'success', output: { approved: true } }),
        () => undefined,
      );
      return { StatusCode: 200 };
    });
    expect(output).toEqual({ approved: true });
    expect(events.slice(1)).toEqual([
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('the token is the one the call is given, and shows in no other state', async () => {
    const states = { Ask: callback({ Next: 'After' }), After: { Type: 'Pass', Output: '{% $exists($states.context.Task) %}', End: true } };
    const { output } = await run(states, {}, async (input, { answer, taskToken }) => {
      expect((input as { Payload: { token: string } }).Payload.token).toBe(taskToken);
      await answer(taskToken, { type: 'success', output: 1 });
    });
    expect(output).toBe(false);
  });

  test('fails with the error that comes with the token', async () => {
    const { error, cause, events } = await run({ Ask: callback() }, {}, async (_, { answer, taskToken, sleep }) => {
      void sleep(1).then(
        () => answer(taskToken, { type: 'failure', error: 'Refused', cause: 'not today' }),
        () => undefined,
      );
    });
    expect({ error, cause }).toEqual({ error: 'Refused', cause: 'not today' });
    expect(events.slice(-3)).toEqual(['TaskSubmitted', 'TaskFailed', 'ExecutionFailed']);
  });

  test('a call that fails fails the task', async () => {
    const { error, events } = await run({ Ask: callback() }, {}, failing(['Broken']));
    expect(error).toBe('Broken');
    expect(events.slice(-3)).toEqual(['TaskStarted', 'TaskFailed', 'ExecutionFailed']);
  });

  test('silence for HeartbeatSeconds is States.Timeout', async () => {
    const { error, duration, events } = await run({ Ask: callback({ HeartbeatSeconds: '{% 2 * 5 %}', TimeoutSeconds: 600 }) });
    expect({ error, duration }).toEqual({ error: 'States.Timeout', duration: 10_000 });
    expect(events.slice(-3)).toEqual(['TaskSubmitted', 'TaskTimedOut', 'ExecutionFailed']);
  });

  test('each heartbeat gives it HeartbeatSeconds more, but never more than TimeoutSeconds', async () => {
    const beat = async (_: unknown, { answer, taskToken, sleep }: SimulatedCall) => {
      const again = async (): Promise<void> => {
        await sleep(8000);
        if (await answer(taskToken, { type: 'heartbeat' })) await again();
      };
      await again();
    };
    const { error, duration } = await run({ Ask: callback({ HeartbeatSeconds: 10, TimeoutSeconds: 25 }) }, {}, beat);
    expect({ error, duration }).toEqual({ error: 'States.Timeout', duration: 25_000 });
  });

  test('a missed heartbeat answers to States.HeartbeatTimeout, a time-out does not', async () => {
    const Catch = [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Missed' }];
    const missed = { Missed: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true } };
    expect((await run({ Ask: callback({ HeartbeatSeconds: 1, Catch }), ...missed })).output).toBe('States.Timeout');
    expect((await run({ Ask: callback({ TimeoutSeconds: 1, Catch }), ...missed })).status).toBe('FAILED');
  });

  test('an answer after the end finds nobody', async () => {
    const taken: boolean[] = [];
    await run(
      {
        Ask: callback({ TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Later' }] }),
        Later: { Type: 'Wait', Seconds: 9, End: true },
      },
      {},
      (_, call) => {
        const late = async () => taken.push(await call.answer(call.taskToken, { type: 'success', output: 1 }));
        call.signal.addEventListener('abort', () => void late());
        return never();
      },
    );
    expect(taken).toEqual([false]);
  });

  test('without an answer and a time-out it waits for ever', async () => {
    expect((await run({ Ask: callback() })).status).toBe('RUNNING');
  });
});
