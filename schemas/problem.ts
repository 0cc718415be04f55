import * as z from 'zod';
import { type Code, problem as problemOf } from '../src/problem.ts';

/** What every code means, and what to do. */
export const meanings: Readonly<Record<Code, string>> = {
  'not-json': 'The body is not JSON.',
  'invalid-parameter': 'A query parameter or header cannot be used: mend everything in `errors`.',
  'idempotency-key-required': 'Send an Idempotency-Key of your own with every new request.',
  'self-approval': 'Somebody with another role than who requested or retried it must approve it.',
  'not-found': 'Nothing has this id.',
  'no-such-route': 'There is nothing at this method and path.',
  'association-in-progress': 'The pair has an association that has not ended: `links.existing`.',
  'not-awaiting-approval': 'There is no question to decide: it was decided, has expired, or was never asked.',
  'not-retryable': 'Only what ended without being done can be retried, not more than 29 times, and while its record has room.',
  'plan-stale': 'The plan is another one now: read it, then decide on that one.',
  'still-starting': 'A repeat of this request is being taken in: send it again.',
  'still-settling': 'It has ended and is still being told: send it again.',
  'too-late': 'It has ended or is about to, is being taken back already, or nothing takes it back.',
  'precondition-failed': 'It has changed since the version in If-Match: read it again.',
  'body-too-large': 'The body has more bytes than `detail` allows.',
  'invalid-request': 'The request cannot be used: mend everything in `errors`.',
  'idempotency-key-reused': 'The key stands for another request: `links.existing`, unless that one was refused.',
  'plan-unavailable': 'AWS could not be read: send it again.',
  'precondition-required': 'Send If-Match with the ETag of what you decide on.',
};

export const codes = Object.keys(meanings) as Code[];

/** The HTTP status of a code. */
export const statusOf = (code: Code): number => problemOf(code, '').status;

/** The code with what is always the same about it. */
export function described(code: Code) {
  const { type, title, status, retryable } = problemOf(code, '');
  return { type, title, status, retryable, description: meanings[code] };
}

/** A refusal: RFC 9457, with a stable code. */
export const problem = z.strictObject({
  type: z.string().describe('urn:liaison:problem: and the code.'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(codes),
  retryable: z.boolean().describe('Whether the same request may fare better later.'),
  errors: z
    .array(z.strictObject({ path: z.string().describe('Like pair.domainName; empty for the whole.'), message: z.string() }))
    .optional(),
  links: z.record(z.string(), z.string()).optional(),
});
