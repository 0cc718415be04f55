import { CommandError, UsageError } from '../../cli/errors.ts';
import type { Problem } from '../protocol.ts';

/** Every code of the console's own, with its status and title, and whether to send the same request again. */
const codes = {
  'invalid-parameter': [400, 'A parameter cannot be used'],
  'not-json': [400, 'The body is not JSON'],
  'token-required': [401, 'This page does not have the key of this console'],
  'foreign-request': [403, 'The console does not answer this'],
  'not-let-in': [403, 'These credentials are not let in'],
  'no-such-route': [404, 'There is nothing here'],
  'body-too-large': [413, 'The body is too large'],
  fault: [500, 'The console failed'],
  unreachable: [502, 'The API cannot be reached', 'retryable'],
  'too-many-streams': [503, 'Too many pages are open', 'retryable'],
} as const satisfies Record<string, readonly [number, string, 'retryable'?]>;

export type Code = keyof typeof codes;

/** A refusal of the console's own; thrown from wherever it is found out, it is the answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problem: Problem;
  constructor(code: Code, detail: string) {
    super(detail);
    const [status, title, retryable]: readonly [number, string, 'retryable'?] = codes[code];
    this.problem = { type: `urn:liaison:problem:${code}`, title, status, detail, code, retryable: retryable !== undefined };
  }
}

/** What was thrown, as the problem to answer with; undefined for a fault of ours. The command line's errors keep its words. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Refusal) return error.problem;
  if (!(error instanceof CommandError)) return undefined;
  const words = [error.message, error.advice].filter(Boolean).join(' ');
  return new Refusal(error instanceof UsageError ? 'invalid-parameter' : 'unreachable', words).problem;
}
