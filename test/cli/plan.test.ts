import { expect, test } from '@jest/globals';
import { planLines } from '../../cli/show/plan.ts';
import { checkOf, planItem, plansOf } from '../plan-items.ts';

test.each(['PASS', 'FAIL', 'WAIT', 'UNKNOWN'] as const)('%s stands apart from the name of its check', (result) => {
  expect(planLines(plansOf([planItem({ checks: [checkOf(result)] })]), (_, text) => text)).toContain(`    ${result.padEnd(8)}each: It is.`);
});

test('plans come with what they come to, the worst first', () => {
  const items = [
    planItem({ changed: false, impact: 'NONE' }),
    planItem(),
    planItem({ checks: [checkOf('WAIT')] }),
    planItem({ impact: 'INTERRUPTS_TRAFFIC' }),
    planItem({ checks: [checkOf('FAIL')] }),
  ];
  const heads = planLines(plansOf(items), (_, text) => text).filter((line) => line.includes(': es-package'));
  expect(heads.map((line) => line.trim().split(':')[0])).toEqual(['blocked', 'interrupts traffic', 'waits', 'change', 'no change']);
});
