import { fiveLines } from './alert.ts';
import type { AssociationSummary, AssociationView, PairView } from './answers.ts';
import { type Association, isTerminal } from './association.ts';
import { executionArn } from './execution-name.ts';
import { isoTime } from './iso-time.ts';
import { isProblem } from './listing.ts';

/** An association as the API shows it: times in ISO 8601, nothing of how the table keeps it. */
export function view(association: Association, machineArn: string): AssociationView {
  const execution = executionArn(machineArn, association);
  const { id, kind, pair, desired, state, sideEffects, changed, endReason, endMessage, words, step, plan, intent, history } = association;
  const { approvalRequest, decision, cancel, attempt, drift } = association;
  return {
    id,
    kind,
    pair: pair as PairView,
    desired,
    state,
    sideEffects,
    changed,
    reason: endReason,
    message: endMessage,
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
    problem: isProblem(association),
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
export function summary(association: Association, machineArn: string): AssociationSummary {
  const { plan, intent, history, ...rest } = view(association, machineArn);
  return rest;
}
