import type { Actor, Association, Decision } from './association.ts';
import type { Impact, Trigger } from './kinds/kind.ts';
import { noted, runOf, transition } from './transition.ts';

/** From what needs the least approval to what needs the most. */
export const approvals = ['AUTO', 'BY_IMPACT', 'REQUIRED'] as const;

export type Approval = (typeof approvals)[number];

/** What is asked for, or the stage's minimum where that is more. */
export const atLeast = (minimum: Approval, asked: Approval): Approval =>
  approvals.indexOf(asked) < approvals.indexOf(minimum) ? minimum : asked;

/** Whoever removes the tag that Liaison acts on has approved that what it made for it is taken away. */
export const isApproved = (trigger: Trigger | null): boolean => trigger?.type === 'TAG' && trigger.value === null;

/** Whether a plan of that impact waits for a yes. */
export const needsApproval = (approval: Approval, impact: Impact): boolean =>
  approval === 'REQUIRED' || (approval === 'BY_IMPACT' && impact === 'INTERRUPTS_TRAFFIC');

/** Whether the plan of that digest has its yes. */
export const hasApproval = ({ decision }: Association, digest: string): boolean =>
  decision?.verdict === 'APPROVED' && decision.digest === digest;

/** How many plans of one attempt are asked for. A world that keeps moving is not one to be asked about for ever. */
const mostRounds = 5;

/** Whether there is a question left to ask about the plan of that digest. */
export const mayAsk = ({ approvalRequest }: Association, digest: string): boolean =>
  approvalRequest === null || approvalRequest.digest === digest || approvalRequest.round < mostRounds;

/**
 * A run that waits for a decision looks by itself this often, should nobody have been able to wake it; and never before the
 * function that asks is through. Seconds.
 */
const [shortestSleep, longestSleep] = [30, 6 * 3_600];

/** Seconds until the run that waits for a decision looks by itself. */
export const secondsUntilExpiry = ({ deadlineAt }: Association, now: number): number =>
  Math.max(shortestSleep, Math.min(Math.ceil((deadlineAt - now) / 1_000), longestSleep));

/**
 * The change that asks for the plan on the record; undefined where a run need not wait: it was decided, or given up.
 * The same plan asked for again, by the next run, is the same question.
 */
export function asking(record: Association, token: string, now: number): Partial<Association> | undefined {
  const { plan, state, approvalRequest: last, decision, deadlineAt } = record;
  if (!plan || record.cancel || record.intent) return undefined;
  const same = last?.digest === plan.digest;
  if (same && decision) return undefined;
  const approvalRequest = same
    ? { ...last, token }
    : { digest: plan.digest, round: (last?.round ?? 0) + 1, askedAt: now, expiresAt: deadlineAt, token, told: false };
  const asked =
    state === 'AWAITING_APPROVAL'
      ? {}
      : transition(record, 'AWAITING_APPROVAL', { at: now, actor: runOf(record), action: 'Approval asked for' });
  return { approvalRequest, decision: null, mayCall: false, step: null, ...asked };
}

/** Whether the record waits for a decision that nobody has made. */
export const isUndecided = ({ state, decision, cancel }: Association): boolean =>
  state === 'AWAITING_APPROVAL' && decision === null && cancel === null;

/** The change that a decision is. A yes lets the run go on; a no, and no answer, end it once the run has read it. */
export function deciding(
  record: Association,
  { verdict, actor, at, comment }: Pick<Decision, 'verdict' | 'actor' | 'at' | 'comment'>,
): Partial<Association> {
  const decision: Decision = { verdict, digest: record.approvalRequest?.digest ?? '', actor, at, comment };
  if (verdict === 'EXPIRED') return { decision };
  const entry = { at, actor, action: verdict === 'APPROVED' ? 'Approved' : 'Rejected', comment };
  return verdict === 'APPROVED' ? { decision, ...transition(record, 'RUNNING', entry) } : { decision, ...noted(record, entry) };
}

/** An assumed role speaks for itself whatever its session is called: whoever may assume it chooses the session's name. */
export const roleOf = (principal: string): string => principal.replace(/^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/.*$/, '$1');

/** A user of the account, and what such a user can become by GetFederationToken, under any name (source: STS API reference). */
const [user, federated] = [/^arn:[^:]+:(iam::\d+:(user\/|root$)|sts::\d+:federated-user\/)/, /:federated-user\//];

/** Whether two principals are, or may be, one. */
const mayBeOne = (one: string, other: string): boolean =>
  roleOf(one) === roleOf(other) || (user.test(one) && user.test(other) && (federated.test(one) || federated.test(other)));

/** Whether who decides is, or may be, who asked, at first or for this attempt. What an event asked for was asked for by nobody who could decide. */
export const isSelf = ({ requestedBy, attempt }: Association, { id }: Actor): boolean =>
  [requestedBy, attempt.by].some((asker) => asker.type === 'IAM' && mayBeOne(asker.id, id));
