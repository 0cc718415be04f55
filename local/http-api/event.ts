import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2WithIAMAuthorizer } from 'aws-lambda';
import type { Principal } from './principal.ts';
import type { Match } from './route.ts';

/** What an event is made of. */
export interface Parts {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly match: Match;
  readonly principal: Principal;
  /** Of the API, not of the caller. */
  readonly accountId: string;
  readonly requestId: string;
  /** Epoch milliseconds of the world's clock. */
  readonly time: number;
}

type Context = APIGatewayProxyEventV2WithIAMAuthorizer['requestContext'];

/** The type knows certificates only; API Gateway sends null where there are none. */
type ProxyEvent = Omit<APIGatewayProxyEventV2WithIAMAuthorizer, 'requestContext'> & {
  readonly requestContext: Omit<Context, 'authentication'> & { readonly authentication: null };
};

/** The API's id, and its only stage. */
const [apiId, stage] = ['local', '$default'];

const month = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' });

/** The common log format's time, which API Gateway uses: 12/Mar/2020:19:03:58 +0000. */
function logTime(time: number): string {
  const date = new Date(time);
  const [day, clock] = [date.toISOString().slice(8, 10), date.toISOString().slice(11, 19)];
  return `${day}/${month.format(date)}/${date.getUTCFullYear()}:${clock} +0000`;
}

/** Names and values of a raw header list, lower-case, those of one name joined by commas. */
function joined(pairs: Iterable<readonly [string, string]>): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) values.set(name, values.has(name) ? `${values.get(name)},${value}` : value);
  // Whatever it is called: a caller may name one as objects name what they inherit.
  return Object.fromEntries(values);
}

function headersOf({ rawHeaders, socket }: IncomingMessage): Record<string, string> {
  const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, index) => {
    const [name = '', value = ''] = rawHeaders.slice(2 * index);
    return [name.toLowerCase(), value] as const;
  });
  // API Gateway says itself where a request came from, whatever the caller says.
  const own = { 'x-forwarded-for': socket.remoteAddress ?? '', 'x-forwarded-port': String(socket.localPort), 'x-forwarded-proto': 'http' };
  return { ...joined(pairs.filter(([name]) => name !== 'cookie')), ...own };
}

/** Everything that is not text for sure travels as base64. */
const isText = (contentType: string | undefined) =>
  contentType === undefined || /^(text\/|application\/([^;]+\+)?(json|javascript|xml))/i.test(contentType);

function bodyMembers({ headers }: IncomingMessage, body: Buffer) {
  if (body.length === 0) return { isBase64Encoded: false };
  const isBase64Encoded = !isText(headers['content-type']);
  return { body: body.toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

/** The authorizer of a request that IAM has let in. */
const authorizer = ({ accessKey, accountId, userArn, userId }: Principal) => ({
  iam: { accessKey, accountId, callerId: userId, cognitoIdentity: null, principalOrgId: 'aws:PrincipalOrgID', userArn, userId },
});

/** The event a function gets for a request: payload format 2.0. Source: API Gateway developer guide, Lambda proxy integrations for HTTP APIs. */
export function eventOf({ request, body, match, principal, accountId, requestId, time }: Parts): ProxyEvent {
  const { method = '', url = '', headers, socket } = request;
  const [rawPath = '', ...query] = url.split('?');
  const rawQueryString = query.join('?');
  const queryStringParameters = joined(new URLSearchParams(rawQueryString));
  const { routeKey, pathParameters } = match;
  const context = {
    accountId,
    apiId,
    authentication: null,
    authorizer: authorizer(principal),
    domainName: headers.host ?? '',
    domainPrefix: apiId,
    http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: socket.remoteAddress ?? '', userAgent: headers['user-agent'] ?? '' },
    requestId,
    routeKey,
    stage,
    time: logTime(time),
    timeEpoch: time,
  };
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(headers.cookie && { cookies: headers.cookie.split(/; */) }),
    headers: headersOf(request),
    ...(Object.keys(queryStringParameters).length > 0 && { queryStringParameters }),
    requestContext: context,
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...bodyMembers(request, body),
  };
}
