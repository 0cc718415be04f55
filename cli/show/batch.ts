import type { BatchItemView, BatchView } from '../../src/answers.ts';
import type { Paint } from '../text.ts';
import { endingRows, indented, paddedState, stateText, stateWidth } from './association.ts';
import { pairText, timeText } from './pair.ts';

/** How many of its items are in which state. */
export const countsText = ({ counts, notStarted, total }: BatchView): string =>
  [
    ...Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([state, count]) => `${count} ${state}`),
    ...(notStarted > 0 ? [`${notStarted} not started`] : []),
  ].join(', ') || countOf(total, 'item');

const countOf = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** One line of a list. */
export const batchSummaryLines = (batch: BatchView, paint: Paint): string[] => [
  `${batch.id}  ${paddedState(batch.state, paint)}  ${timeText(batch.requestedAt)}  ${countOf(batch.total, 'item')}: ${countsText(batch)}`,
];

/** Everything about one batch. */
export function batchLines(batch: BatchView, paint: Paint): string[] {
  const { id, label, state, reason, message, total, maxConcurrency, canary, stopAfterFailures, requestedBy, requestedAt, ending } = batch;
  const limits = [
    String(maxConcurrency),
    ...(canary > 0 ? [`the first ${canary} alone`] : []),
    ...(stopAfterFailures === null ? [] : [`none after ${countOf(stopAfterFailures, 'failure')}`]),
  ];
  return [
    paint('bold', `${id}${label ? ` ${label}` : ''}`),
    ...indented([
      ['State', `${stateText(state, paint)}${reason ? `: ${reason}` : ''}`],
      ...(message && !ending ? [['Message', message]] : []),
      ['Items', `${total}: ${countsText(batch)}`],
      ['At a time', limits.join(', ')],
      ['By', `${requestedBy.id}, ${timeText(requestedAt)}`],
      ...(ending && state !== 'SUCCEEDED' ? endingRows(ending) : []),
    ]),
  ];
}

/** One item of a batch. */
export const itemLines = ({ index, kind, pair, associationId, state, sideEffects, reason }: BatchItemView, paint: Paint): string[] => [
  [
    String(index).padStart(4),
    state ? paddedState(state, paint) : 'not started'.padEnd(stateWidth),
    `${kind} ${pairText(pair)}`,
    ...(associationId ? [associationId] : []),
    ...(reason ? [`${reason}${sideEffects && sideEffects !== 'NONE' ? ` (${sideEffects})` : ''}`] : []),
  ].join('  '),
];
