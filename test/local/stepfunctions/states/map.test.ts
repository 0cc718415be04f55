import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../../local/stepfunctions/json.ts';
import { failure, run, task } from '../machine.ts';

const over = (state: Json, fields: Record<string, Json> = {}) => ({
  Each: {
    Type: 'Map',
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'Item', States: { Item: state } },
    ...('Next' in fields ? {} : { End: true }),
    ...fields,
  },
});

/** Fails for odd numbers. */
const evenOnly = async (input: Json) => {
  if (Number(input) % 2) throw failure('Odd', `${input} is odd`);
  return input;
};

describe('Map', () => {
  test('gives each iteration what ItemSelector makes of it, with index and value', async () => {
    const ItemSelector = {
      i: '{% $states.context.Map.Item.Index %}',
      v: '{% $states.context.Map.Item.Value %}',
      all: '{% $count($states.input) %}',
    };
    const { output } = await run(over({ Type: 'Pass', End: true }, { ItemSelector }), ['a', 'b']);
    expect(output).toEqual([
      { i: 0, v: 'a', all: 2 },
      { i: 1, v: 'b', all: 2 },
    ]);
  });

  test('the item is in the context of the states inside, of the innermost Map where they are nested', async () => {
    const inner = over({ Type: 'Pass', Output: '{% $states.context.Map.Item.Value %}', End: true }).Each;
    const renamed = {
      ...inner,
      ItemProcessor: { StartAt: 'Inner', States: { Inner: { Type: 'Pass', Output: '{% $states.context.Map.Item %}', End: true } } },
    };
    const { output } = await run(over(renamed, { Items: [[1], [2]] }));
    expect(output).toEqual([[{ Index: 0, Value: 1 }], [{ Index: 0, Value: 2 }]]);
  });

  test('never more than MaxConcurrency iterations at a time', async () => {
    const { duration } = await run(over({ Type: 'Wait', Seconds: 1, End: true }, { MaxConcurrency: '{% 2 %}' }), [1, 2, 3, 4, 5]);
    expect(duration).toBe(3000);
  });

  test('begins all iterations before any goes on, and at most 40', async () => {
    const { events, duration } = await run(
      over({ Type: 'Wait', Seconds: 1, End: true }),
      Array.from({ length: 41 }, (_, n) => n),
    );
    expect(events.slice(3, 45)).toEqual([
      ...Array.from({ length: 40 }, () => 'MapIterationStarted'),
      'WaitStateEntered',
      'WaitStateEntered',
    ]);
    expect(duration).toBe(2000);
  });

  test('the first failure fails the state with its error and cuts the rest', async () => {
    const { error, cause, events } = await run(
      over({ Type: 'Fail', Error: 'Bad', Cause: '{% $string($states.input) %}' }, { MaxConcurrency: 1 }),
      [1, 2],
    );
    expect({ error, cause }).toEqual({ error: 'Bad', cause: '1' });
    expect(events.slice(2)).toEqual([
      'MapStateStarted',
      'MapIterationStarted',
      'FailStateEntered',
      'MapIterationFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  test('tasks that time out together fail together, and the first to fail ends the others', async () => {
    const { events, history } = await run(over(task({ TimeoutSeconds: 5 })), [1, 2, 3], (_, { sleep }) => sleep(60_000));
    expect(events).toEqual([
      ...['ExecutionStarted', 'MapStateEntered', 'MapStateStarted', 'MapIterationStarted', 'MapIterationStarted', 'MapIterationStarted'],
      ...[
        'TaskStateEntered',
        'LambdaFunctionScheduled',
        'TaskStateEntered',
        'LambdaFunctionScheduled',
        'TaskStateEntered',
        'LambdaFunctionScheduled',
      ],
      ...['LambdaFunctionStarted', 'LambdaFunctionStarted', 'LambdaFunctionStarted'],
      ...['LambdaFunctionTimedOut', 'LambdaFunctionTimedOut', 'LambdaFunctionTimedOut'],
      ...['MapIterationFailed', 'TaskStateAborted', 'MapIterationAborted', 'TaskStateAborted', 'MapIterationAborted', 'TaskStateAborted'],
      ...['MapStateFailed', 'ExecutionFailed'],
    ]);
    const timedOut = history.findIndex(({ type }) => type === 'LambdaFunctionTimedOut') + 1;
    expect(history.slice(18, 25).map(({ previousEventId }) => previousEventId)).toEqual(Array.from({ length: 7 }, () => timedOut));
  });

  test.each([
    ['ToleratedFailureCount', 2, 'SUCCEEDED'],
    ['ToleratedFailureCount', 1, 'FAILED'],
    ['ToleratedFailureCount', '{% 2 %}', 'SUCCEEDED'],
    ['ToleratedFailurePercentage', 50, 'SUCCEEDED'],
    ['ToleratedFailurePercentage', 49.9, 'FAILED'],
    ['ToleratedFailurePercentage', '{% 50 %}', 'SUCCEEDED'],
  ])('with two of four failing, %s %s ends %s', async (field, most, expected) => {
    const { status, error } = await run(over(task(), { [field]: most }), [1, 2, 3, 4], evenOnly);
    expect(status).toBe(expected);
    expect(error).toBe(expected === 'FAILED' ? 'States.ExceedToleratedFailureThreshold' : undefined);
  });

  test('tolerated failures stand in the results', async () => {
    const { output } = await run(over(task(), { ToleratedFailureCount: 1 }), [1, 2], evenOnly);
    expect(output).toEqual([{ Error: 'Odd', Cause: '1 is odd' }, 2]);
  });

  test('a percentage beyond 100 fails the evaluation', async () => {
    expect((await run(over(task(), { ToleratedFailurePercentage: '{% 101 %}' }), [1])).error).toBe('States.QueryEvaluationError');
  });

  test('an ItemSelector that gives nothing fails the state, which can catch it', async () => {
    const states = {
      ...over(
        { Type: 'Pass', End: true },
        { ItemSelector: '{% $nothing %}', Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Done' }] },
      ),
      Done: { Type: 'Succeed' },
    };
    const { status, events } = await run(states, [1]);
    expect(status).toBe('SUCCEEDED');
    expect(events.slice(2, 6)).toEqual(['MapStateStarted', 'EvaluationFailed', 'MapStateFailed', 'MapStateExited']);
  });

  test('Retry starts all items again', async () => {
    const left = [failure('Once')];
    const { output, duration } = await run(
      over(task(), { Retry: [{ ErrorEquals: ['Once'], IntervalSeconds: 4 }], MaxConcurrency: 1 }),
      [1, 2],
      async (input) => {
        const error = left.pop();
        if (error) throw error;
        return input;
      },
    );
    expect({ output, duration }).toEqual({ output: [1, 2], duration: 4000 });
  });
});
