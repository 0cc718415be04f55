import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '../src/answers.ts';
import type { ProblemDetails } from '../src/problem.ts';
import { adviceOn } from './advice.ts';
import { CommandError, Interrupted, Refused, Unreachable } from './errors.ts';
import { exitCodes } from './exit.ts';
import type { Target } from './target.ts';
import type { Received, Sent, Transport } from './transport.ts';

/** An answer that is no refusal. */
export interface Answer<Body> extends Omit<Received, 'body'> {
  readonly body: Body;
}

/** The HTTP API. Everything throws Refused, Unreachable or Interrupted. */
export interface Api {
  readonly target: Target;
  /** Sends a request and gives its answer; 304 is one. */
  ask<Body>(request: Sent): Promise<Answer<Body>>;
  /** Tells the items of a list, page by page, until it is `most` of them; gives whether there may be more. */
  each<Item>(path: string, query: URLSearchParams, most: number, tell: (item: Item) => void): Promise<boolean>;
  /** Waits so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
}

/** What is worth another try when it can be repeated. */
const passing = new Set([429, 502, 503, 504]);

/** Milliseconds before each repetition: a local world is quicker than AWS. */
const pauses = { local: [100, 400], deployed: [500, 2_000] };

/** The most items that the API gives at once. */
const largestPage = 100;

/** Speaks to the API through a transport. */
export function createApi(target: Target, transport: Transport, interrupted: AbortSignal): Api {
  const pause = (milliseconds: number) =>
    sleep(milliseconds, undefined, { signal: interrupted }).catch(() => {
      throw new Interrupted();
    });

  /** A read, a plan, or what has an Idempotency-Key, is sent again when the first one may have been lost. */
  async function sendPatiently(request: Sent): Promise<Received> {
    const isRepeatable = request.method === 'GET' || request.path === '/plans' || request.headers?.['idempotency-key'] !== undefined;
    const usual = target.isLocal ? pauses.local : pauses.deployed;
    for (const milliseconds of isRepeatable ? usual : []) {
      const received = await transport(request).catch(lost);
      if (received && !passing.has(received.status)) return received;
      await pause(milliseconds);
    }
    return transport(request);
  }

  async function ask<Body>(request: Sent): Promise<Answer<Body>> {
    const { status, headers, body } = await sendPatiently(request);
    if (status !== 304 && (status < 200 || status > 299)) throw refusal(request, status, body);
    if (status !== 304 && (typeof body !== 'object' || body === null)) throw unexpected(request, status);
    return { status, headers, body: body as Body };
  }

  async function each<Item>(path: string, query: URLSearchParams, most: number, tell: (item: Item) => void): Promise<boolean> {
    let pageToken: string | null = null;
    for (let left = most; left > 0; ) {
      const asked = new URLSearchParams(query);
      asked.set('pageSize', String(Math.min(left, largestPage)));
      if (pageToken !== null) asked.set('pageToken', pageToken);
      const { body }: Answer<Page<Item>> = await ask<Page<Item>>({ method: 'GET', path: `${path}?${encoded(asked)}` });
      for (const item of body.items.slice(0, left)) tell(item);
      left -= body.items.length;
      pageToken = body.nextPageToken;
      if (pageToken === null) return false;
    }
    return true;
  }

  return { target, ask, each, pause };
}

/** Nothing, of a connection that broke. Throws any other error. */
function lost(error: unknown): undefined {
  if (!(error instanceof Unreachable && error.isLost)) throw error;
}

/** A space is `%20` for whoever signs; URLSearchParams would write `+`. */
const encoded = (query: URLSearchParams) => query.toString().replaceAll('+', '%20');

const unexpected = ({ method, path }: Sent, status: number) =>
  new CommandError(`${method} ${path} answers ${status} with something that is not the API's.`, {
    advice: 'Check --url; liaison doctor looks at every step.',
  });

/** What a refusal means. API Gateway's own have no code. */
function refusal(request: Sent, status: number, body: unknown): CommandError {
  if (isProblem(body)) return new Refused(body, { exitCode: exitCodeFor(status), advice: adviceOn(body, request.path) });
  const what = `${request.method} ${request.path} answers ${status}`;
  if (status === 401 || status === 403) {
    return new Unreachable(
      `${what}: these credentials are not let in.`,
      'They need execute-api:Invoke for it, in the right account and region: aws sts get-caller-identity says whose they are.',
    );
  }
  if (status === 404)
    return new Unreachable(
      `${what}: there is no such route.`,
      'Check the address; the stage may have an older release. liaison doctor tells which routes are there.',
    );
  return status === 429 || status >= 500
    ? new Unreachable(`${what}.`, 'Try again; if it stays so, look at the logs of the function on-request.')
    : unexpected(request, status);
}

const isProblem = (body: unknown): body is ProblemDetails =>
  typeof body === 'object' &&
  body !== null &&
  ['code', 'title', 'detail'].every((name) => typeof (body as Record<string, unknown>)[name] === 'string');

function exitCodeFor(status: number): number {
  if (status === 401 || status === 403) return exitCodes.unreachable;
  return status === 400 || status === 413 || status === 422 ? exitCodes.usage : exitCodes.failed;
}
