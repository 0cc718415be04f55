import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonical } from '../canonical.ts';
import { problemsOf } from '../request.ts';
import { type HttpRequest, Refusal } from './http.ts';

const mostItems = 100;

/** What every list understands. More than the most is the most, not a problem. */
export const paging = {
  pageSize: z
    .preprocess(
      (text) => (/^\d{1,15}$/.test(String(text)) ? Number(text) : text),
      z.int('must be a number from 1').min(1, 'must be a number from 1'),
    )
    .overwrite((size) => Math.min(size, mostItems))
    .describe(`Of more than ${mostItems}, ${mostItems}.`)
    .default(50),
  pageToken: z.string().optional(),
};

/** The parameters of a request. Throws a Refusal that names every problem; a parameter that nobody knows is one. */
export function readQuery<Shape extends z.ZodObject>(schema: Shape, query: unknown): z.output<Shape> {
  const read = schema.safeParse(query);
  if (read.success) return read.data;
  const errors = problemsOf(read, '', 'is not a parameter here');
  throw new Refusal('invalid-parameter', 'Nothing was read. Mend every problem in errors.', { errors });
}

/** The members of a query that begin with `prefix.`, as one member of that name. */
export function nested(query: HttpRequest['query'], prefix: string): Record<string, unknown> {
  const begins = `${prefix}.`;
  const [inside, outside] = [true, false].map((wanted) => Object.entries(query).filter(([name]) => name.startsWith(begins) === wanted));
  if (inside?.some(([name]) => name === `${begins}__proto__`)) {
    throw new Refusal('invalid-parameter', `Nothing was read. Nothing can be called ${begins}__proto__.`);
  }
  const members = inside?.map(([name, value]) => [name.slice(begins.length), value]) ?? [];
  return { ...Object.fromEntries(outside ?? []), ...(members.length > 0 && { [prefix]: Object.fromEntries(members) }) };
}

/** Where the next page of that list begins, as callers keep it; null stays null. */
export const pageTokenOf = (list: unknown, last: string | number | null): string | null =>
  last === null ? null : Buffer.from(JSON.stringify([last, markOf(list)])).toString('base64url');

/** Where a page begins that a token was given for. Throws a Refusal for a token of another list, and for what is none. */
export function lastIn<Last extends z.ZodType>(list: unknown, token: string | undefined, schema: Last): z.output<Last> | undefined {
  if (token === undefined) return undefined;
  const read = z.tuple([schema, z.literal(markOf(list))]).safeParse(jsonIn(token));
  if (read.success) return read.data[0] as z.output<Last>;
  const errors = [{ path: 'pageToken', message: 'must be a nextPageToken of this list, with the same filters' }];
  throw new Refusal('invalid-parameter', 'Nothing was read. Begin again without pageToken, or keep the filters as they were.', { errors });
}

/** Tells lists apart. */
const markOf = (list: unknown) => createHash('sha256').update(canonical(list)).digest('base64url').slice(0, 12);

function jsonIn(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
