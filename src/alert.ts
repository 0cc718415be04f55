import type { Association, SideEffects } from './association.ts';
import type { Json } from './kinds/kind.ts';

/** How an ending is told: always the same five lines, so that they can be read at three in the morning. */
export interface FiveLines {
  readonly what: string;
  readonly why: string;
  readonly inAwsNow: string;
  readonly next: string;
  readonly evidence: string;
}

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
const reasonOf = ({ state, changed, words }: Association) => {
  if (state !== 'SUCCEEDED') return 'no message';
  return changed ? `AWS answers ${words?.status ?? 'that it is done'}` : 'AWS already was as asked for; no call was made';
};

/** The pair on one line, by the service's own names. */
export const pairText = ({ pair }: Pick<Association, 'pair'>): string =>
  Object.entries(pair as Readonly<Record<string, Json>>)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** What is in AWS now, in words, for each kind of side effects. */
const situations: Readonly<Record<SideEffects, (association: Association) => string>> = {
  NONE: ({ state }) => (state === 'SUCCEEDED' ? 'as asked for' : 'as it was before the request'),
  REVERTED: ({ plan }) => `as before; what was made has been taken back${plan?.undo[0] ? ` with ${plan.undo[0].operation}` : ''}`,
  LEFT_BEHIND: ({ intent }) =>
    intent
      ? `what ${intent.call.operation}${intent.handle ? ` (${intent.handle})` : ''} made, or part of it, is still there`
      : 'something is still there',
  UNKNOWN: ({ intent }) => (intent ? `not known: ${intent.call.operation} was sent and what became of it could not be read` : 'not known'),
};

const inAws = (association: Association) => situations[association.sideEffects ?? 'UNKNOWN'](association);

/** What to do about it. */
function nextAction({ sideEffects, endReason, plan, intent, state }: Association): string {
  if (state === 'SUCCEEDED') return 'nothing';
  const reads = 'read the pair in AWS';
  if (sideEffects === 'LEFT_BEHIND') {
    const undo = plan?.undo[0];
    return undo
      ? // What the plan could not know is the id of what was made.
        `take it back with ${undo.operation} ${JSON.stringify(undo.parameters, (_, value) => value ?? intent?.handle ?? null)}, or request it again`
      : `${reads}, decide, and request it again`;
  }
  if (sideEffects === 'UNKNOWN')
    return `${reads}${intent ? ` (${intent.call.operation} ${JSON.stringify(intent.call.parameters)})` : ''} before requesting it again`;
  if (endReason === 'ApprovalRequired') return 'request it again with "approval": "AUTO" if the interruption is wanted now';
  if (endReason === 'DeadlinePassed') return 'remove what it waited for, or request it again with a longer deadline';
  return state === 'CANCELLED' ? 'nothing; a later request or event speaks for it' : 'mend the cause, then request it again';
}

const severities: Readonly<Record<SideEffects, string>> = {
  NONE: 'failed',
  REVERTED: 'failed',
  LEFT_BEHIND: 'left-behind',
  UNKNOWN: 'left-behind',
};

/** The alert as SNS takes it: attributes to filter by, a subject of at most 100 ASCII characters, the five lines. */
export function alertOf(association: Association, executionArn: string) {
  const { id, kind, state, sideEffects, labels, history } = association;
  const lines = fiveLines(association, executionArn);
  const text = (value: string) => ({ DataType: 'String', StringValue: value });
  const severity = severities[sideEffects ?? 'UNKNOWN'];
  return {
    subject: ascii(`Liaison: ${kind} ${state}${sideEffects === 'NONE' ? '' : ` ${sideEffects}`} ${id}`).slice(0, 100),
    message: JSON.stringify({ id, sequence: history.length, kind, state, sideEffects, severity, ...lines, labels }, null, 2),
    attributes: { kind: text(kind), state: text(state), severity: text(severity) },
  };
}

const ascii = (subject: string) => subject.replace(/[^\x20-\x7e]/g, '?');
