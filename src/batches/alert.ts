import type { FiveLines } from '../answers.ts';
import { type SideEffects, terminalStates } from '../association.ts';
import { executionArn, placeOf } from '../execution-name.ts';
import { type Batch, failedCount, setAsideOf, sideEffectsOf, sizeOf } from './batch.ts';

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** How the items ended, in words: `3 SUCCEEDED, 1 FAILED, 2 not started`. */
export function countsText(batch: Pick<Batch, 'ended' | 'todo' | 'total' | 'cursor'>): string {
  const notStarted = sizeOf(batch) - batch.cursor;
  const counted = terminalStates.flatMap((state) => (batch.ended[state] ? [`${batch.ended[state]} ${state}`] : []));
  return [...counted, ...(notStarted > 0 ? [`${notStarted} not started`] : [])].join(', ') || 'nothing was started';
}

/** What each kind of side effects means for whoever reads that items have them. */
const situations: Readonly<Partial<Record<SideEffects, string>>> = {
  LEFT_BEHIND: 'left something behind',
  UNKNOWN: 'not known what they left',
  REVERTED: 'taken back',
};

/** The five lines of a batch that has ended. */
export function batchFiveLines(batch: Batch, machineArn: string): FiveLines {
  const { id, total, state, endReason, endMessage, failures, label } = batch;
  const examples = failures.map(
    ({ index, what, reason, message }) => `Item ${index} ${what}: ${[reason, message].filter(Boolean).join(', ') || 'no message'}`,
  );
  const more = failedCount(batch) - failures.length;
  return {
    what: `${label === null ? 'batch' : `batch "${label}"`} of ${plural(total, 'item')} ended ${state}${endReason ? `: ${endReason}` : ''}`,
    why: [endMessage ?? countsText(batch), ...examples, ...(more > 0 ? [`And ${more} more`] : [])].map(sentence).join(' '),
    inAwsNow: inAwsNow(batch),
    next: nextAction(batch),
    evidence: `batch ${id}, execution ${executionArn(machineArn, batch)}`,
  };
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

function inAwsNow(batch: Batch): string {
  const { state, running } = batch;
  const sideEffects = sideEffectsOf(batch);
  if (state === 'SUCCEEDED') return 'NONE: as asked for';
  const found = (Object.keys(situations) as SideEffects[]).flatMap((kind) =>
    sideEffects[kind] ? [`${kind}: ${plural(sideEffects[kind], 'item')} (${situations[kind]})`] : [],
  );
  const setAside = setAsideOf(batch).length;
  const stillRunning = [
    ...(running.length > setAside ? [`${plural(running.length - setAside, 'item')} still under way`] : []),
    ...(setAside > 0 ? [`${plural(setAside, 'item')} about to be begun, and perhaps not`] : []),
  ];
  return [...found, ...stillRunning].join('; ') || 'NONE: every item that did not succeed is as it was before';
}

/** Whether something may be in AWS that nobody asked for. */
function leftUnclear(batch: Batch): boolean {
  const { LEFT_BEHIND, UNKNOWN } = sideEffectsOf(batch);
  return Boolean(LEFT_BEHIND || UNKNOWN);
}

function nextAction(batch: Batch): string {
  const { id, state, endReason } = batch;
  if (state === 'SUCCEEDED') return 'nothing';
  if (leftUnclear(batch)) {
    return `look at the items that are LEFT_BEHIND or UNKNOWN (each has an alert of its own), then retry what failed: POST /batches/${id}/retry-failed`;
  }
  if (endReason === 'Cancelled') return `nothing, or go on with what was not started: POST /batches/${id}/retry-failed`;
  return `mend the cause, then retry what failed and start the rest: POST /batches/${id}/retry-failed`;
}

const text = (value: string) => ({ DataType: 'String', StringValue: value });

/** The one alert of a batch, as SNS takes it. */
export function batchAlertOf(batch: Batch, machineArn: string) {
  const { id, state, attempt } = batch;
  const place = placeOf(machineArn);
  const severity = leftUnclear(batch) ? 'left-behind' : 'failed';
  return {
    subject: `Liaison ${place.stage}: batch ${state} ${id}`,
    message: JSON.stringify({ id, sequence: attempt.number, state, severity, ...batchFiveLines(batch, machineArn), ...place }, null, 2),
    attributes: { kind: text('batch'), state: text(state), severity: text(severity) },
  };
}
