import { describe, expect, test } from '@jest/globals';
import { run } from '../machine.ts';

const wait = (fields: object) => ({ Pause: { Type: 'Wait', End: true, ...fields } });

describe('Wait', () => {
  test.each([
    [{ Seconds: 30 }, 30_000],
    [{ Seconds: '{% $states.input.n * 10 %}' }, 20_000],
    [{ Seconds: 99_999_999 }, 99_999_999_000],
    [{ Timestamp: '2026-01-01T00:01:00Z' }, 60_000],
    [{ Timestamp: '2026-01-01T01:00:00.500+01:00' }, 500],
    [{ Timestamp: "{% '2026-01-02T00:00:00Z' %}" }, 86_400_000],
    [{ Timestamp: '2020-01-01T00:00:00Z' }, 0],
  ])('%j takes %d ms', async (fields, duration) => {
    expect(await run(wait(fields), { n: 2 })).toMatchObject({ status: 'SUCCEEDED', duration });
  });

  test.each([['-1'], ['1.5'], ['"ten"'], ['100000000']])('Seconds of %s is a failed evaluation', async (seconds) => {
    expect((await run(wait({ Seconds: `{% ${seconds} %}` }))).error).toBe('States.QueryEvaluationError');
  });

  test.each([
    ['2026-01-01'],
    ['2026-13-01T00:00:00Z'],
    ['2026-02-30T00:00:00Z'],
    ['2026-02-03T24:00:00Z'],
    ['2026-01-01T00:00:00'],
    ['2026-01-01 00:00:00Z'],
  ])('Timestamp %s is a failed evaluation', async (text) => {
    const { error, events } = await run(wait({ Timestamp: `{% '${text}' %}` }));
    expect(error).toBe('States.QueryEvaluationError');
    expect(events).toEqual(['ExecutionStarted', 'WaitStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
  });

  test('Assign and Output are evaluated at the end', async () => {
    const states = {
      Pause: { Type: 'Wait', Seconds: 5, Assign: { ended: '{% $millis() %}' }, Next: 'Show' },
      Show: { Type: 'Pass', Output: '{% $now() & " " & $ended %}', End: true },
    };
    expect((await run(states)).output).toBe(`2026-01-01T00:00:05.000Z ${Date.UTC(2026, 0, 1, 0, 0, 5)}`);
  });
});
