import { expect, test } from '@jest/globals';
import { adviceOn } from '../../cli/advice.ts';
import { type Code, problem } from '../../src/problem.ts';

const adviceOf = (code: Code, path: string, existing?: string) =>
  adviceOn(problem(code, '', existing ? { links: { existing } } : {}), path);

test.each(['not-awaiting-approval', 'too-late', 'not-retryable'] as const)(
  '%s leads to how it stands, whether it has ended or not',
  (code) => {
    expect(adviceOf(code, '/associations/assoc_1/cancel')).toBe('See how it stands: liaison get assoc_1');
    expect(adviceOf(code, '/batches/batch_1/retry-failed')).toBe('See how it stands: liaison batch get batch_1');
  },
);

test.each([
  ['/associations', '/associations/assoc_1', 'Look at it with liaison get assoc_1, or take another --idempotency-key.'],
  ['/batches', '/batches/batch_1', 'Look at it with liaison batch get batch_1, or take another --idempotency-key.'],
  ['/associations', undefined, 'Take another --idempotency-key.'],
])('a key of %s that stands for %s leads there', (path, existing, advice) => {
  expect(adviceOf('idempotency-key-reused', path, existing)).toBe(advice);
});

test('what has changed is looked at again, by its id', () => {
  expect(adviceOf('precondition-failed', '/batches/batch_1/retry-failed')).toMatch(/: liaison batch get batch_1$/);
});
