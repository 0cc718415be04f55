import type { Actor } from '../association.ts';
import { type Batch, hasEnded, notBegunOf } from './batch.ts';

/** Why it cannot be cancelled any more; undefined while it can. */
export function tooLateToCancel(batch: Batch): string | undefined {
  if (hasEnded(batch)) return `It has ended ${batch.state}.`;
  return notBegunOf(batch) === 0
    ? 'Every item has been started; what is under way goes on to its end. Cancel the associations one by one.'
    : undefined;
}

/** The change that lets nothing further in. What is under way goes on to its end, and then the batch ends CANCELLED. */
export const cancelling = (at: number, actor: Actor, comment: string | null): Partial<Batch> => ({
  cancel: { at, actor, comment },
  updatedAt: at,
});
