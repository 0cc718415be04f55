import * as z from 'zod';
import { activeStates, terminalStates } from '../src/association.ts';
import { kinds } from '../src/kinds/index.ts';
import { digest } from '../src/request.ts';

/** What answers and events are made of. Every object is strict, so that tests find what is said and not described. */

export const time = z.iso.datetime();

export const state = z.enum([...activeStates, ...terminalStates]);
export const desired = z.enum(['ASSOCIATED', 'DISSOCIATED']);
export const driftType = z.enum(['Missing', 'VersionBehind', 'MovedElsewhere']);
export const impact = z.enum(['NONE', 'BACKGROUND', 'INTERRUPTS_TRAFFIC']);
export const sideEffects = z.enum(['NONE', 'REVERTED', 'LEFT_BEHIND', 'UNKNOWN']).describe('What is in AWS beyond what was asked.');

export const kind = z.enum(Object.keys(kinds));
export const pair = z.union(Object.values(kinds).map(({ schema }) => schema)).describe("The two, by the service's own names.");
export const associationId = z.string().regex(/^assoc_[0-9A-HJKMNP-TV-Z]{26}$/);
export const batchId = z.string().regex(/^batch_[0-9A-HJKMNP-TV-Z]{26}$/);
export const count = z.int().min(0);
export const labels = z.record(z.string(), z.string());

/** Anything JSON can say. */
export const json = z.json();

/** The five lines of an ending. */
export const ending = z.strictObject({ what: z.string(), why: z.string(), inAwsNow: z.string(), next: z.string(), evidence: z.string() });

export const noticesSent = z.boolean().nullable().describe('Whether event and alert have gone out; null until there is an ending to tell.');

export const actor = z.strictObject({
  type: z.enum(['IAM', 'EVENT', 'LIAISON']),
  id: z.string().describe("A principal's ARN, an event's source and id, or a run of Liaison itself."),
});

export const trigger = z
  .union([
    z.strictObject({
      type: z.literal('TAG'),
      key: z.string(),
      value: z.string().nullable().describe('null: the tag was removed.'),
      at: time.describe('When the tag was changed.'),
    }),
    z.strictObject({
      type: z.literal('PACKAGE_UPDATED'),
      at: time.describe('When the package was updated.'),
      version: z.string().optional().describe('The only version that it still speaks for, once the canary of its batch has tried it.'),
    }),
  ])
  .describe('What AWS event asked for it; null where none did.');

export const words = z
  .strictObject({
    operation: z.string(),
    status: z.string().nullable(),
    error: z.string().nullable(),
    message: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .describe('What AWS said, in its own words.');

export const check = z.strictObject({
  name: z.string(),
  result: z.enum(['PASS', 'FAIL', 'WAIT', 'UNKNOWN']),
  reason: z.string().describe('CamelCase and stable, for programs.'),
  message: z.string(),
});

export const call = z.strictObject({ operation: z.string(), parameters: z.record(z.string(), json) }).describe('One AWS call.');

/** What a plan says wherever one is shown. */
export const planMembers = {
  digest,
  changed: z.boolean().describe('false: AWS already is as desired, and nothing would be called.'),
  impact,
  checks: z.array(check),
  calls: z.array(call).describe('In order.'),
  undo: z.array(call).describe('Empty when it cannot be undone.'),
};

/** That an association is an item of a batch. */
export const batchItemOf = z.strictObject({ id: batchId, index: count });

/** One page of a list. A page may be short: only null ends the list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextPageToken: z.string().nullable().describe('null: there is no further page.') });
