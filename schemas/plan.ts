import * as z from 'zod';
import { digest } from '../src/request.ts';
import { check, count, desired, kind, pair, planMembers } from './parts.ts';

const planItem = z.strictObject({
  kind,
  pair,
  desired,
  ...planMembers,
  reversible: z.enum(['YES', 'YES_WITH_SECOND_INTERRUPTION', 'NO']),
  approval: z.enum(['REQUIRED', 'NOT_REQUIRED']),
  usualSeconds: z.number().min(0),
  estimate: z.strictObject({ transitions: count, usd: z.number().min(0) }),
});

/** What would be done: one shape for one request and for many. */
export const plans = z.strictObject({
  summary: z.strictObject({
    text: z.string(),
    change: count,
    noChange: count,
    blocked: count,
    waiting: count,
    interruptsTraffic: count,
    notPlanned: count.describe('Of a batch: how many were not planned: too many, or AWS could not be read for them.'),
  }),
  digest,
  checks: z.array(check).describe('Of the whole batch, such as quotas.'),
  items: z.array(planItem),
});
