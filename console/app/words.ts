import type { PlanView } from '../../src/answers.ts';
import { type Verdict, verdictOf } from '../../src/verdict.ts';

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

/** What a plan comes to, as the page says it. */
const verdictTexts: Readonly<Record<Verdict, { readonly text: string; readonly sign: Sign }>> = {
  BLOCKED: { text: 'It cannot be done', sign: { symbol: '✕', tone: 'bad' } },
  INTERRUPTS_TRAFFIC: { text: 'It interrupts traffic', sign: { symbol: '!', tone: 'bad' } },
  WAITS: { text: 'Not yet: it would wait', sign: { symbol: '○', tone: 'warn' } },
  CHANGES: { text: 'It can be done', sign: { symbol: '✓', tone: 'good' } },
  UNCHANGED: { text: 'Nothing to do: it is so already', sign: { symbol: '=', tone: 'quiet' } },
};

/** What this plan comes to, in words. */
export const verdictTextOf = (plan: PlanView): { readonly text: string; readonly sign: Sign } => verdictTexts[verdictOf(plan)];

/** What taking it back would mean, as a sentence. */
export function undoText(plan: PlanView): string {
  if (!plan.changed) return 'There is nothing to take back.';
  if (plan.undo.length === 0) return 'It cannot be taken back.';
  const again = plan.reversible ? plan.reversible === 'YES_WITH_SECOND_INTERRUPTION' : plan.impact === 'INTERRUPTS_TRAFFIC';
  return again ? 'It can be taken back, which can interrupt traffic a second time.' : 'It can be taken back.';
}
