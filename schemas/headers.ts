import type { AnswerHeader, RequestHeader } from './route.ts';

const string = { type: 'string' };

/** What callers may say. */
export const requestHeader: Readonly<Record<RequestHeader, { description: string; schema: object }>> = {
  'Idempotency-Key': {
    description: 'Of your own, for every new request. A repeat with it is the same request; kept for 100 days per account and role.',
    schema: { ...string, pattern: '^[\\x21-\\x7e]{1,255}$' },
  },
  'If-Match': { description: 'The ETag of what you have read and decide on.', schema: string },
  'If-None-Match': { description: 'The ETag of what you have: the answer is 304 while it is still that.', schema: string },
  Prefer: {
    description:
      'wait=N holds the answer for up to N seconds, at most 15, until the version differs from If-None-Match; without that, until it has ended or asks for an approval.',
    schema: string,
  },
};

/** What answers say. */
export const answerHeader: Readonly<Record<AnswerHeader, { description?: string; schema: object }>> = {
  ETag: { description: 'Its version.', schema: { ...string, pattern: '^"[1-9][0-9]*"$' } },
  Location: { description: 'Where it is to be seen.', schema: { ...string, format: 'uri-reference' } },
  'Preference-Applied': { description: 'wait=N with the seconds that were granted.', schema: string },
  'Retry-After': { description: 'Seconds after which looking again is worth while; none once it has ended.', schema: { type: 'integer' } },
};
