import type { Plans, PlanView } from '../../src/answers.ts';

/** How something is shown: never by its colour alone. */
export interface Sign {
  readonly symbol: string;
  readonly tone: 'good' | 'bad' | 'warn' | 'busy' | 'quiet';
}

/** Every state, of associations and of batches, and how it looks everywhere. */
const states: Readonly<Record<string, Sign>> = {
  PENDING: { symbol: '○', tone: 'quiet' },
  AWAITING_APPROVAL: { symbol: '◆', tone: 'warn' },
  RUNNING: { symbol: '►', tone: 'busy' },
  ROLLING_BACK: { symbol: '◄', tone: 'warn' },
  SUCCEEDED: { symbol: '✓', tone: 'good' },
  ROLLED_BACK: { symbol: '↩', tone: 'bad' },
  FAILED: { symbol: '✕', tone: 'bad' },
  REJECTED: { symbol: '⊘', tone: 'quiet' },
  EXPIRED: { symbol: '∅', tone: 'quiet' },
  CANCELLED: { symbol: '−', tone: 'quiet' },
};

/** In the order in which they are counted. */
export const stateNames = Object.keys(states);

const unknownSign: Sign = { symbol: '?', tone: 'quiet' };

/** The sign of a state; one that is newer than this page has a sign too. */
export const signOf = (state: string): Sign => (Object.hasOwn(states, state) ? states[state] : undefined) ?? unknownSign;

const active = new Set(['PENDING', 'AWAITING_APPROVAL', 'RUNNING', 'ROLLING_BACK']);

/** Whether nothing more becomes of it by itself. */
export const hasEnded = (state: string): boolean => !active.has(state);

/** The sign of a check's result. */
export const checkSigns: Readonly<Record<string, Sign>> = {
  PASS: { symbol: '✓', tone: 'good' },
  FAIL: { symbol: '✕', tone: 'bad' },
  WAIT: { symbol: '○', tone: 'warn' },
  UNKNOWN: { symbol: '?', tone: 'warn' },
};

/** What carrying it out does to traffic, as a sentence. */
export const impactText: Readonly<Record<string, string>> = {
  NONE: 'No effect on traffic.',
  BACKGROUND: 'Works in the background: no traffic is interrupted.',
  INTERRUPTS_TRAFFIC: 'Interrupts traffic while it is carried out.',
};

/** What is in AWS beyond what was asked, as a sentence. */
export const sideEffectsText: Readonly<Record<string, string>> = {
  NONE: 'Nothing is left in AWS that was not asked for.',
  REVERTED: 'What was made has been taken back: AWS is as before.',
  LEFT_BEHIND: 'Something that was not asked for is left in AWS.',
  UNKNOWN: 'What is in AWS now is not known.',
};

/** Whether somebody has to look at what is in AWS. */
export const isUnclear = (sideEffects: string | null): boolean => sideEffects === 'LEFT_BEHIND' || sideEffects === 'UNKNOWN';

const result = ({ checks }: Pick<PlanView, 'checks'>, wanted: string) => checks.some((check) => check.result === wanted);

/** What a plan comes to, the worst first. */
const verdicts: readonly (readonly [holds: (plan: PlanView) => boolean, text: string, sign: Sign])[] = [
  [(plan) => result(plan, 'FAIL'), 'It cannot be done', { symbol: '✕', tone: 'bad' }],
  [(plan) => interruptsTraffic(plan), 'It interrupts traffic', { symbol: '!', tone: 'bad' }],
  [(plan) => result(plan, 'WAIT'), 'Not yet: it would wait', { symbol: '○', tone: 'warn' }],
  [({ changed }) => changed, 'It can be done', { symbol: '✓', tone: 'good' }],
  [() => true, 'Nothing to do: it is so already', { symbol: '=', tone: 'quiet' }],
];

/** What this plan comes to. */
export function verdictOf(plan: PlanView): { readonly text: string; readonly sign: Sign } {
  const [, text, sign] = verdicts.find(([holds]) => holds(plan)) ?? [null, '', unknownSign];
  return { text, sign };
}

const isBlocked = (plan: Pick<PlanView, 'checks'>): boolean => result(plan, 'FAIL');

/** Whether nothing of it can be carried out, or not all of it together. */
export const isWhollyBlocked = (plans: Plans): boolean =>
  isBlocked(plans) || (plans.summary.notPlanned === 0 && plans.items.length > 0 && plans.items.every(isBlocked));

/** The plan interrupts traffic when it is carried out: what is blocked is not, and what waits may be. */
export const interruptsTraffic = (plan: PlanView): boolean =>
  plan.impact === 'INTERRUPTS_TRAFFIC' && !isBlocked(plan) && (plan.changed || result(plan, 'WAIT'));

/** What taking it back would mean, as a sentence. */
export function undoText(plan: PlanView): string {
  if (!plan.changed) return 'There is nothing to take back.';
  if (plan.undo.length === 0) return 'It cannot be taken back.';
  const again = plan.reversible ? plan.reversible === 'YES_WITH_SECOND_INTERRUPTION' : plan.impact === 'INTERRUPTS_TRAFFIC';
  return again ? 'It can be taken back, which can interrupt traffic a second time.' : 'It can be taken back.';
}
