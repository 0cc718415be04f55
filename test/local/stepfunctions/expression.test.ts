import { describe, expect, test } from '@jest/globals';
import { compileExpression, evaluate, isExpression } from '../../../local/stepfunctions/expression.ts';

const value = (text: string, bindings: Record<string, unknown> = {}) => evaluate(compileExpression(`{% ${text} %}`), 'Output', bindings);
const failureOf = (text: string, bindings: Record<string, unknown> = {}) =>
  value(text, bindings).then(
    (got) => `gave ${JSON.stringify(got)}`,
    ({ error, cause, evaluation }) => ({ error, cause, location: evaluation?.location }),
  );

describe('a string is JSONata', () => {
  test.each(['{%%}', '{% 1 %}', '{%1%}', '{%\n  1\n%}', '{% "%}" %}'])('when it is that from end to end: %j', (text) => {
    expect(isExpression(text)).toBe(true);
  });

  test.each([' {% 1 %}', '{% 1 %} ', '{ % 1 %}', 'a {% 1 %}', '{% 1', '', 1, null, ['{% 1 %}']])('and is not otherwise: %j', (text) => {
    expect(isExpression(text)).toBe(false);
  });
});

describe('compiling', () => {
  test.each(['$a ?? 1', '$a ?: 1', '1 +', '(', '$f('])('%s is refused with the expression and the reason', (text) => {
    expect(() => compileExpression(`{% ${text} %}`)).toThrow(`the JSONata expression '${text}' cannot be parsed: `);
  });

  test.each(["$eval('1')", "[1, {'a': $eval('1')}]", '($e := $eval; $e("1"))', "$map(['1'], $eval)", "function($x) { $eval($x) }('1')"])(
    '%s is refused because Step Functions has no $eval',
    (text) => {
      expect(() => compileExpression(`{% ${text} %}`)).toThrow('calls $eval, which Step Functions does not have');
    },
  );

  test('a text or a member that is called eval is not meant', async () => {
    expect(await value("{'eval': 'eval'}.eval")).toBe('eval');
  });
});

describe('the value of an expression', () => {
  test.each([
    ['null', null],
    ['1 + 1', 2],
    ["'a' & 1", 'a1'],
    ['[]', []],
    ['[[1]]', [[1]]],
    ['{}', {}],
    ['$states.input.list[n > 1].n', [2, 3]],
    ['$states.input.list[n = 1].n', 1],
    ['$states.input.list.n', [1, 2, 3]],
    ['$exists($states.input.none)', false],
    ['{"a": $states.input.none, "b": 1}', { b: 1 }],
    ['$states.input.text', 'größe 😀'],
  ])('%s', async (text, expected) => {
    const input = { list: [{ n: 1 }, { n: 2 }, { n: 3 }], text: 'größe 😀' };
    const got = await value(text, { states: { input } });
    expect(got).toEqual(expected);
    // Nothing that JSONata hangs on its sequences comes along.
    if (Array.isArray(got)) expect(Object.getOwnPropertyNames(got).filter((name) => !/^\d+$|^length$/.test(name))).toEqual([]);
  });

  test('is a copy: nobody can change the input through it', async () => {
    const input = { list: [1] };
    const got = (await value('$states.input', { states: { input } })) as { list: number[] };
    got.list.push(2);
    expect(input).toEqual({ list: [1] });
  });

  test('is of this evaluation only: what an expression assigns is gone in the next', async () => {
    const expression = compileExpression('{% ($seen := $exists($mine); $mine := 1; $seen) %}');
    expect([await evaluate(expression, 'Output', {}), await evaluate(expression, 'Output', {})]).toEqual([false, false]);
  });

  test('the context of the expression is nothing, as on AWS', async () => {
    expect(await failureOf('$')).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  test('that is nothing fails, with the field it was for', async () => {
    expect(await failureOf('$states.input.gone', { states: { input: {} } })).toEqual({
      error: 'States.QueryEvaluationError',
      cause: "The JSONata expression '$states.input.gone' specified for the field 'Output' returned nothing (undefined).",
      location: 'Output',
    });
  });

  test.each(['function($x) { $x }', '$uppercase', '/a/', '[1, [function() { 1 }]]', '1 / 0', '{"a": {"b": $uppercase}}'])(
    'that JSON cannot say fails: %s',
    async (text) => {
      expect(await failureOf(text)).toMatchObject({ cause: expect.stringContaining('returned an unsupported result type.') });
    },
  );

  test.each([
    ["$error('no such thing')", 'D3137: no such thing'],
    ["1 + 'a'", 'T2002: '],
    ["$assert(false, 'must not be')", 'D3141: must not be'],
  ])("that cannot be had fails with JSONata's own code and sentence: %s", async (text, said) => {
    expect(await failureOf(text)).toMatchObject({ cause: expect.stringContaining(`threw an error during evaluation. ${said}`) });
  });
});
