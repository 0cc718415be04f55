import { type Association, type Cancel, type Ending, isTerminal } from './association.ts';
import { isLeftover } from './leftover.ts';

/** The ending of what was given up with nothing of it in AWS. */
export const givenUp = ({ reason, message }: Cancel): Ending => ({
  state: 'CANCELLED',
  sideEffects: 'NONE',
  changed: false,
  reason,
  message,
  words: null,
});

/** The step a record shows once its ending is found out and is about to be written. */
export const settling = 'Settle';

/** Why it cannot be given up any more; undefined while it can. */
export function tooLate(record: Association): string | undefined {
  const { state, decision, undoIntent, intent, plan, step } = record;
  if (isTerminal({ state })) return `It has ended ${state}.`;
  if (decision && decision.verdict !== 'APPROVED') return 'It has been decided against already, and is about to end.';
  // What an earlier attempt left is no call of this one.
  if (!intent || isLeftover(record)) return undefined;
  if (undoIntent) return 'It is being taken back already.';
  if (step?.name === settling) return `What became of ${intent.call.operation} has been found out; it is about to end.`;
  if (plan?.undo.length === 0) return `${intent.call.operation} was sent and cannot be taken back.`;
  return intent.adopted ? 'It was found done by another hand, and is not taken back.' : undefined;
}
