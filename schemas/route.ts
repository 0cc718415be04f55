import type * as z from 'zod';
import type { Code } from '../src/problem.ts';

/** A header of a request. */
export type RequestHeader = 'Idempotency-Key' | 'If-Match' | 'If-None-Match' | 'Prefer';

/** A header of an answer. */
export type AnswerHeader = 'ETag' | 'Location' | 'Preference-Applied' | 'Retry-After';

/** One answer that is no problem. */
export interface Answer {
  readonly description: string;
  /** null: it has no body. */
  readonly body: z.ZodType | null;
  /** Those that it always has. */
  readonly headers?: readonly AnswerHeader[];
  /** Those that it may have. */
  readonly sometimes?: readonly AnswerHeader[];
}

/** What the document says of a route. */
export interface Route {
  /** What generated clients call it. */
  readonly operation: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  /** Those that must be sent. */
  readonly required?: readonly RequestHeader[];
  readonly headers?: readonly RequestHeader[];
  /** `empty`: it may be left out. */
  readonly body?: { readonly schema: z.ZodType; readonly empty?: true };
  readonly answers: Readonly<Record<number, Answer>>;
  readonly problems: readonly Code[];
}

/** By the key that API Gateway gives the route. */
export type Routes = Readonly<Record<string, Route>>;

/** The problems of every route that reads a body. */
export const unreadable = ['not-json', 'body-too-large', 'invalid-request'] as const satisfies readonly Code[];

/** What is answered with something that changes: whether to look again, and when. */
export const seen = {
  headers: ['ETag'],
  sometimes: ['Retry-After', 'Preference-Applied'],
} as const satisfies Partial<Answer>;

export const unchanged: Answer = { description: 'It is as it was.', body: null, ...seen };

/** What was taken in, and where it is to be seen. */
export const accepted = (body: z.ZodType, description: string): Answer => ({
  description,
  body,
  headers: ['ETag', 'Location'],
  sometimes: ['Retry-After'],
});

export const list = (body: z.ZodType): Answer => ({ description: 'A page, which may be short.', body });
