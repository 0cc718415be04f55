import { expect, test } from '@jest/globals';
import { isTooMuch } from '../../../local/stepfunctions/assignment.ts';
import { newThread } from '../../../local/stepfunctions/execution.ts';

const holding = (id: number, variables: Record<string, string>) => ({
  ...newThread({ id, parent: null, index: 0, state: 'Only', input: null, previous: 0 }),
  variables,
});

test('the variables of all threads may hold 10 MiB, and what is assigned again counts once', () => {
  const text = 'x'.repeat(262_142);
  const names = Array.from({ length: 20 }, (_, index) => `v${index}`);
  const full = Object.fromEntries(names.map((name) => [name, text]));
  const [one, other] = [holding(0, full), holding(1, full)];
  expect(isTooMuch({ v0: JSON.stringify(text) }, one, [one, other])).toBe(false);
  expect(isTooMuch({ more: '1' }, one, [one, other])).toBe(true);
});
