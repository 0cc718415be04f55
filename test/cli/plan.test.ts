import { expect, test } from '@jest/globals';
import { interruptsTraffic, planLines } from '../../cli/show/plan.ts';
import type { Check } from '../../src/kinds/kind.ts';
import { checkOf, planItem, plansOf } from '../plan-items.ts';

const item = (result: Check['result'], changed = true) => planItem({ changed, impact: 'INTERRUPTS_TRAFFIC', checks: [checkOf(result)] });

test.each(['PASS', 'FAIL', 'WAIT', 'UNKNOWN'] as const)('%s stands apart from the name of its check', (result) => {
  expect(planLines(plansOf([item(result)]), (_, text) => text)).toContain(`    ${result.padEnd(8)}each: It is.`);
});

test.each([
  ['PASS', true, true],
  ['PASS', false, false],
  ['FAIL', true, false],
  ['WAIT', false, true],
] as const)('a plan with %s, changed %s, interrupts traffic: %s', (result, changed, expected) => {
  expect(interruptsTraffic(item(result, changed))).toBe(expected);
});
