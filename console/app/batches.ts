import type { BatchItemView, BatchView } from '../../src/answers.ts';
import { stateNames } from './words.ts';

/** One part of a bar: how many are in which state; null: not started. */
export interface Part {
  readonly state: string | null;
  readonly count: number;
}

/** How many of a batch's items are in which state, in the order of the states; what is not started last. */
export function partsOf({ counts, notStarted }: Pick<BatchView, 'counts' | 'notStarted'>): Part[] {
  const known = Object.entries(counts).sort(([one], [other]) => stateNames.indexOf(one) - stateNames.indexOf(other));
  const parts: Part[] = known.map(([state, count]) => ({ state, count }));
  return [...parts, { state: null, count: notStarted }].filter(({ count }) => count > 0);
}

/** The same in words. */
export const partsText = (parts: readonly Part[]): string =>
  parts.map(({ state, count }) => `${count} ${state ?? 'not started'}`).join(', ');

/** Of what is listed, which are done first, alone. */
export const isCanary = ({ index }: Pick<BatchItemView, 'index'>, { canary }: Pick<BatchView, 'canary'>): boolean => index < canary;

const active = new Set(['PENDING', 'RUNNING']);

/** Whether a batch is on its way. */
export const isUnderWay = ({ state }: Pick<BatchView, 'state'>): boolean => active.has(state);
