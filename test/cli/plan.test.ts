import { expect, test } from '@jest/globals';
import type { Plans } from '../../cli/model.ts';
import { interruptsTraffic, planLines } from '../../cli/show/plan.ts';

const item = (result: 'PASS' | 'FAIL' | 'WAIT' | 'UNKNOWN', changed = true) => ({
  kind: 'dx-hosted-connection',
  pair: { connectionId: 'dxcon-a' },
  desired: 'ASSOCIATED' as const,
  digest: 'sha256:0',
  changed,
  impact: 'INTERRUPTS_TRAFFIC' as const,
  checks: [{ name: 'authorisation', result, reason: 'Reason', message: 'A sentence.' }],
  calls: [],
  undo: [],
});

test.each(['PASS', 'FAIL', 'WAIT', 'UNKNOWN'] as const)('%s stands apart from the name of its check', (result) => {
  const summary = { text: '', change: 1, noChange: 0, blocked: 0, waiting: 0, interruptsTraffic: 1 };
  const plans: Plans = { summary, digest: 'sha256:0', checks: [], items: [item(result)] };
  expect(planLines(plans, (_, text) => text)).toContain(`    ${result.padEnd(8)}authorisation: A sentence.`);
});

test.each([
  ['PASS', true, true],
  ['PASS', false, false],
  ['FAIL', true, false],
  ['WAIT', false, true],
] as const)('a plan with %s, changed %s, interrupts traffic: %s', (result, changed, expected) => {
  expect(interruptsTraffic(item(result, changed))).toBe(expected);
});
