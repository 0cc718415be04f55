import { describe, expect, test } from '@jest/globals';
import { failing, failure, run, task } from './machine.ts';

describe('Retry', () => {
  const retry = (fields: Record<string, never> | object) => task({ Retry: [{ ErrorEquals: ['States.ALL'], ...fields }] });

  test('waits 1, 2 and 4 seconds by default and then gives up', async () => {
    const { error, duration, history } = await run({ Work: retry({}) }, {}, async () => {
      throw failure('Broken');
    });
    expect({ error, duration }).toEqual({ error: 'Broken', duration: 7000 });
    const starts = history
      .filter(({ type }) => type === 'LambdaFunctionStarted')
      .map(({ timestamp }) => timestamp - (history[0]?.timestamp ?? 0));
    expect(starts).toEqual([0, 1000, 3000, 7000]);
  });

  test('BackoffRate grows the wait up to MaxDelaySeconds', async () => {
    const fields = { IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 10 };
    expect((await run({ Work: retry(fields) }, {}, failing(['A', 'A', 'A', 'A']))).duration).toBe((2 + 6 + 10 + 10) * 1000);
  });

  test('FULL jitter waits between nothing and the whole delay', async () => {
    const { duration, status } = await run(
      { Work: retry({ IntervalSeconds: 100, BackoffRate: 1, JitterStrategy: 'FULL' }) },
      {},
      failing(['A', 'A', 'A']),
    );
    expect(status).toBe('SUCCEEDED');
    expect(duration).toBeGreaterThan(0);
    expect(duration).toBeLessThan(300_000);
  });

  test('MaxAttempts 0 never tries again', async () => {
    expect((await run({ Work: retry({ MaxAttempts: 0 }) }, {}, failing(['A']))).error).toBe('A');
  });

  test('each retrier counts its own attempts', async () => {
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['B'], MaxAttempts: 2 },
    ];
    expect((await run({ Work: task({ Retry }) }, {}, failing(['A', 'B', 'B']))).output).toBe('done');
    expect((await run({ Work: task({ Retry }) }, {}, failing(['A', 'B', 'A']))).error).toBe('A');
  });

  test('the retry count shows in the context', async () => {
    const states = { Work: task({ Arguments: '{% $states.context.State.RetryCount %}', Retry: [{ ErrorEquals: ['A'] }] }) };
    const seen: unknown[] = [];
    const attempts = failing(['A', 'A']);
    await run(states, {}, async (input, call) => {
      seen.push(input);
      return attempts(input, call);
    });
    expect(seen).toEqual([0, 1, 2]);
  });

  test('States.TaskFailed takes everything but time-outs', async () => {
    const Retry = [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }];
    expect((await run({ Work: task({ Retry }) }, {}, failing(['Anything']))).status).toBe('SUCCEEDED');
    expect((await run({ Work: task({ Retry, TimeoutSeconds: 1 }) }, {}, (_, { sleep }) => sleep(2000))).duration).toBe(1000);
  });
});
