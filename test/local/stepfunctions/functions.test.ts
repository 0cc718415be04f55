import { describe, expect, test } from '@jest/globals';
import { run } from './machine.ts';

const value = async (expression: string) => {
  const { output, error } = await run({ Only: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });
  return error ?? output;
};

describe('the functions of Step Functions', () => {
  test.each([
    ['$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([], 2)', []],
    ['$partition([1], 0)', 'States.QueryEvaluationError'],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(1, 2, 0)', 'States.QueryEvaluationError'],
    ["$hash('a', 'SHA-1')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
    ["$hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
    ["$hash('a', 'CRC')", 'States.QueryEvaluationError'],
    ['$parse(\'{"a": [1]}\')', { a: [1] }],
    ["$parse('{')", 'States.QueryEvaluationError'],
    ['$random(7) = $random(7)', true],
    ['$random() = $random()', false],
    ['$uuid() = $uuid()', false],
    ['$contains($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)', true],
    ['$now()', '2026-01-01T00:00:00.000Z'],
    ["$now('[Y]')", '2026'],
    ['$millis()', Date.UTC(2026, 0, 1)],
    ['$sort($shuffle([3, 1, 2]))', [1, 2, 3]],
  ])('%s', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  test.each([['$f := function($x){$x}'], ['[1, $uppercase]'], ['/a/'], ['$missing'], ["$error('no')"], ['1 / 0']])(
    '%s is a failed evaluation',
    async (expression) => {
      expect(await value(expression)).toBe('States.QueryEvaluationError');
    },
  );
});
