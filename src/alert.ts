import type { FiveLines } from './answers.ts';
import type { Association, Removal, SideEffects } from './association.ts';
import { placeOf } from './execution-name.ts';
import { isoTime } from './iso-time.ts';
import type { Impact, Intent, Json } from './kinds/kind.ts';
import { missingOf, removedText, undoOf } from './leftover.ts';

/** The five lines of an association that has ended. */
export function fiveLines(association: Association, executionArn: string): FiveLines {
  const { id, kind, desired, state, endReason, endMessage, words, sideEffects } = association;
  return {
    what: `${desired === 'ASSOCIATED' ? 'associating' : 'dissociating'} ${pairText(association)} (${kind}) ended ${state}${endReason ? `: ${endReason}` : ''}`,
    why: `${endMessage ?? reasonOf(association)}${words?.requestId ? ` (${words.operation}, AWS request id ${words.requestId})` : ''}`,
    inAwsNow: `${sideEffects ?? 'UNKNOWN'}: ${inAws(association)}`,
    next: nextAction(association),
    evidence: `association ${id}, execution ${executionArn}`,
  };
}

/** For endings AWS said nothing about. */
const reasonOf = ({ state, changed, words, intent }: Association) => {
  if (state !== 'SUCCEEDED') return 'no message';
  if (changed) return `AWS answers ${words?.status ?? 'that it is done'}`;
  return `AWS already was as asked for; ${intent ? `${intent.call.operation} changed nothing` : 'no call was made'}`;
};

/** The pair on one line, by the service's own names, without the tags that it is to have. */
export const pairText = ({ pair }: Pick<Association, 'pair'>): string =>
  Object.entries(pair as Readonly<Record<string, Json>>)
    .flatMap(([name, value]) => (typeof value === 'string' ? [`${name} ${value}`] : []))
    .join(', ');

/** What is in AWS now, in words, for each kind of side effects. */
const situations: Readonly<Record<SideEffects, (association: Association) => string>> = {
  NONE: ({ state }) => (state === 'SUCCEEDED' ? 'as asked for' : 'as it was before the request'),
  REVERTED: (association) => {
    const [undo] = undoOf(association);
    return `as before; what was made has been taken back${undo ? ` with ${undo.operation}` : ''}`;
  },
  LEFT_BEHIND: (association) => leftText(sentOf(association), association.removed),
  UNKNOWN: (association) => unknownText(sentOf(association) ?? association.removed),
};

/** The call that was sent last: this attempt's, or that of an earlier one which left something. */
const sentOf = ({ intent, leftover, abandoned }: Association): Intent | null => intent ?? (leftover ?? abandoned)?.intent ?? null;

function leftText(sent: Intent | null, removed: Removal | null): string {
  const left = sent && `what ${named(sent)} made, or part of it, is still there`;
  const gone = removed && `what ${removedText(removed, named(removed))} is gone`;
  return [left, gone].filter(Boolean).join('; ') || 'something is still there';
}

const named = ({ call, handle }: Intent) => `${call.operation}${handle ? ` (${handle})` : ''}`;

const unknownText = (sent: Intent | null) =>
  sent ? `not known: ${sent.call.operation} was sent and what became of it could not be read` : 'not known';

const inAws = (association: Association) => situations[association.sideEffects ?? 'UNKNOWN'](association);

/** What to do about it. */
function nextAction(association: Association): string {
  const { sideEffects, endReason, state } = association;
  const { removed } = association;
  const sent = sentOf(association);
  const [undo] = undoOf(association);
  if (state === 'SUCCEEDED') return 'nothing';
  const reads = 'read the pair in AWS';
  if (sideEffects === 'LEFT_BEHIND' && removed && !sent) return 'nothing, or retry it if the association is still wanted';
  if (sideEffects === 'LEFT_BEHIND') {
    return undo
      ? // What the plan could not know is the id of what was made.
        `look whether it is still there, and take it back with ${undo.operation} ${JSON.stringify(undo.parameters, (_, value) => value ?? sent?.handle ?? null)}, or retry it`
      : `${reads}, decide, and retry it`;
  }
  if (sideEffects === 'UNKNOWN')
    return `${reads}${sent ? ` (${sent.call.operation} ${JSON.stringify(sent.call.parameters)})` : ''}, or retry it: it looks before it does anything`;
  if (state === 'REJECTED') return 'nothing, or mend what the comment says and retry it';
  if (state === 'EXPIRED') return 'retry it, and have it decided before its deadline';
  if (endReason === 'DeadlinePassed') return 'remove what it waited for, or request it again with a longer deadline';
  if (endReason === 'Cancelled') return 'nothing, or retry it if it is wanted after all';
  return state === 'CANCELLED' ? 'nothing; a later request or event speaks for it' : 'mend the cause, then request it again, or retry it';
}

const severities: Readonly<Record<SideEffects, string>> = {
  NONE: 'failed',
  REVERTED: 'failed',
  LEFT_BEHIND: 'left-behind',
  UNKNOWN: 'left-behind',
};

/** What SNS takes: attributes to filter by, a subject of at most 100 ASCII characters, the five lines. */
export type Alert = ReturnType<typeof alertOf>;

/** The alert that an association has ended. */
export function alertOf(association: Association, executionArn: string) {
  const { id, kind, state, sideEffects } = association;
  return assembled(association, `${kind} ${state}${sideEffects === 'NONE' ? '' : ` ${sideEffects}`} ${id}`, {
    severity: severities[sideEffects ?? 'UNKNOWN'],
    sideEffects,
    lines: fiveLines(association, executionArn),
    executionArn,
  });
}

/** The alert that somebody has to decide. */
export const approvalAlertOf = (association: Association, executionArn: string): Alert =>
  assembled(association, `approval needed for ${association.kind} ${association.id}`, {
    severity: 'needs-approval',
    sideEffects: 'NONE',
    lines: questionLines(association, executionArn),
    executionArn,
  });

/** The same five lines for a question. */
function questionLines(association: Association, executionArn: string): FiveLines {
  const { id, kind, desired, plan, requestedBy, reason, approvalRequest } = association;
  const { stage, region } = placeOf(executionArn);
  const calls = plan?.calls.map(({ operation, parameters }) => `${operation} ${JSON.stringify(parameters)}`).join(', then ');
  return {
    what: `${desired === 'ASSOCIATED' ? 'associating' : 'dissociating'} ${pairText(association)} (${kind}) waits for an approval`,
    why: `${impacts[plan?.impact ?? 'NONE']}; requested by ${requestedBy.id}${reason === null ? '' : `: ${reason}`}`,
    inAwsNow: `${inAwsBefore(association)}; the call would be ${calls}`,
    next: `approve or reject it before ${approvalRequest ? isoTime(approvalRequest.expiresAt) : 'its deadline'}: liaison approve ${id} --stage ${stage} --region ${region}`,
    evidence: `association ${id}, plan ${approvalRequest?.digest}, execution ${executionArn}`,
  };
}

/** What there is before this attempt has done anything. */
function inAwsBefore({ leftover, abandoned, removed }: Association): string {
  const left = leftover ?? abandoned;
  if (!left && !removed) return 'NONE: as it was before the request';
  return `${left?.sideEffects ?? (removed && missingOf(removed))}: ${leftText(left?.intent ?? null, removed)}`;
}

const impacts: Readonly<Record<Impact, string>> = {
  NONE: 'it has no effect on traffic, and its request asks for an approval',
  BACKGROUND: 'it works in the background, and its request or this stage asks for an approval',
  INTERRUPTS_TRAFFIC: 'it interrupts traffic',
};

/** The alert that AWS is not any more as an association left it. */
export const driftAlertOf = (association: Association, executionArn: string): Alert =>
  assembled(association, `${association.drift?.type} ${association.kind} ${association.id}`, {
    severity: 'drift',
    sideEffects: association.sideEffects,
    lines: driftLines(association, executionArn),
    executionArn,
  });

/** The same five lines for what is not as it was. */
function driftLines(association: Association, executionArn: string): FiveLines {
  const { id, kind, drift, settledAt } = association;
  return {
    what: `${pairText(association)} (${kind}) is not as Liaison left it: ${drift?.type}`,
    why: `somebody, or AWS, changed it after ${settledAt === null ? 'its end' : isoTime(settledAt)}; Liaison was not asked for that`,
    inAwsNow: drift?.observed ?? 'not known',
    next: 'request the association again if it is still wanted, or one of what is there now; Liaison repairs nothing by itself',
    evidence: `association ${id}, execution ${executionArn}`,
  };
}

function assembled(
  { id, kind, state, labels, history }: Association,
  subject: string,
  told: { readonly severity: string; readonly sideEffects: SideEffects | null; readonly lines: FiveLines; readonly executionArn: string },
) {
  const { severity, sideEffects, lines, executionArn } = told;
  const { stage, region } = placeOf(executionArn);
  const text = (value: string) => ({ DataType: 'String', StringValue: value });
  return {
    subject: ascii(`Liaison ${stage}: ${subject}`).slice(0, 100),
    message: JSON.stringify({ id, sequence: history.length, kind, state, sideEffects, severity, ...lines, labels, stage, region }, null, 2),
    attributes: { kind: text(kind), state: text(state), severity: text(severity) },
  };
}

const ascii = (subject: string) => subject.replace(/[^\x20-\x7e]/g, '?');
