import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../local/stepfunctions/json.ts';
import { failing, run, task } from './machine.ts';

/** What the Amazon States Language specification and the Step Functions developer guide say, where no other test here does. */

const done = { Done: { Type: 'Pass', End: true } };
const pass = (Output: Json): Json => ({ Type: 'Pass', Output, End: true });
const mapOver = (items: Json, state: Json, fields: Record<string, Json> = {}): Json => ({
  Type: 'Map',
  Items: items,
  ItemProcessor: { StartAt: 'Item', States: { Item: state } },
  ...('Next' in fields ? {} : { End: true }),
  ...fields,
});

describe('variables', () => {
  test('of an outer scope can be read inside, keep their value there, and change when the state is left', async () => {
    const { output } = await run({
      Greet: { Type: 'Pass', Assign: { greeting: 'hello' }, Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: {
          StartAt: 'First',
          States: {
            First: { Type: 'Pass', Assign: { inner: '{% $greeting %}' }, Next: 'Last' },
            Last: { Type: 'Succeed', Output: '{% $inner %}' },
          },
        },
        Assign: { greeting: 2 },
        Next: 'Bye',
      },
      Bye: { Type: 'Succeed', Output: ['{% $states.input %}', '{% $greeting %}', '{% $exists($inner) %}'] },
    });
    expect(output).toEqual([['hello'], 2, false]);
  });

  test('of one iteration are not seen in another', async () => {
    const inside = { Type: 'Pass', Output: '{% $exists($mine) %}', Assign: { mine: 1 }, End: true };
    expect((await run({ Each: mapOver([1, 2], inside, { MaxConcurrency: 1 }) })).output).toEqual([false, false]);
  });

  test('set inside an expression are no variables of the machine', async () => {
    const states = {
      First: { Type: 'Pass', Output: '{% ($x := 5; $x) %}', Next: 'Second' },
      Second: pass(['{% $states.input %}', '{% $exists($x) %}']),
    };
    expect((await run(states)).output).toEqual([5, false]);
  });

  test('of a Catch are set instead of those of the state', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Assign: { how: 'badly' }, Next: 'Show' }];
    const states = {
      Work: task({ Assign: { how: 'well', more: 1 }, Catch, Next: 'Show' }),
      Show: pass(['{% $how %}', '{% $exists($more) %}']),
    };
    expect((await run(states, {}, failing(['A']))).output).toEqual(['badly', false]);
    expect((await run(states)).output).toEqual(['well', true]);
  });

  test('may be 256 KiB in one Assign, all together', async () => {
    const text = (length: number) => `{% $pad('', ${length - 2}, 'x') %}`;
    const assign = (Assign: Json) => run({ Only: { Type: 'Pass', Assign, End: true } });
    expect((await assign({ a: text(131_072), b: text(131_072) })).status).toBe('SUCCEEDED');
    expect((await assign({ a: text(131_072), b: text(131_073) })).error).toBe('States.DataLimitExceeded');
  });
});

describe('an expression', () => {
  test.each([['$'], ['$$'], ['$.a'], ['a'], ['$states.result'], ['$states.errorOutput']])(
    'has no input document and no result before there is one: %s fails',
    async (expression) => {
      const { error, events } = await run({ Work: task({ Arguments: `{% ${expression} %}` }) }, { a: 1 });
      expect({ error, events }).toEqual({
        error: 'States.QueryEvaluationError',
        events: ['ExecutionStarted', 'TaskStateEntered', 'EvaluationFailed', 'ExecutionFailed'],
      });
    },
  );

  test('may use names without a dollar inside a filter', async () => {
    expect(
      (
        await run(
          { Only: pass('{% $states.input.orders[total > 10].id %}') },
          {
            orders: [
              { id: 1, total: 5 },
              { id: 2, total: 15 },
            ],
          },
        )
      ).output,
    ).toBe(2);
  });

  test('leaves out a member of an object it builds that has no value', async () => {
    expect((await run({ Only: pass("{% {'a': $none, 'b': 1} %}") })).output).toEqual({ b: 1 });
  });
});

describe('errors', () => {
  const fourInTurn = ['ErrorA', 'ErrorB', 'ErrorC', 'ErrorB'];

  test('are counted by retrier, not by name, and caught when their retrier has none left', async () => {
    const Retry = [
      { ErrorEquals: ['ErrorA', 'ErrorB'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
      { ErrorEquals: ['ErrorC'], IntervalSeconds: 5 },
    ];
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Done' }];
    const { output, duration, events } = await run({ Work: task({ Retry, Catch, Next: 'Done' }), ...done }, {}, failing(fourInTurn));
    expect({ output, duration }).toEqual({ output: { Error: 'ErrorB', Cause: 'it went wrong' }, duration: (1 + 2 + 5) * 1000 });
    expect(events.filter((type) => type === 'LambdaFunctionFailed')).toHaveLength(4);
    expect(events.filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
  });

  test('start to count again when a state is entered again', async () => {
    const states = {
      Work: task({ Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }], Assign: { rounds: '{% $rounds + 1 %}' }, Next: 'Enough' }),
      Enough: { Type: 'Choice', Choices: [{ Condition: '{% $rounds = 2 %}', Next: 'Done' }], Default: 'Work' },
      ...done,
    };
    const calls = ['A', '', 'A', ''];
    const { status } = await run({ Begin: { Type: 'Pass', Assign: { rounds: 0 }, Next: 'Work' }, ...states }, {}, async () => {
      if (calls.shift()) throw Object.assign(new Error('again'), { name: 'A' });
      return 'done';
    });
    expect({ status, calls }).toEqual({ status: 'SUCCEEDED', calls: [] });
  });

  test('of an evaluation can be tried again, and the work is done again', async () => {
    const Retry = [{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 1 }];
    const { error, events } = await run({ Work: task({ Output: '{% $none %}', Retry }) });
    expect(error).toBe('States.QueryEvaluationError');
    expect(events.filter((type) => type === 'LambdaFunctionSucceeded')).toHaveLength(2);
    expect(events.filter((type) => type === 'EvaluationFailed')).toHaveLength(2);
  });

  test('of a Choice inside a branch can be caught outside', async () => {
    const Choose = { Type: 'Choice', Choices: [{ Condition: false, Next: 'Never' }] };
    const Branches = [{ StartAt: 'Choose', States: { Choose, Never: { Type: 'Succeed' } } }];
    const Catch = [{ ErrorEquals: ['States.NoChoiceMatched'], Output: '{% $states.errorOutput.Error %}', Next: 'Done' }];
    expect((await run({ Both: { Type: 'Parallel', Branches, Catch, End: true }, ...done })).output).toBe('States.NoChoiceMatched');
  });

  test('of a Fail that names none are texts in the error output all the same', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Done' }];
    expect((await run({ Each: mapOver([1], { Type: 'Fail' }, { Catch, Next: 'Done' }), ...done })).output).toEqual({
      Error: '',
      Cause: '',
    });
  });
});

describe('states', () => {
  test('a heartbeat must be shorter than the time-out, evaluated ones too', async () => {
    const limits = { TimeoutSeconds: '{% 5 %}', HeartbeatSeconds: '{% $states.input %}' };
    expect((await run({ Work: task(limits) }, 4)).status).toBe('SUCCEEDED');
    const { error, events } = await run({ Work: task(limits) }, 5);
    expect(error).toBe('States.QueryEvaluationError');
    expect(events).toEqual(['ExecutionStarted', 'TaskStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
  });

  test('a Parallel without branches ends at once with no results', async () => {
    const { output, events } = await run({ None: { Type: 'Parallel', Branches: [], End: true } }, 'in');
    expect(output).toEqual([]);
    expect(events.slice(1)).toEqual([
      'ParallelStateEntered',
      'ParallelStateStarted',
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('a Succeed inside a Map ends its own iteration only', async () => {
    expect((await run({ Each: mapOver([1, 2], { Type: 'Succeed', Output: '{% $states.input * 2 %}' }) })).output).toEqual([2, 4]);
  });

  test('a Map with both tolerances fails at the stricter one', async () => {
    const each = mapOver(
      ['a', 'b', 'c', 'd'],
      { Type: 'Fail', Error: 'Bad' },
      { ToleratedFailureCount: 1, ToleratedFailurePercentage: 100 },
    );
    expect((await run({ Each: each })).error).toBe('States.ExceedToleratedFailureThreshold');
  });

  test('a Map that tolerates 100 % goes on when all items fail', async () => {
    const each = mapOver([1, 2], { Type: 'Fail', Error: 'Bad', Cause: 'so' }, { ToleratedFailurePercentage: 100, MaxConcurrency: 1 });
    const { status, events } = await run({ Each: each });
    expect(status).toBe('SUCCEEDED');
    expect(events.filter((type) => type === 'MapIterationFailed')).toHaveLength(2);
  });

  test('MaxConcurrency 1 takes the items in order, each after the one before', async () => {
    const { history } = await run({
      Each: mapOver([3, 1], { Type: 'Wait', Seconds: '{% $states.input %}', End: true }, { MaxConcurrency: 1 }),
    });
    const inside = history.filter(({ type }) => type.startsWith('MapIteration')).map(({ type, timestamp }) => [type, timestamp % 10_000]);
    expect(inside).toEqual([
      ['MapIterationStarted', 0],
      ['MapIterationSucceeded', 3000],
      ['MapIterationStarted', 3000],
      ['MapIterationSucceeded', 4000],
    ]);
  });
});
