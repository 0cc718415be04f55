import type { PlanItem, Plans } from '../src/answers.ts';
import type { Check } from '../src/kinds/kind.ts';
import { summaryOf } from '../src/plans.ts';

/** A plan as it was asked for, of a change that can be made; `more` says what is otherwise. */
export const planItem = (more: Partial<PlanItem> = {}): PlanItem => ({
  kind: 'es-package',
  pair: { packageId: 'F1', domainName: 'logs' },
  desired: 'ASSOCIATED',
  changed: true,
  impact: 'BACKGROUND',
  reversible: 'YES',
  approval: 'NOT_REQUIRED',
  checks: [],
  calls: [],
  undo: [],
  usualSeconds: 150,
  estimate: { transitions: 30, usd: 0.001 },
  digest: `sha256:${'1'.repeat(64)}`,
  ...more,
});

/** A check of a plan, with that result. */
export const checkOf = (result: Check['result']): Check => ({ name: 'each', result, reason: 'Reason', message: 'It is.' });

/** What POST /plans answers of these plans. */
export const plansOf = (items: readonly PlanItem[], { notPlanned = 0, checks = [] as readonly Check[] } = {}): Plans => ({
  summary: summaryOf(items, notPlanned),
  digest: `sha256:${'2'.repeat(64)}`,
  checks,
  items,
});
