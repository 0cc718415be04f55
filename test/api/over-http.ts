import { request as send } from 'node:http';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { createHttpApi, serverOptions } from '../../local/http-api/http-api.ts';
import { type Listener, listen } from '../../local/listen.ts';
import { routes } from '../../schemas/routes.ts';
import type { HttpRequest, Route } from '../../src/api/http.ts';
import { endpoint } from '../../src/lambda.ts';
import { midnight } from '../record.ts';
import { expectDescribed } from '../schemas/answers.ts';

/** An answer, whose body a test knows. */
export interface Answered<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** What a test says of a request; the rest comes about on the way. */
export type Sent = Partial<Omit<HttpRequest, 'routeKey' | 'account' | 'requestId'>>;

/** Routes behind the local HTTP API. */
export interface OverHttp {
  /** Sends a signed request. What a route answers must be as the OpenAPI document has it. */
  call<Body = Readonly<Record<string, unknown>>>(routeKey: string, sent?: Sent): Promise<Answered<Body>>;
  close(): Promise<void>;
}

const [account, region] = ['123456789012', 'eu-west-1'];

/** The API has it, and the function behind knows nothing of it. */
export const strayRoute = 'GET /nowhere';

/** They are about the connection, or API Gateway's own. */
const ofTheWay = new Set(['apigw-requestid', 'connection', 'content-length', 'date', 'keep-alive']);

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** Serves `handle` as the function on-request does, at 127.0.0.1, from the first call on. */
export function openHttp(handle: Route): OverHttp {
  const handler = endpoint(handle) as unknown as Handler;
  const callers: string[] = [];
  let [count, now, listener]: [number, number, Promise<Listener> | undefined] = [0, midnight, undefined];

  async function invoke(_: string, event: unknown) {
    try {
      const result = await handler(JSON.parse(JSON.stringify(event)), { awsRequestId: `invocation-${count}` });
      return { requestId: '1', payload: JSON.parse(JSON.stringify(result)), functionError: null };
    } catch {
      // The function has said why on its log.
      return { requestId: '1', payload: null, functionError: 'Unhandled' as const };
    }
  }

  async function start(): Promise<Listener> {
    const served = [...Object.keys(routes), strayRoute].map((key) => {
      const [method = '', path = ''] = key.split(' ');
      return { method, path, functionKey: 'on-request' };
    });
    const clock = { now: () => now, at: () => ({ cancel: () => undefined }) };
    const principalOf = (key: string) => callers[Number(key.replace('caller', ''))];
    const opened = await listen(0, serverOptions);
    opened.serve(createHttpApi({ routes: served, invoke, clock, account, region, principalOf, log: () => undefined }).handle);
    return opened;
  }

  /** The access key of somebody, who gets one with the first request. */
  function keyOf(principal: string): string {
    if (!callers.includes(principal)) callers.push(principal);
    return `caller${callers.indexOf(principal)}`;
  }

  return {
    async call(routeKey, { path = {}, query = {}, headers, body = '', principal = `arn:aws:iam::${account}:user/ops`, at } = {}) {
      count += 1;
      now = at ?? midnight + count;
      const [method = '', pattern = ''] = routeKey.split(' ');
      listener ??= start();
      const answer = await sendSigned(await listener, keyOf(principal), {
        method,
        pathname: pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? '')),
        query: defined(query),
        headers: defined(headers ?? { 'idempotency-key': `key-${count}` }),
        body,
      });
      if (routeKey !== strayRoute && !isOfTheGateway(answer)) expectDescribed(routeKey, answer);
      return answer as Answered<never>;
    },
    close: async () => (await listener)?.close(),
  };
}

const defined = (members: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** API Gateway's own answers have a message and nothing else; refusals of a route are problems. */
const isOfTheGateway = ({ status, body }: Answered<unknown>) => status >= 400 && Object.keys(body ?? {}).join() === 'message';

interface Outgoing {
  readonly method: string;
  readonly pathname: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function sendSigned({ port, url }: Listener, accessKeyId: string, { method, pathname, query, headers, body }: Outgoing) {
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: { accessKeyId, secretAccessKey: 'none' },
    sha256: Hash.bind(null, 'sha256'),
  });
  const hostname = '127.0.0.1';
  const all = { ...headers, host: `${hostname}:${port}`, ...(body !== '' && { 'content-type': 'application/json' }) };
  const signed = await signer.sign({ method, protocol: 'http:', hostname, port, path: pathname, query, headers: all, body });
  const search = new URLSearchParams(query).toString();
  return exchange(`${url}${pathname}${search && `?${search}`}`, method, signed.headers, body);
}

function exchange(url: string, method: string, headers: Record<string, string>, body: string): Promise<Answered<unknown>> {
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString('utf8');
      const said = Object.entries(response.headers).filter(([name, value]) => !ofTheWay.has(name) && value !== 'application/json');
      resolve({
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(said) as Record<string, string>,
        body: text === '' ? undefined : JSON.parse(text),
      });
    });
    request.once('error', reject);
    request.end(body);
  });
}
