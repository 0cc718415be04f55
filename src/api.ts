import type { Accept, Acceptance } from './accept.ts';
import type { Actor } from './association.ts';
import { config } from './config.ts';
import { type Code, type ProblemDetails, problem } from './problem.ts';
import { readRequest } from './request.ts';
import type { Store } from './store.ts';
import { retryAfter, summary, view } from './view.ts';

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
  readonly body: unknown;
}

type Route = (request: HttpRequest) => Promise<HttpAnswer>;

const mostBytes = 64 * 1024;
const mostItems = 100;
const idPattern = /^assoc_[0-9A-HJKMNP-TV-Z]{26}$/;

/** The HTTP API: every route by its key. */
export function createApi(store: Store, accept: Accept, machine: () => string = () => config.associationMachine): Route {
  const routes: Readonly<Record<string, Route>> = { 'POST /associations': post, 'GET /associations/{id}': read, 'GET /associations': list };
  return (request) =>
    routes[request.routeKey]?.(request) ?? Promise.resolve(refused('no-such-route', `${request.routeKey} is not a route.`));

  async function post(request: HttpRequest): Promise<HttpAnswer> {
    const key = request.headers['idempotency-key'];
    if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
      return refused('invalid-parameter', 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
    }
    if (Buffer.byteLength(request.body) > mostBytes) return refused('body-too-large', `A request has at most ${mostBytes} bytes.`);
    const body = parsed(request.body);
    if (body === undefined) return refused('not-json', 'Send a JSON object, like {"kind": "es-package", "pair": {…}}.');
    const reading = readRequest(body);
    if (!reading.ok) return refused('invalid-request', 'Nothing was started. Mend every problem in errors.', { errors: reading.problems });
    return answerTo(
      await accept({
        request: reading.value,
        key: ['http', request.account, roleOf(request.principal), key ?? request.requestId],
        requestedBy: actorOf(request),
        requestedAt: request.at,
        trigger: null,
        whenBusy: 'REFUSE',
      }),
      machine(),
    );
  }

  async function read({ path }: HttpRequest): Promise<HttpAnswer> {
    const id = path.id ?? '';
    const association = idPattern.test(id) ? await store.record(id) : undefined;
    if (!association) return refused('not-found', `No association has the id ${id.slice(0, 64)}.`);
    const seconds = retryAfter(association);
    return {
      status: 200,
      headers: { etag: `"${association.version}"`, ...(seconds !== undefined && { 'retry-after': String(seconds) }) },
      body: view(association, machine()),
    };
  }

  async function list({ query }: HttpRequest): Promise<HttpAnswer> {
    const { pageSize = '50', pageToken, ...others } = query;
    const errors = [
      ...Object.keys(others).map((name) => ({ path: name, message: 'is not a parameter of this list' })),
      ...(/^[1-9]\d{0,4}$/.test(pageSize) ? [] : [{ path: 'pageSize', message: 'must be a number from 1' }]),
      ...(pageToken === undefined || idPattern.test(pageToken)
        ? []
        : [{ path: 'pageToken', message: 'must be a nextPageToken of this list' }]),
    ];
    if (errors.length > 0) return refused('invalid-parameter', 'The list was not read. Mend every problem in errors.', { errors });
    const limit = Math.min(Number(pageSize), mostItems);
    const items = await store.records({ limit, before: pageToken });
    const nextPageToken = items.length === limit ? (items.at(-1)?.id ?? null) : null;
    return { status: 200, headers: {}, body: { items: items.map((association) => summary(association, machine())), nextPageToken } };
  }
}

/** An assumed role speaks for itself whatever its session is called: a repeat may come in another session. */
export const roleOf = (principal: string): string => principal.replace(/^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/.*$/, '$1');

const actorOf = ({ principal }: HttpRequest): Actor => ({ type: 'IAM', id: principal });

const linkTo = (id: string) => `/associations/${id}`;

function answerTo(acceptance: Acceptance, machineArn: string): HttpAnswer {
  switch (acceptance.type) {
    case 'ACCEPTED': {
      const { association } = acceptance;
      return {
        status: 202,
        headers: { location: linkTo(association.id), etag: `"${association.version}"`, 'retry-after': '5' },
        body: view(association, machineArn),
      };
    }
    case 'BUSY': {
      const { id, state, requestedBy } = acceptance.holder;
      return refused('association-in-progress', `It is ${state} as ${id}, requested by ${requestedBy.id}.`, {
        links: { existing: linkTo(id) },
      });
    }
    case 'KEY_REUSED':
      return refused('idempotency-key-reused', `It stands for ${acceptance.id}, which was requested with another body.`, {
        links: { existing: linkTo(acceptance.id) },
      });
  }
}

function refused(code: Code, detail: string, more: Pick<ProblemDetails, 'errors' | 'links'> = {}): HttpAnswer {
  const body = problem(code, detail, more);
  return { status: body.status, headers: { 'content-type': 'application/problem+json' }, body };
}

/** The JSON value; undefined when it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
