import { request as send } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2WithIAMAuthorizer as ProxyEvent } from 'aws-lambda';
import { createHttpApi, serverOptions } from '../../../local/http-api/http-api.ts';
import { type Listener, listen } from '../../../local/listen.ts';
import { AwsError } from '../../../local/wire/service.ts';
import { createManualClock } from '../lambda/manual-clock.ts';

const [account, region] = ['111122223333', 'eu-west-1'];
const routes = [
  { method: 'POST', path: '/associations', functionKey: 'on-request' },
  { method: 'GET', path: '/associations/{id}', functionKey: 'on-request' },
];
const arns: Record<string, string> = {
  operator: `arn:aws:iam::${account}:user/operator`,
  console: `arn:aws:sts::${account}:assumed-role/console/session-1`,
};

let listener: Listener;
let url: string;
let port: number;
let lines: string[];
/** What the function gives or throws, and what it was given. */
let result: unknown;
let functionError: 'Unhandled' | null;
let events: ProxyEvent[];

beforeAll(async () => {
  const { handle } = createHttpApi({
    routes,
    async invoke(_, event) {
      events.push(event as ProxyEvent);
      if (result instanceof Promise) await result;
      if (result instanceof Error) throw result;
      return { requestId: '1', payload: result, functionError };
    },
    clock: createManualClock(Date.parse('2020-03-12T19:03:58.390Z')),
    account,
    region,
    principalOf: (key) => arns[key],
    log: (line) => void lines.push(line),
    integrationSeconds: 0.05,
  });
  listener = await listen(0, serverOptions);
  listener.serve(handle);
  ({ url, port } = listener);
});

afterAll(() => listener.close());

beforeEach(() => {
  [lines, events, result, functionError] = [[], [], { statusCode: 200, body: 'fine' }, null];
});

const authorization = (key = 'operator', scope = `${region}/execute-api`) =>
  `AWS4-HMAC-SHA256 Credential=${key}/20200312/${scope}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
const signed = (headers: Record<string, string> = {}) => ({ authorization: authorization(), 'x-amz-date': '20200312T190358Z', ...headers });

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** fetch lets nobody choose Host and Origin, so this is the plain client. */
function call(path: string, { method = 'GET', headers = signed(), body = '' }: Sent = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const request = send(`${url}${path}`, { method, headers, agent: false }, async (response) => {
      const chunks = await response.toArray();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() });
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('what a function gets', () => {
  test('a request in payload format 2.0', async () => {
    const headers = signed({
      'Content-Type': 'application/json',
      Cookie: 'a=1; b=2',
      'User-Agent': 'tester',
      'X-Forwarded-For': '203.0.113.9',
    });
    await call('/associations?dry=1&tag=a&tag=b%20c', { method: 'POST', headers, body: '{"kind":"es-package"}' });
    expect(events).toEqual([
      {
        version: '2.0',
        routeKey: 'POST /associations',
        rawPath: '/associations',
        rawQueryString: 'dry=1&tag=a&tag=b%20c',
        cookies: ['a=1', 'b=2'],
        headers: {
          authorization: authorization(),
          'x-amz-date': '20200312T190358Z',
          'content-type': 'application/json',
          'content-length': '21',
          'user-agent': 'tester',
          connection: 'close',
          host: `127.0.0.1:${port}`,
          'x-forwarded-for': '127.0.0.1',
          'x-forwarded-port': String(port),
          'x-forwarded-proto': 'http',
        },
        queryStringParameters: { dry: '1', tag: 'a,b c' },
        requestContext: {
          accountId: account,
          apiId: 'local',
          authentication: null,
          authorizer: {
            iam: {
              accessKey: 'operator',
              accountId: account,
              callerId: expect.stringMatching(/^AIDA[0-9A-F]{17}$/),
              cognitoIdentity: null,
              principalOrgId: 'aws:PrincipalOrgID',
              userArn: `arn:aws:iam::${account}:user/operator`,
              userId: expect.stringMatching(/^AIDA[0-9A-F]{17}$/),
            },
          },
          domainName: `127.0.0.1:${port}`,
          domainPrefix: 'local',
          http: { method: 'POST', path: '/associations', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'tester' },
          requestId: expect.any(String),
          routeKey: 'POST /associations',
          stage: '$default',
          time: '12/Mar/2020:19:03:58 +0000',
          timeEpoch: Date.parse('2020-03-12T19:03:58.390Z'),
        },
        body: '{"kind":"es-package"}',
        isBase64Encoded: false,
      },
    ]);
  });

  test('variables of the path, and no members for what is not there', async () => {
    await call('/associations/a%20b');
    expect(events[0]?.pathParameters).toEqual({ id: 'a b' });
    expect(Object.keys(events[0] ?? {})).not.toEqual(expect.arrayContaining(['body']));
    expect(events[0]).not.toHaveProperty('queryStringParameters');
    expect(events[0]).not.toHaveProperty('cookies');
  });

  test('a body that is no text as base64', async () => {
    await call('/associations', { method: 'POST', headers: signed({ 'content-type': 'application/octet-stream' }), body: 'abc' });
    expect(events[0]).toMatchObject({ body: 'YWJj', isBase64Encoded: true });
  });

  test('the session of a role', async () => {
    await call('/associations/x', { headers: { ...signed(), authorization: authorization('console') } });
    expect(events[0]?.requestContext.authorizer.iam.userId).toMatch(/^AROA[0-9A-F]{17}:session-1$/);
  });
});

test('an answer goes back with status, headers and body', async () => {
  result = { statusCode: 202, headers: { Location: '/associations/assoc_1' }, body: '{"id":"assoc_1"}' };
  const answer = await call('/associations', { method: 'POST' });
  expect(answer).toMatchObject({ status: 202, headers: { location: '/associations/assoc_1' }, body: '{"id":"assoc_1"}' });
  expect(answer.headers['apigw-requestid']).toBe(events[0]?.requestContext.requestId);
});

describe('who is let in', () => {
  const noDate = { authorization: authorization() };
  test.each([
    ['no signature', {}, 'Missing Authentication Token'],
    ['another kind of authorization', signed({ authorization: 'Bearer x' }), 'Authorization header is not of the form'],
    ['no date', noDate, "requires an 'X-Amz-Date' header"],
    ['a key that nobody has', signed({ authorization: authorization('stranger') }), 'nobody has the access key that it is signed with'],
    [
      'another region',
      signed({ authorization: authorization('operator', 'us-east-1/execute-api') }),
      'signed for execute-api in us-east-1',
    ],
    ['another service', signed({ authorization: authorization('operator', `${region}/es`) }), 'signed for es'],
    ['another host', signed({ host: 'liaison.example' }), 'answers to 127.0.0.1'],
    ['a page from elsewhere', signed({ origin: 'https://attacker.example' }), 'of other origins'],
  ])('%s is forbidden, and the log says why', async (_, headers, reason) => {
    expect(await call('/associations/x', { headers })).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
    expect(lines[0]).toContain(reason);
    expect(events).toEqual([]);
  });

  test('its own origin may', async () => {
    expect((await call('/associations/x', { headers: signed({ origin: url }) })).status).toBe(200);
  });
});

describe('what has no body', () => {
  test('an answer that nothing has changed has no length either, and keeps its headers', async () => {
    result = { statusCode: 304, headers: { etag: '"3"', 'content-type': 'application/json' }, body: '' };
    const { status, headers, body } = await call('/associations/a');
    expect([status, body, headers.etag]).toEqual([304, '', '"3"']);
    expect(headers).not.toHaveProperty('content-length');
    expect(headers).not.toHaveProperty('transfer-encoding');
  });

  test('HEAD is a method of its own, for which there is no route', async () => {
    expect(await call('/associations/a', { method: 'HEAD' })).toMatchObject({ status: 404, body: '' });
    expect(events).toEqual([]);
  });
});

describe('what can go wrong', () => {
  test('no such route', async () => {
    expect(await call('/other', { headers: {} })).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
  });

  test('a path that is not well encoded', async () => {
    expect(await call('/associations/%zz')).toMatchObject({ status: 400, body: '{"message":"Bad Request"}' });
  });

  test('a body of more than 10 MB', async () => {
    const answer = await call('/associations', { method: 'POST', body: 'x'.repeat(10 * 2 ** 20 + 1) });
    expect(answer).toMatchObject({ status: 413, body: '{"message":"Request Entity Too Large"}' });
  });

  test('a body of more than Lambda takes', async () => {
    result = new AwsError('RequestTooLargeException', 'too large', { status: 413 });
    expect((await call('/associations', { method: 'POST' })).status).toBe(413);
  });

  test('headers of more than 10,240 bytes', async () => {
    expect((await call('/associations/x', { headers: signed({ long: 'x'.repeat(10_240) }) })).status).toBe(431);
  });

  test('a function that fails', async () => {
    functionError = 'Unhandled';
    expect(await call('/associations/x')).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect(lines[0]).toBe('GET /associations/x: on-request failed');
  });

  test('a function whose result is no answer', async () => {
    result = { statusCode: 'fine' };
    expect((await call('/associations/x')).status).toBe(500);
  });

  test('a function that takes too long', async () => {
    result = Promise.withResolvers().promise;
    expect(await call('/associations/x')).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' });
  });

  test('a caller that goes away in the middle', async () => {
    const socket = connect(port, '127.0.0.1');
    const head = Object.entries(signed({ host: `127.0.0.1:${port}`, 'content-length': '10' })).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    socket.write(`POST /associations HTTP/1.1\r\n${head.join('')}\r\nabc`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(events).toEqual([]);
    expect(lines).toEqual([]);
  });
});

test('curl --aws-sigv4 signs as it is let in', async () => {
  // Recorded from curl 7.88: curl itself need not be here.
  const credential = 'Credential=operator/20261121/eu-west-1/execute-api/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=content-type;host;x-amz-date, Signature=45e84af375d4715f475eae2e152579a1298b7f9c4ba8d0f07776ce1298fbb195`;
  expect((await call('/associations/x', { headers: { authorization, 'x-amz-date': '20261121T080706Z' } })).status).toBe(200);
});
