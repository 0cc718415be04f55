import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import jsonata from 'jsonata';
import type { Bindings } from '../../../local/stepfunctions/expression.ts';
import { shortcutOf, unsure } from '../../../local/stepfunctions/shortcut.ts';

/** Every expression of the deployed machines. */
const deployed = ['association', 'batch'].flatMap((name) => {
  const text = readFileSync(new URL(`../../../statemachines/${name}.asl.json`, import.meta.url), 'utf8');
  return [...text.matchAll(/"\{% (.*?) %\}"/g)].map(([, source = '']) => JSON.parse(`"${source}"`) as string);
});

/** Values that a path can end at, or meet on its way. */
const values = [undefined, null, true, 0, '', 'PLAN', 'es-package', { id: 'x', kind: 'toString' }, [], ['PLAN'], [1, 2], () => 1];

const states = (value: unknown) => ({
  input: { outcome: value, waitSeconds: value, state: value, ending: value, reason: value },
  result: { Payload: value },
  context: { Execution: { Input: { id: value, run: value, kind: value } }, Task: { Token: value } },
  errorOutput: { Error: value },
});

const bindings: readonly Bindings[] = [
  {},
  ...values.flatMap((value) => [
    { states: value },
    { states: { input: value, result: value, context: value } },
    { states: states(value), waitSeconds: value, looks: value, millis: () => 7 },
    { states: states(value), lookup: () => 'bound' },
  ]),
];

const asked = [...new Set([...deployed, "'text'", '$sum', '$states.input.toString', '$states.input.constructor.name'])];

/** What JSONata itself makes of it, which can be an error. */
const evaluated = async (source: string, bound: Bindings) => {
  try {
    return { value: await jsonata(source).evaluate(undefined, bound) };
  } catch (error) {
    return { code: (error as { code?: string }).code };
  }
};

describe('a shortcut', () => {
  test('is known for nearly every expression of the deployed machines', () => {
    const known = deployed.filter((source) => shortcutOf(jsonata(source).ast()));
    expect(known.length / deployed.length).toBeGreaterThan(0.9);
  });

  test.each(asked)('gives what JSONata gives, or is not sure: %s', async (source) => {
    const shortcut = shortcutOf(jsonata(source).ast());
    for (const bound of bindings) {
      const value = shortcut ? shortcut(bound) : unsure;
      if (value !== unsure) expect({ value }).toEqual(await evaluated(source, bound));
    }
  });

  test.each(['$states.input[0]', '$states.input.*', '$states.input@$x', '$states.a^(b)', '$millis(1)', '$lookup($states, "a")'])(
    'is not known for what only looks as simple: %s',
    (source) => {
      expect(shortcutOf(jsonata(source).ast())).toBeUndefined();
    },
  );
});
