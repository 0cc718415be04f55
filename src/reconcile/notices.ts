import { driftAlertOf } from '../alert.ts';
import type { Association } from '../association.ts';
import type { Channels } from '../channels.ts';
import { config } from '../config.ts';
import { executionArn } from '../execution-name.ts';
import { isoTime } from '../iso-time.ts';
import { about } from '../notices.ts';

/** That AWS is not any more as an association left it: told once, when it is first seen. Either may come twice, with the same id and sequence. */
export interface DriftNotices {
  emit(association: Association): Promise<void>;
  alert(association: Association): Promise<void>;
}

/** Over the bus and the topic. Throws when AWS did not take one. */
export const createDriftNotices = ({ put, publish }: Channels, machine = () => config.associationMachine): DriftNotices => ({
  emit: (association) => put('Association Drift Detected', association.updatedAt, driftDetected(association)),
  alert: (association) => publish(driftAlertOf(association, executionArn(machine(), association))),
});

/** The detail of an Association Drift Detected event. Consumers tell repeats and order by (id, sequence). */
export function driftDetected(association: Association): Record<string, unknown> {
  const { state, drift } = association;
  return {
    ...about(association),
    state,
    inSync: false,
    type: drift?.type ?? null,
    observed: drift?.observed ?? null,
    since: drift && isoTime(drift.since),
  };
}
