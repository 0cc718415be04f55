import { type Json, textOf } from './values.ts';
import { place } from './world.ts';

/** What a caller of the HTTP API has in hand; API Gateway adds the rest. */
export interface Sent {
  readonly routeKey: string;
  readonly path?: Json;
  readonly query?: Json;
  readonly headers?: Json;
  readonly body?: Json;
}

/** A text for each member: that is all a path, a query or a header can carry. */
const texts = (members: Json | undefined): Record<string, string> =>
  typeof members === 'object' && members !== null
    ? Object.fromEntries(Object.entries(members).map(([name, inner]) => [name, typeof inner === 'string' ? inner : textOf(inner)]))
    : {};

/** The text of the event API Gateway makes of it. `at` is its time in epoch milliseconds. */
export function eventText({ routeKey, path, query, headers, body }: Sent, at: number, userArn: string): string {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : textOf(body);
  return JSON.stringify({
    version: '2.0',
    routeKey,
    rawPath: '/',
    rawQueryString: '',
    headers: texts(headers),
    ...(query !== undefined && { queryStringParameters: texts(query) }),
    ...(path !== undefined && { pathParameters: texts(path) }),
    ...(text !== undefined && { body: at % 7 === 0 ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded: at % 7 === 0 && text !== undefined,
    requestContext: {
      accountId: place.account,
      requestId: `api-${at}`,
      timeEpoch: at,
      authorizer: { iam: { userArn, accessKey: 'AKIA', userId: 'AIDA' } },
      http: { sourceIp: '127.0.0.1', userAgent: 'hostile' },
    },
  });
}
