import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2, Context, EventBridgeEvent } from 'aws-lambda';
import type { HttpAnswer, HttpRequest } from './api/http.ts';
import { parseExecutionName } from './execution-name.ts';
import { lazily } from './lazily.ts';

/** One line of JSON for each thing worth knowing. Only named fields go in: never an event, a body or an error's object. */
export const logger = {
  warn: (message: string, details: Details = {}) => lines().warn(message, details),
  error: (message: string, details: Details = {}) => lines().error(message, details),
};

type Details = Readonly<Record<string, string | null>>;

/** What every line says of the event that is worked on. */
let about: { readonly requestId?: string; readonly correlationId?: string | undefined } = {};

/** Made with the first line: most environments never write one. */
const powertools = lazily(() => new Logger());

function lines(): Logger {
  const lines = powertools();
  lines.resetKeys();
  lines.appendKeys(about);
  return lines;
}

/** What EventBridge says of an execution whose status changed, as far as it is looked at. */
export type ExecutionStatusChange = EventBridgeEvent<'Step Functions Execution Status Change', { name: string; status: string }>;

/** A Lambda function around `handle`: what it throws is logged by name and sentence, and thrown on for Lambda to see. */
export const lambda = <Input, Result>(handle: (input: Input) => Promise<Result>) =>
  middy<Input, Result, Error, Context>()
    .before(({ event, context }) => {
      about = { requestId: context.awsRequestId, correlationId: correlationIdOf(event) };
    })
    .onError(({ error }) => {
      logger.error('failed', { errorName: error?.name ?? 'UnknownError', errorMessage: error?.message ?? '' });
    })
    .handler(handle);

/** The association a step or a dead run is about; the id of the event or request for what is not about one yet. */
function correlationIdOf(event: unknown): string | undefined {
  const { id, detail, requestContext } = (event ?? {}) as {
    id?: unknown;
    detail?: { name?: unknown };
    requestContext?: { requestId?: unknown };
  };
  // An event's own words may be of any type; not all of them can be made a text.
  const run = typeof detail?.name === 'string' ? parseExecutionName(detail.name) : undefined;
  const correlation = run?.id ?? id ?? requestContext?.requestId;
  return typeof correlation === 'string' ? correlation.slice(0, 200) : undefined;
}

/** An HTTP API function around `handle`. */
export const endpoint = (handle: (request: HttpRequest) => Promise<HttpAnswer>) =>
  lambda(async (event: APIGatewayProxyEventV2WithIAMAuthorizer): Promise<APIGatewayProxyStructuredResultV2> => {
    const { status, headers, body } = await handle(requestOf(event));
    return {
      statusCode: status,
      headers: { 'content-type': 'application/json', ...headers },
      body: body === undefined ? '' : JSON.stringify(body),
    };
  });

function requestOf(event: APIGatewayProxyEventV2WithIAMAuthorizer): HttpRequest {
  const { authorizer, accountId, requestId, timeEpoch } = event.requestContext;
  const text = event.body ?? '';
  return {
    routeKey: event.routeKey,
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    headers: event.headers,
    body: event.isBase64Encoded ? Buffer.from(text, 'base64').toString('utf8') : text,
    principal: authorizer.iam.userArn,
    account: accountId,
    requestId,
    at: timeEpoch,
  };
}
