import type { AssociationSummary, AssociationView, EntryView, FiveLines } from '../../src/answers.ts';
import { durationText } from '../../src/duration.ts';
import { type Paint, type Style, table } from '../text.ts';
import { pairText, timeText } from './pair.ts';
import { keptPlanLines } from './plan.ts';

const styles: Readonly<Record<string, Style>> = {
  SUCCEEDED: 'green',
  ROLLED_BACK: 'red',
  FAILED: 'red',
  REJECTED: 'yellow',
  EXPIRED: 'yellow',
  CANCELLED: 'yellow',
};

/** A state, the same word everywhere. */
export const stateText = (state: string, paint: Paint): string => paint(styles[state] ?? 'cyan', state);

/** Room for the longest state, so that lines that come one after the other stand under each other. */
export const stateWidth = 'AWAITING_APPROVAL'.length;

/** A state with room for any other. */
export const paddedState = (state: string, paint: Paint): string =>
  `${stateText(state, paint)}${' '.repeat(Math.max(0, stateWidth - state.length))}`;

/** What a success without a call has to add. */
export const unchangedText = ({ state, changed }: AssociationSummary): string =>
  state === 'SUCCEEDED' && changed === false ? ', nothing had to be changed' : '';

/** One line of a list. Widths are fixed: what follows is not known yet. */
export const summaryLines = ({ id, state, kind, pair, desired, sideEffects, requestedAt }: AssociationSummary, paint: Paint): string[] => [
  [
    id,
    paddedState(state, paint),
    timeText(requestedAt),
    `${kind} ${pairText(pair)}${desired === 'DISSOCIATED' ? ', DISSOCIATED' : ''}${sideEffects && sideEffects !== 'NONE' ? ` (${sideEffects})` : ''}`,
  ].join('  '),
];

/** The five lines of an ending, by their names. */
export const endingRows = ({ what, why, inAwsNow, next, evidence }: FiveLines): string[][] =>
  Object.entries({ What: what, Why: why, 'AWS now': inAwsNow, Next: next, Evidence: evidence }).map((row) => [...row]);

/** Rows as lines of a block, their columns under each other. */
export const indented = (rows: readonly string[][]): string[] => table(rows).map((row) => `  ${row.join('  ')}`);

/** The five lines of an ending. */
export const endingLines = (ending: FiveLines): string[] => indented(endingRows(ending));

/** Everything about one association. */
export function associationLines(association: AssociationView, paint: Paint): string[] {
  const { id, state, kind, pair, desired, step, ending, approvalRequest, decision, attempt, batch, labels } = association;
  const facts: [string, string | undefined][] = [
    ['State', `${stateText(state, paint)}${unchangedText(association)}`],
    ['Asked for', `${kind} ${pairText(pair)}, ${desired}`],
    ['By', `${association.requestedBy.id}, ${timeText(association.requestedAt)}`],
    ['Reason', association.requestReason ?? undefined],
    [
      'Labels',
      Object.entries(labels)
        .map(([name, value]) => `${name}=${value}`)
        .join(', ') || undefined,
    ],
    ['Batch', batch ? `${batch.id}, item ${batch.index}` : undefined],
    ['Attempt', attempt.number > 1 ? String(attempt.number) : undefined],
    [
      'Approval',
      approvalRequest && state === 'AWAITING_APPROVAL'
        ? `asked for ${timeText(approvalRequest.askedAt)}, until ${timeText(approvalRequest.expiresAt)}`
        : undefined,
    ],
    [
      'Decision',
      decision
        ? `${decision.verdict} by ${decision.actor.id}, ${timeText(decision.at)}${decision.comment ? `: ${decision.comment}` : ''}`
        : undefined,
    ],
    ['Step', step && !ending ? stepText(association) : undefined],
    ['Deadline', ending ? undefined : timeText(association.deadlineAt)],
    ['Ended', association.settledAt ? timeText(association.settledAt) : undefined],
    ['Drift', driftText(association, paint)],
  ];
  return [
    paint('bold', id),
    ...indented([...facts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])), ...(ending ? endingRows(ending) : [])]),
    ...(ending ? [] : keptPlanLines(association, paint)),
  ];
}

/** How AWS is not any more as the association left it; or that it is, where somebody has looked. */
function driftText({ drift, inSync }: AssociationView, paint: Paint): string | undefined {
  if (drift) return `${paint('red', drift.type)}: ${drift.observed} Since ${timeText(drift.since)}.`;
  return inSync ? 'none' : undefined;
}

const seconds = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 1_000);

/** Where it is: the step, what AWS said, the look, the next look. Times are those of the association's own clock. */
export function stepText({ step, updatedAt }: AssociationView): string {
  if (!step) return 'not started yet';
  return [
    step.name,
    ...(step.observed === null ? [] : [step.observed]),
    ...(step.looks > 0 ? [`look ${step.looks}`] : []),
    ...(step.nextLookAt === null ? [] : [`next in ${durationText(seconds(updatedAt, step.nextLookAt))}`]),
  ].join(', ');
}

/** How long its last attempt has taken by its last change, and `more` seconds, against what is usual. */
export const elapsedText = ({ updatedAt, usualSeconds, attempt }: AssociationView, more = 0): string =>
  `${durationText(seconds(attempt.at, updatedAt) + more)} (usually ${durationText(usualSeconds)})`;

/** One line of a history. */
export const historyLines = ({ at, action, from, to, actor, comment, words }: EntryView): string[] => [
  [
    timeText(at),
    `${action}${from !== to ? `: ${from ? `${from} → ` : ''}${to}` : ''}`,
    `by ${actor.id}`,
    ...(comment ? [`"${comment}"`] : []),
    ...(words
      ? [
          `${[words.operation, words.status ?? words.error].filter(Boolean).join(' ')}${words.requestId ? ` (request id ${words.requestId})` : ''}`,
        ]
      : []),
  ].join('  '),
];
