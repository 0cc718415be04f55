import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerOptions, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { RouteConfiguration } from '../configuration.ts';
import type { Invocation } from '../lambda/lambda.ts';
import { ClientGone, readBody } from '../wire/body.ts';
import { loopbackRefusal } from '../wire/loopback.ts';
import { AwsError } from '../wire/service.ts';
import { readSignature } from '../wire/signature.ts';
import { type Answer, answerOf, MalformedResult, ownAnswer } from './answer.ts';
import { eventOf } from './event.ts';
import { type Principal, principalOfArn } from './principal.ts';
import { createRouter, MalformedPath, type Match } from './route.ts';

/** What the local HTTP API stands on. */
export interface HttpApiOptions {
  readonly routes: readonly RouteConfiguration[];
  /** Calls a function by its key, as Lambda's Invoke does. */
  invoke(functionKey: string, event: unknown): Promise<Invocation>;
  readonly clock: Clock;
  readonly account: string;
  readonly region: string;
  /** The ARN that signs with an access key; undefined for a key that nobody has. */
  principalOf(accessKeyId: string): string | undefined;
  /** Told why a request was refused, or failed: callers learn as little as from API Gateway. */
  log(line: string): void;
  /** Seconds of the machine that a function has to answer: 30, as on AWS. */
  readonly integrationSeconds?: number;
}

/** The local HTTP API. */
export interface HttpApi {
  /** For a server that listens on 127.0.0.1 with `serverOptions`. */
  readonly handle: RequestListener;
}

/** Bytes. Source: API Gateway quotas for HTTP APIs. */
const maximumBody = 10 * 2 ** 20;

/** The quota of request line and headers, and time-outs for those who send slowly. */
export const serverOptions: ServerOptions = {
  maxHeaderSize: 10_240,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
};

/** Thrown to answer with one of API Gateway's own answers. The reason is for the log. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: Answer;
  constructor(answer: Answer, reason: string) {
    super(reason);
    this.answer = answer;
  }
}

const forbidden = (reason: string) => new Refusal(ownAnswer(403, 'Forbidden'), reason);

/** What API Gateway answers when something goes wrong on the way. */
function answerToFault(error: unknown): Answer {
  if (error instanceof Refusal) return error.answer;
  if (error instanceof MalformedPath) return ownAnswer(400, 'Bad Request');
  // From the body's reader, and from Lambda, whose quota is smaller.
  if (error instanceof AwsError && error.status === 413) return ownAnswer(413, 'Request Entity Too Large');
  return ownAnswer(500, 'Internal Server Error');
}

/**
 * Answers as an API Gateway HTTP API with IAM authorization and Lambda proxy integrations does.
 * Signatures must be well-formed and of this region; their secret is not checked, because there is none here.
 * Throws for routes of kinds that are not served.
 */
export function createHttpApi({
  routes,
  invoke,
  clock,
  account,
  region,
  principalOf,
  log,
  integrationSeconds = 30,
}: HttpApiOptions): HttpApi {
  const router = createRouter(routes);

  function authorize({ headers }: IncomingMessage): Principal {
    const { accessKeyId, ...scope } = readSignature(headers);
    if (scope.service !== 'execute-api' || scope.region !== region) {
      throw forbidden(`it is signed for ${scope.service} in ${scope.region}, not for execute-api in ${region}`);
    }
    const arn = principalOf(accessKeyId);
    if (!arn) throw forbidden('nobody has the access key that it is signed with');
    return principalOfArn(accessKeyId, arn);
  }

  function admit(request: IncomingMessage): { match: Match; principal: Principal } {
    const foreign = loopbackRefusal(request);
    if (foreign) throw forbidden(foreign);
    const match = router(request.method ?? '', pathOf(request));
    if (!match) throw new Refusal(ownAnswer(404, 'Not Found'), 'there is no such route');
    try {
      return { match, principal: authorize(request) };
    } catch (error) {
      throw error instanceof AwsError ? forbidden(error.message) : error;
    }
  }

  /** The function goes on after its time is over, as on AWS; only nobody waits for it any more. */
  function inTime(call: Promise<Invocation>): Promise<Invocation> {
    return new Promise((resolve, reject) => {
      const late = () => reject(new Refusal(ownAnswer(503, 'Service Unavailable'), `no answer in ${integrationSeconds} seconds`));
      const timer = setTimeout(late, integrationSeconds * 1000);
      call.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  async function answer(request: IncomingMessage, requestId: string): Promise<Answer> {
    const time = clock.now();
    const { match, principal } = admit(request);
    const body = await readBody(request, maximumBody);
    const event = eventOf({ request, body, match, principal, accountId: account, requestId, time });
    const { payload, functionError } = await inTime(invoke(match.route.functionKey, event));
    if (functionError) throw new MalformedResult(`${match.route.functionKey} failed`);
    return answerOf(payload);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    response.setHeader('apigw-requestid', requestId);
    try {
      send(response, await answer(request, requestId));
    } catch (error) {
      if (error instanceof ClientGone) return;
      log(printable(`${request.method} ${pathOf(request)}: ${error instanceof Error ? error.message : error}`));
      send(response, answerToFault(error));
    }
  }

  return { handle: (request, response) => void serve(request, response) };
}

/** Without its query, which is for the function: it may hold what no log should. */
const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?')[0] ?? '';

/** What comes from outside must not end a line, nor play with a terminal. */
const printable = (line: string) => line.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '�');

/** These have no body; a length would be that of a body which was left out. Source: RFC 9110, section 8.6. */
const bodiless = new Set([204, 304]);

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  // What was refused unread is of no use to a next request on the same connection.
  if (!response.req.complete) response.setHeader('connection', 'close');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!bodiless.has(status)) response.setHeader('content-length', Buffer.byteLength(body));
  response.writeHead(status).end(body);
}
