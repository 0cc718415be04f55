import * as z from 'zod';
import { digest } from '../src/request.ts';
import { batchCounts, batchState } from './batch.ts';
import {
  actor,
  associationId,
  batchId,
  batchItemOf,
  desired,
  driftType,
  impact,
  kind,
  labels,
  pair,
  sideEffects,
  state,
  time,
  trigger,
} from './parts.ts';
import { requestedBy } from './request.ts';

/** What every event says of an association. Consumers tell repeats and order by (id, sequence). */
const about = {
  schemaVersion: z.literal('1.0'),
  id: associationId,
  sequence: z.int().min(1),
  kind,
  pair,
  desired,
  run: z.int().min(1),
  attempt: z.int().min(1),
  batch: batchItemOf.nullable(),
  labels,
  requestedBy: actor,
  trigger: trigger.nullable(),
};

/** The details of events that anybody may put on the bus, by their detail-types. */
export const incoming: Readonly<Record<string, z.ZodType>> = {
  'Association Requested': requestedBy('ASSOCIATED'),
  'Dissociation Requested': requestedBy('DISSOCIATED'),
};

/** The details of events of the source liaison, by their detail-types. */
export const outgoing: Readonly<Record<string, z.ZodType>> = {
  'Association State Changed': z.strictObject({
    ...about,
    previousState: state.nullable(),
    state,
    sideEffects: sideEffects.nullable(),
    changed: z.boolean().nullable(),
    reason: z.string().nullable(),
    message: z.string().nullable(),
  }),
  'Association Approval Requested': z.strictObject({
    ...about,
    state: z.literal('AWAITING_APPROVAL'),
    digest,
    round: z.int().min(1),
    expiresAt: time,
    impact,
  }),
  'Association Drift Detected': z.strictObject({
    ...about,
    state: z.literal('SUCCEEDED'),
    inSync: z.literal(false),
    type: driftType,
    observed: z.string(),
    since: time,
  }),
  'Batch State Changed': z.strictObject({
    schemaVersion: z.literal('1.0'),
    id: batchId,
    sequence: z.int().min(1),
    previousState: batchState,
    state: batchState,
    reason: z.string().nullable(),
    message: z.string().nullable(),
    label: z.string().nullable(),
    ...batchCounts,
    attempt: z.int().min(1),
    run: z.int().min(1),
    requestedBy: actor,
  }),
};
