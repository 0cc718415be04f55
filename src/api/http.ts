import type * as z from 'zod';
import { roleOf } from '../approval.ts';
import type { Actor } from '../association.ts';
import { type Code, type ProblemDetails, problem } from '../problem.ts';
import { type Problem, problemsOf, type Reading } from '../request.ts';

/** A request that API Gateway has authenticated, as far as the API looks at it. */
export interface HttpRequest {
  readonly routeKey: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The authenticated principal's ARN. */
  readonly principal: string;
  readonly account: string;
  /** API Gateway's own id of this request. */
  readonly requestId: string;
  /** Epoch milliseconds: when API Gateway took it. */
  readonly at: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** undefined: none. */
  readonly body: unknown;
}

export type Route = (request: HttpRequest) => Promise<HttpAnswer>;

/** A refusal, thrown from wherever it is found out; the API answers with it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: HttpAnswer;
  constructor(code: Code, detail: string, more: Pick<ProblemDetails, 'errors' | 'links'> = {}) {
    super(detail);
    const body = problem(code, detail, more.errors ? { ...more, errors: shortened(more.errors) } : more);
    this.answer = { status: body.status, headers: { 'content-type': 'application/problem+json' }, body };
  }
}

/** Nobody mends more at once, and an answer has a longest size. */
const mostErrors = 100;

const shortened = (errors: readonly Problem[]): readonly Problem[] =>
  errors.length <= mostErrors ? errors : [...errors.slice(0, mostErrors), { path: '', message: `and ${errors.length - mostErrors} more` }];

/** Who asks: the authenticated principal, never a member of the body. */
export const actorOf = ({ principal }: HttpRequest): Actor => ({ type: 'IAM', id: principal });

/** The key under which a repeat of the request is the same request. Throws a Refusal without one. */
export function idempotencyKey({ headers, account, principal }: HttpRequest): readonly string[] {
  const key = headers['idempotency-key'];
  if (key === undefined) {
    throw new Refusal(
      'idempotency-key-required',
      'Send an Idempotency-Key of your own with every new request: a repeat with it starts nothing twice.',
    );
  }
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Refusal('invalid-parameter', 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
  }
  return ['http', account, roleOf(principal), key];
}

const kilobyte = 1024;

/** The JSON of the body; `empty` when there is no body. Throws a Refusal when it is none, or longer than `mostKilobytes`. */
export function jsonBody({ body }: HttpRequest, { mostKilobytes = 64, empty }: { mostKilobytes?: number; empty?: unknown } = {}): unknown {
  if (Buffer.byteLength(body) > mostKilobytes * kilobyte) {
    throw new Refusal('body-too-large', `A request has at most ${mostKilobytes * kilobyte} bytes.`);
  }
  if (body === '' && empty !== undefined) return empty;
  try {
    return JSON.parse(body, withoutPrototypes);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('not-json', 'Send a JSON object, like {"kind": "es-package", "pair": {…}}.');
  }
}

/** A member of that name would be passed over in silence later on. */
function withoutPrototypes(name: string, value: unknown): unknown {
  if (name === '__proto__') throw new Refusal('invalid-request', 'Nothing was done. No member can be called __proto__.');
  return value;
}

/** What was read. Throws a Refusal that names every problem. */
export function readOrRefuse<Value>(reading: Reading<Value>, code: Code = 'invalid-request'): Value {
  if (reading.ok) return reading.value;
  throw new Refusal(code, 'Nothing was done. Mend every problem in errors.', { errors: reading.problems });
}

/** A body by its schema. Throws a Refusal that names every problem. */
export function readBody<Value>(schema: z.ZodType<Value>, body: unknown): Value {
  const read = schema.safeParse(body);
  return readOrRefuse(read.success ? { ok: true, value: read.data } : { ok: false, problems: problemsOf(read) });
}

export const linkTo = (id: string) => `/associations/${id}`;

/** Throws a Refusal unless If-Match names the version that is there; `required`: also without it. */
export function holdIfMatch({ headers }: HttpRequest, current: { readonly version: number }, required = false): void {
  const wanted = headers['if-match'];
  if (wanted === undefined) {
    if (required) throw new Refusal('precondition-required', 'Send If-Match with the ETag of what you have read and decide on.');
    return;
  }
  const tags = wanted.split(',').map((tag) => tag.trim());
  if (tags.includes(etagOf(current)) || tags.includes('*')) return;
  throw new Refusal('precondition-failed', `It is at ${etagOf(current)} now. Read it again, and decide on what it says then.`);
}

export const etagOf = ({ version }: { readonly version: number }) => `"${version}"`;
