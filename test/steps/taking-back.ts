import type { Association, UndoIntent } from '../../src/association.ts';
import { intent as intentOf, plan, secondAttempt, undoIntent, words } from '../record.ts';

export const because = { reason: 'AwsError', message: 'AWS says why.', words: words({ operation: 'Look', error: 'AwsError' }) };
export const failing = (more: Partial<UndoIntent> = {}) => undoIntent({ because, ...more });
export const said = words({ operation: 'DissociatePackage', status: 'DISSOCIATING', message: 'AWS says so.' });

/** An association that is being taken back since midnight. */
export const rollingBack = (more: Partial<Association> = {}): Partial<Association> => ({
  state: 'ROLLING_BACK',
  plan: plan(),
  intent: intentOf(),
  undoIntent: failing(),
  ...more,
});

/** One whose second attempt takes back what the first left. */
export const retried = (more: Partial<Association> = {}): Partial<Association> => ({
  ...rollingBack(),
  ...secondAttempt,
  leftover: { intent: intentOf(), undo: plan().undo, sideEffects: 'LEFT_BEHIND' },
  ...more,
});
