import { alertOf, approvalAlertOf } from './alert.ts';
import type { Association } from './association.ts';
import { type Channels, createChannels } from './channels.ts';
import { config } from './config.ts';
import { executionArn } from './execution-name.ts';
import { isoTime } from './iso-time.ts';

/** What Liaison tells others when an association has ended. Either may come twice, with the same id and sequence. */
export interface Notices {
  emit(association: Association): Promise<void>;
  alert(association: Association): Promise<void>;
  /** That an approval is asked for: event and alert. */
  request(association: Association): Promise<void>;
}

/** Over the bus and the topic of the settings, unless other channels are given. Throws when AWS did not take one. */
export function createNotices(
  { put, publish }: Channels = createChannels(),
  machine: () => string = () => config.associationMachine,
): Notices {
  return {
    emit: (association) => put('Association State Changed', association.updatedAt, stateChanged(association)),
    alert: (association) => publish(alertOf(association, executionArn(machine(), association))),
    async request(association) {
      await put('Association Approval Requested', association.updatedAt, approvalRequested(association));
      await publish(approvalAlertOf(association, executionArn(machine(), association)));
    },
  };
}

/** The detail of an Association State Changed event. Consumers tell repeats and order by (id, sequence). */
export function stateChanged(association: Association): Record<string, unknown> {
  const { history, state, sideEffects, changed, endReason, endMessage } = association;
  return {
    ...about(association),
    previousState: history.at(-1)?.from ?? null,
    state,
    sideEffects,
    changed,
    reason: endReason,
    message: endMessage,
  };
}

/** The detail of an Association Approval Requested event. */
export function approvalRequested(association: Association): Record<string, unknown> {
  const { state, plan, approvalRequest } = association;
  return {
    ...about(association),
    state,
    digest: approvalRequest?.digest ?? null,
    round: approvalRequest?.round ?? null,
    expiresAt: approvalRequest && isoTime(approvalRequest.expiresAt),
    impact: plan?.impact ?? null,
  };
}

/** What every event says of an association. */
export const about = ({
  id,
  history,
  kind,
  pair,
  desired,
  run,
  attempt,
  batch,
  labels,
  requestedBy,
  requestedAt,
  trigger,
}: Association) => ({
  schemaVersion: '1.0',
  id,
  sequence: history.length,
  kind,
  pair,
  desired,
  run,
  attempt: attempt.number,
  batch,
  labels,
  requestedBy,
  // Records of an earlier release do not say when the tag was changed: the request is of the same time.
  trigger: trigger && { ...trigger, at: isoTime(trigger.at ?? requestedAt) },
});
