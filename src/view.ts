import { fiveLines } from './alert.ts';
import { type Association, isTerminal } from './association.ts';
import { executionArn } from './execution-name.ts';
import { isProblem } from './listing.ts';

const isoTime = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** An association as the API shows it: times in ISO 8601, nothing of how the table keeps it. */
export function view(association: Association, machineArn: string): Record<string, unknown> {
  const execution = executionArn(machineArn, association);
  const { id, kind, pair, desired, state, sideEffects, changed, endReason, endMessage, words, step, plan, intent, history } = association;
  const { approvalRequest, decision, cancel, attempt, drift } = association;
  return {
    id,
    kind,
    pair,
    desired,
    state,
    sideEffects,
    changed,
    reason: endReason,
    message: endMessage,
    /** Whether event and alert have gone out; null until there is an ending to tell. */
    noticesSent: isTerminal(association) ? !association.outbox?.event && !association.outbox?.alert : null,
    ending: isTerminal(association) ? fiveLines(association, execution) : null,
    aws: words,
    step: step && { ...step, since: isoTime(step.since), nextLookAt: isoTime(step.nextLookAt) },
    plan,
    approvalRequest: approvalRequest && {
      digest: approvalRequest.digest,
      round: approvalRequest.round,
      askedAt: isoTime(approvalRequest.askedAt),
      expiresAt: isoTime(approvalRequest.expiresAt),
    },
    decision: decision && { ...decision, at: isoTime(decision.at) },
    cancel: cancel && { ...cancel, at: isoTime(cancel.at) },
    intent: intent && { call: intent.call, at: isoTime(intent.at), handle: intent.handle, adopted: intent.adopted },
    onFailure: association.onFailure,
    approval: association.approval,
    usualSeconds: association.usualSeconds,
    deadlineAt: isoTime(association.deadlineAt),
    run: association.run,
    attempt: { ...attempt, at: isoTime(attempt.at) },
    batch: association.batch,
    /** Somebody should look at it. */
    problem: isProblem(association),
    /** As reconcile saw it last; null: it did not look, or a later association speaks for the pair. */
    inSync: association.inSync,
    drift: drift && { type: drift.type, observed: drift.observed, since: isoTime(drift.since), seenAt: isoTime(drift.seenAt) },
    executionArn: execution,
    version: association.version,
    requestedBy: association.requestedBy,
    requestReason: association.reason,
    labels: association.labels,
    requestedAt: isoTime(association.requestedAt),
    updatedAt: isoTime(association.updatedAt),
    settledAt: isoTime(association.settledAt),
    history: history.map((entry) => ({ ...entry, at: isoTime(entry.at) })),
  };
}

/** An association in a list: the same words, without plan and history. */
export function summary(association: Association, machineArn: string): Record<string, unknown> {
  const { plan, intent, history, ...rest } = view(association, machineArn) as Record<'plan' | 'intent' | 'history', unknown>;
  return rest;
}
