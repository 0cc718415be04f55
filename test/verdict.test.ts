import { expect, test } from '@jest/globals';
import type { PlanItem } from '../src/answers.ts';
import type { Check } from '../src/kinds/kind.ts';
import { interruptsTraffic, isWhollyBlocked, type Verdict, verdictOf, verdicts, worstFirst } from '../src/verdict.ts';
import { checkOf, planItem, plansOf } from './plan-items.ts';

/** A plan with checks of these results. */
const plan = (results: readonly Check['result'][], more: Partial<PlanItem> = {}) => planItem({ checks: results.map(checkOf), ...more });
const interrupting = { impact: 'INTERRUPTS_TRAFFIC' } as const;
const unchanged = { changed: false } as const;

const plans: readonly (readonly [PlanItem, Verdict])[] = [
  [plan(['PASS', 'FAIL', 'WAIT'], interrupting), 'BLOCKED'],
  [plan(['FAIL'], unchanged), 'BLOCKED'],
  [plan(['PASS'], interrupting), 'INTERRUPTS_TRAFFIC'],
  [plan(['UNKNOWN'], interrupting), 'INTERRUPTS_TRAFFIC'],
  // Once it can go on, it may.
  [plan(['WAIT'], { ...interrupting, ...unchanged }), 'INTERRUPTS_TRAFFIC'],
  [plan(['PASS', 'WAIT'], unchanged), 'WAITS'],
  [plan(['WAIT']), 'WAITS'],
  [plan(['UNKNOWN']), 'CHANGES'],
  [plan([], { ...interrupting, ...unchanged }), 'UNCHANGED'],
  [plan(['PASS'], unchanged), 'UNCHANGED'],
];

test('a plan comes to the worst that is true of it', () => {
  expect(plans.map(([each]) => verdictOf(each))).toEqual(plans.map(([, verdict]) => verdict));
  expect(new Set(plans.map(([, verdict]) => verdict))).toEqual(new Set(verdicts));
});

test('only what can be carried out, and would, interrupts traffic', () => {
  expect(plans.filter(([each]) => interruptsTraffic(each)).map(([, verdict]) => verdict)).toEqual(Array(3).fill('INTERRUPTS_TRAFFIC'));
});

test('plans are sorted by that, the worst first, and otherwise stay in their order', () => {
  const sorted = worstFirst([...plans].reverse().map(([each]) => each));
  expect(sorted.map(verdictOf)).toEqual(plans.map(([, verdict]) => verdict));
  expect(sorted[0]).toBe(plans[1]?.[0]);
});

test('several are blocked when each is, or all together', () => {
  const [blocked, open] = [plan(['PASS', 'FAIL']), plan(['PASS'])];
  expect(isWhollyBlocked(plansOf([blocked, plan(['FAIL'])]))).toBe(true);
  expect(isWhollyBlocked(plansOf([open], { checks: [checkOf('FAIL')] }))).toBe(true);
  for (const some of [plansOf([blocked, open]), plansOf([blocked], { notPlanned: 1 }), plansOf([])])
    expect(isWhollyBlocked(some)).toBe(false);
});
