import { describe, expect, test } from '@jest/globals';
import { compileTemplate, render, renderAs, renderInteger } from '../../../local/stepfunctions/template.ts';

const rendered = (value: never, bindings = {}) => render(compileTemplate(value, 'Output'), bindings);
const causeOf = (work: Promise<unknown>) =>
  work.then(
    (value) => `gave ${JSON.stringify(value)}`,
    ({ error, cause }) => (error === 'States.QueryEvaluationError' ? cause : error),
  );

describe('a template', () => {
  test('without an expression is one constant, however deep', () => {
    const value = { a: [1, { b: null, c: ' {% 1 %}' }], d: '' };
    expect(compileTemplate(value, 'Output')).toEqual({ type: 'constant', value });
  });

  test('has every expression in it replaced, and keeps the rest and the order', async () => {
    const got = await rendered({ z: '{% 1 + 1 %}', a: ['x', '{% $n %}', [['{% [] %}']]], m: { k: true } } as never, { n: 7 });
    expect(JSON.stringify(got)).toBe('{"z":2,"a":["x",7,[[[]]]],"m":{"k":true}}');
  });

  test('takes names of members as they are', async () => {
    expect(await rendered({ '{% 1 %}': '{% 2 %}', __proto: '{% 3 %}', 'a.$': '{% 4 %}' } as never)).toEqual({
      '{% 1 %}': 2,
      __proto: 3,
      'a.$': 4,
    });
  });

  test.each([
    [{ a: { b: [0, '{% $x ?? 1 %}'] } }, 'Output/a/b[1]: the JSONata'],
    [[{ c: '{% ( %}' }], 'Output[0]/c: the JSONata'],
    ['{% ( %}', 'Output: the JSONata'],
  ])('that cannot be compiled says where: %j', (value, where) => {
    expect(() => compileTemplate(value as never, 'Output')).toThrow(where);
  });

  test('that cannot be rendered says where', async () => {
    expect(await causeOf(rendered({ a: [1, { b: '{% $gone %}' }] } as never))).toBe(
      "The JSONata expression '$gone' specified for the field 'Output/a[1]/b' returned nothing (undefined).",
    );
  });
});

describe('a field that takes one type', () => {
  test('gives a value of it', async () => {
    expect(await renderAs(compileTemplate('{% [1] %}', 'Items'), 'array', {})).toEqual([1]);
    expect(await renderAs(compileTemplate('{% 1 = 1 %}', 'Condition'), 'boolean', {})).toBe(true);
  });

  test.each([
    ['{% null %}', 'boolean', 'null', 'null'],
    ['{% "true" %}', 'boolean', 'string', '"true"'],
    ['{% [true] %}', 'boolean', 'array', '[true]'],
    ['{% {} %}', 'array', 'object', '{}'],
  ] as const)('refuses %s for a %s as AWS words it', async (text, type, was, shown) => {
    expect(await causeOf(renderAs(compileTemplate(text, 'Field'), type, {}))).toBe(
      `The JSONata expression '${text.slice(3, -3)}' specified for the field 'Field' returned an unexpected result type. ` +
        `Expected '${type}', but was '${was}' for value: ${shown}`,
    );
  });

  test('refuses a constant of another type as well', async () => {
    expect(await causeOf(renderAs(compileTemplate(1, 'Condition'), 'boolean', {}))).toBe(
      "Expected 'boolean', but was 'number' for value: 1",
    );
  });
});

describe('a whole number', () => {
  const integer = (value: never, bounds = {}) => renderInteger(compileTemplate(value, 'Seconds'), 'Seconds', { bindings: {}, ...bounds });

  test.each([0, 1, 99_999_999])('%d is one of those that a wait can be', async (number) => {
    expect(await integer(number as never)).toBe(number);
    expect(await integer(`{% ${number} %}` as never)).toBe(number);
  });

  test.each(['{% -1 %}', '{% 1.5 %}', '{% 100000000 %}', '{% "5" %}', '{% null %}'])('%s is none', async (text) => {
    expect(await causeOf(integer(text as never))).toMatch(/Seconds/);
  });

  test('can be bound from below', async () => {
    expect(await causeOf(integer('{% 0 %}' as never, { least: 1 }))).toBe(
      "The field 'Seconds' must be a whole number from 1 to 99999999 but was: 0",
    );
  });
});
