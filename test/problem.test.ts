import { expect, test } from '@jest/globals';
import { type Code, problem } from '../src/problem.ts';

/** What callers were promised: a code never gets another status. */
const statuses: Readonly<Record<Code, number>> = {
  'not-json': 400,
  'invalid-parameter': 400,
  'idempotency-key-required': 400,
  'self-approval': 403,
  'not-found': 404,
  'no-such-route': 404,
  'association-in-progress': 409,
  'not-awaiting-approval': 409,
  'not-retryable': 409,
  'plan-stale': 409,
  'still-starting': 409,
  'still-settling': 409,
  'too-late': 409,
  'precondition-failed': 412,
  'body-too-large': 413,
  'invalid-request': 422,
  'idempotency-key-reused': 422,
  'precondition-required': 428,
  'plan-unavailable': 503,
};

test.each(Object.entries(statuses) as [Code, number][])(
  '%s is a problem of status %i, of a type of its own, with a title',
  (code, status) => {
    const { title, retryable, ...rest } = problem(code, 'What went wrong here.');
    expect(retryable).toBe(/^still-|-unavailable$/.test(code));
    expect(title).toMatch(/^[A-Z][^.]+$/);
    expect(rest).toEqual({ type: `urn:liaison:problem:${code}`, status, detail: 'What went wrong here.', code });
  },
);

test('errors and links are given along, and nothing else is', () => {
  const more = { errors: [{ path: 'pair', message: 'is required' }], links: { existing: '/associations/assoc_1' } };
  expect(problem('invalid-request', 'x', more)).toMatchObject(more);
  expect(Object.keys(problem('not-json', 'x'))).toEqual(['type', 'title', 'status', 'detail', 'code', 'retryable']);
});
