import type { Batch } from '../../../src/batches/batch.ts';
import type { BatchChange, BatchStore } from '../../../src/batches/store.ts';
import type { Dice } from '../dice.ts';
import type { Carry } from '../sdk.ts';

/** A repeated start is another execution. */
export const renamed =
  (carry: Carry, dice: Dice): Carry =>
  (operation, input) =>
    carry(
      operation,
      operation === 'StartExecution' ? { ...input, name: `${(input as { name: string }).name}-${dice.between(0, 1e6)}` } : input,
    );

const limits: Batch['limits'] = { maxConcurrency: 100, canary: 0, stopAfterFailures: null };

/** A batch begins all of its items at once. */
export const boundless = (batches: BatchStore): BatchStore => changing(batches, (change) => (batch) => change({ ...batch, limits }));

/** How an item ended is not counted. */
export const careless = (batches: BatchStore): BatchStore =>
  changing(batches, (change) => (batch) => {
    const { ended, ...members } = change(batch) ?? {};
    return ended || Object.keys(members).length > 0 ? members : undefined;
  });

const changing = (batches: BatchStore, other: (change: BatchChange) => BatchChange): BatchStore => ({
  ...batches,
  changeBatch: (id, change, known) => batches.changeBatch(id, other(change), known),
});
