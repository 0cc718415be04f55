import type { Problem } from './request.ts';

/** What is wrong with an HTTP request, as RFC 9457 has it, with a stable `code` for programs. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly Problem[];
  readonly links?: Readonly<Record<string, string>>;
}

/** Every code there is, with its status and title. */
const codes = {
  'not-json': [400, 'The body is not JSON'],
  'invalid-parameter': [400, 'A parameter cannot be used'],
  'not-found': [404, 'There is no such association'],
  'no-such-route': [404, 'There is nothing here'],
  'association-in-progress': [409, 'This pair is already being worked on'],
  'body-too-large': [413, 'The body is too large'],
  'invalid-request': [422, 'The request cannot be used'],
  'idempotency-key-reused': [422, 'The Idempotency-Key was used for another request'],
} as const satisfies Record<string, readonly [number, string]>;

export type Code = keyof typeof codes;

/** The problem of that code. `type` leads to its description in docs/api.md. */
export function problem(code: Code, detail: string, more: Pick<ProblemDetails, 'errors' | 'links'> = {}): ProblemDetails {
  const [status, title] = codes[code];
  return { type: `urn:liaison:problem:${code}`, title, status, detail, code, ...more };
}
