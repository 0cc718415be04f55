import type { Problem } from './request.ts';

/** What is wrong with an HTTP request, as RFC 9457 has it, with a stable `code` for programs. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** Whether the same request may fare better later. */
  readonly retryable: boolean;
  readonly errors?: readonly Problem[];
  readonly links?: Readonly<Record<string, string>>;
}

/** Every code there is, with its status and title, and whether to send the same request again. */
const codes = {
  'not-json': [400, 'The body is not JSON'],
  'invalid-parameter': [400, 'A parameter cannot be used'],
  'idempotency-key-required': [400, 'The header Idempotency-Key is missing'],
  'self-approval': [403, 'Who requested it cannot approve it'],
  'not-found': [404, 'There is no such thing'],
  'no-such-route': [404, 'There is nothing here'],
  'association-in-progress': [409, 'This pair is already being worked on'],
  'not-awaiting-approval': [409, 'It does not wait for an approval'],
  'not-retryable': [409, 'It cannot be retried'],
  'plan-stale': [409, 'The plan no longer holds'],
  'still-starting': [409, 'It is still being taken in', 'retryable'],
  'still-settling': [409, 'It is still being settled', 'retryable'],
  'too-late': [409, 'It is too late for that'],
  'precondition-failed': [412, 'It has changed since it was read'],
  'body-too-large': [413, 'The body is too large'],
  'invalid-request': [422, 'The request cannot be used'],
  'idempotency-key-reused': [422, 'The Idempotency-Key was used for another request'],
  'precondition-required': [428, 'The header If-Match is missing'],
  'plan-unavailable': [503, 'The plan could not be made', 'retryable'],
} as const satisfies Record<string, readonly [number, string, 'retryable'?]>;

export type Code = keyof typeof codes;

/** The problem of that code. `type` leads to its description in docs/api.md. */
export function problem(code: Code, detail: string, more: Pick<ProblemDetails, 'errors' | 'links'> = {}): ProblemDetails {
  const [status, title, retryable]: readonly [number, string, 'retryable'?] = codes[code];
  return { type: `urn:liaison:problem:${code}`, title, status, detail, code, retryable: retryable !== undefined, ...more };
}
