import type { Plans, PlanView } from './answers.ts';

/** What a plan comes to, the worst first. WAITS: for conditions that can come about by themselves. */
export const verdicts = ['BLOCKED', 'INTERRUPTS_TRAFFIC', 'WAITS', 'CHANGES', 'UNCHANGED'] as const;

export type Verdict = (typeof verdicts)[number];

/** As much of a plan as its verdict needs. */
type Judged = Pick<PlanView, 'changed' | 'impact' | 'checks'>;

/** What the plan comes to: the worst that is true of it. */
export function verdictOf(plan: Judged): Verdict {
  const { changed, impact } = plan;
  if (isBlocked(plan)) return 'BLOCKED';
  // What waits is planned anew once it can go on, and may change something then.
  if (impact === 'INTERRUPTS_TRAFFIC' && (changed || waits(plan))) return 'INTERRUPTS_TRAFFIC';
  if (waits(plan)) return 'WAITS';
  return changed ? 'CHANGES' : 'UNCHANGED';
}

/** Whether carrying it out interrupts traffic. */
export const interruptsTraffic = (plan: Judged): boolean => verdictOf(plan) === 'INTERRUPTS_TRAFFIC';

/** Whether it cannot be carried out. */
export const isBlocked = (plan: Pick<PlanView, 'checks'>): boolean => has(plan, 'FAIL');

/** Whether it waits for conditions first. */
export const waits = (plan: Pick<PlanView, 'checks'>): boolean => !isBlocked(plan) && has(plan, 'WAIT');

/** Whether nothing of it can be carried out, or not all of it together. */
export const isWhollyBlocked = (plans: Plans): boolean =>
  isBlocked(plans) || (plans.summary.notPlanned === 0 && plans.items.length > 0 && plans.items.every(isBlocked));

/** The plans, the worst first. */
export const worstFirst = <Plan extends Judged>(plans: readonly Plan[]): Plan[] =>
  [...plans].sort((one, other) => verdicts.indexOf(verdictOf(one)) - verdicts.indexOf(verdictOf(other)));

const has = ({ checks }: Pick<PlanView, 'checks'>, wanted: 'FAIL' | 'WAIT') => checks.some(({ result }) => result === wanted);
