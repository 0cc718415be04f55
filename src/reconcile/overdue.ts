import type { Association } from '../association.ts';
import type { Batch } from '../batches/batch.ts';

/** What should have gone on may be late: functions are tried again, and clocks differ. Milliseconds. */
const grace = 10 * 60_000;

/**
 * Whether the association should have gone on by now. Who waits for an approval, or for its turn at a pair, is late as soon as nothing
 * was written for a while: only its execution tells whether it still waits. `now`: epoch milliseconds.
 */
export const isOverdue = ({ updatedAt, step }: Pick<Association, 'updatedAt' | 'step'>, now: number): boolean =>
  now - Math.max(updatedAt, step?.nextLookAt ?? 0) > grace;

/** The same of a batch, which is written only when something in it has changed. */
export const isBatchOverdue = ({ updatedAt }: Pick<Batch, 'updatedAt'>, now: number): boolean => now - updatedAt > grace;
