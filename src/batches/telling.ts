import type { Association } from '../association.ts';
import { hasEnded } from './batch.ts';
import type { BatchStore } from './store.ts';

/** Whether a batch is still going to tell how that item of it has ended. */
export type IsTelling = (item: NonNullable<Association['batch']>) => Promise<boolean>;

/** It tells of what it knows to have begun and has not seen to end: not of what somebody tried again by itself, and of nothing any more once it has ended. */
export const createTelling =
  (batches: Pick<BatchStore, 'batch'>): IsTelling =>
  async ({ id, index }) => {
    const batch = await batches.batch(id);
    return batch !== undefined && !hasEnded(batch) && batch.running.some((item) => item.index === index && item.id !== null);
  };
