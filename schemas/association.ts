import * as z from 'zod';
import { digest, requestMembers } from '../src/request.ts';
import {
  actor,
  associationId,
  batchItemOf,
  call,
  count,
  desired,
  driftType,
  ending,
  json,
  kind,
  labels,
  noticesSent,
  pageOf,
  pair,
  planMembers,
  sideEffects,
  state,
  time,
  words,
} from './parts.ts';

const step = z.strictObject({
  name: z.string(),
  since: time,
  observed: z.string().nullable().describe('What AWS, or what stands in the way, said last.'),
  looks: count,
  nextLookAt: time.nullable(),
});

const approvalRequest = z.strictObject({ digest, round: z.int().min(1), askedAt: time, expiresAt: time });

const decision = z.strictObject({
  verdict: z.enum(['APPROVED', 'REJECTED', 'EXPIRED']),
  digest,
  actor,
  at: time,
  comment: z.string().nullable(),
});

const drift = z.strictObject({
  type: driftType,
  observed: z.string().describe('What there is instead.'),
  since: time,
  seenAt: time,
});

const cancel = z.strictObject({ at: time, actor, reason: z.string(), message: z.string() });

/** An association as lists show it. */
export const associationSummary = z.strictObject({
  id: associationId,
  kind,
  pair,
  desired,
  state,
  sideEffects: sideEffects.nullable(),
  changed: z.boolean().nullable().describe('false: AWS already was as desired.'),
  reason: z.string().nullable().describe('CamelCase and stable, for programs.'),
  message: z.string().nullable(),
  problem: z.boolean().describe('It ended without being done, other than CANCELLED with nothing in AWS.'),
  inSync: z
    .boolean()
    .nullable()
    .describe(
      'Whether AWS was as this association left it when reconcile looked last; null: it did not look, or a later one speaks for the pair.',
    ),
  drift: drift.nullable(),
  noticesSent,
  ending: ending.nullable(),
  aws: words.nullable(),
  step: step.nullable(),
  approvalRequest: approvalRequest.nullable(),
  decision: decision.nullable(),
  cancel: cancel.nullable(),
  onFailure: requestMembers.onFailure,
  approval: requestMembers.approval,
  usualSeconds: z.number().min(0).describe('What it takes as a rule, from the call on.'),
  deadlineAt: time,
  run: z.int().min(1),
  attempt: z.strictObject({ number: z.int().min(1), by: actor, firstRun: z.int().min(1), at: time }),
  batch: batchItemOf.nullable(),
  executionArn: z.string(),
  version: z.int().min(1).describe("The ETag's number: grows with every change."),
  requestedBy: actor,
  requestReason: z.string().nullable(),
  labels,
  requestedAt: time,
  updatedAt: time,
  settledAt: time.nullable(),
});

const entryMembers = {
  sequence: z.int().min(1),
  at: time,
  actor,
  action: z.string(),
  from: state.nullable(),
  to: state,
  comment: z.string().nullable(),
  planDigest: digest.nullable(),
  words: words.nullable(),
  run: z.int().min(1),
  attempt: z.int().min(1),
};

/** The whole of one. */
export const association = associationSummary.extend({
  plan: z.strictObject({ ...planMembers, targetVersion: z.string().nullable(), before: json }).nullable(),
  intent: z.strictObject({ call, at: time, handle: z.string().nullable(), adopted: z.boolean() }).nullable(),
  history: z.array(z.strictObject(entryMembers)),
});

/** One line of the append-only history. */
export const historyEntry = z.strictObject({
  ...entryMembers,
  requestId: z.string().nullable().describe('The id AWS gave the request that this is about.'),
});

export const associationPage = pageOf(associationSummary);
export const historyPage = pageOf(historyEntry);
