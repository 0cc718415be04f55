import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeElasticsearchDomainCommand, ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  isFromAws,
  isOutcomeUnknown,
  isThrottle,
  nameOf,
  outcomeOfBlindUndo,
  outcomeOfError,
  retryAfterSeconds,
  wordsOfAnswer,
  wordsOfError,
} from '../src/errors.ts';
import { clientDefaults } from '../src/kinds/kind.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** What a kind's client throws when its call is answered so. */
async function thrownFor(answer: RequestListener, requestTimeout = 2_000): Promise<Error> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return thrownAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, requestTimeout);
}

async function thrownAt(
  endpoint: string,
  requestTimeout = 2_000,
  input: { DomainName: string | undefined } = { DomainName: 'logs' },
): Promise<Error> {
  const client = new ElasticsearchServiceClient({
    ...clientDefaults,
    requestHandler: { ...clientDefaults.requestHandler, requestTimeout },
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  try {
    await client.send(new DescribeElasticsearchDomainCommand(input));
  } catch (error) {
    return error as Error;
  } finally {
    client.destroy();
  }
  throw new Error('nothing was thrown');
}

const answering =
  (
    status: number,
    name: string,
    headers: Record<string, string> = {},
    body = JSON.stringify({ message: `${name} said so` }),
  ): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { 'x-amzn-errortype': name, 'x-amzn-requestid': 'r-1', ...headers }).end(body);

const breakingOff: RequestListener = (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"DomainStatus":', () => void request.socket.destroy());
};

describe('an error that the SDK throws', () => {
  test.each([
    ['a refusal', answering(409, 'ConflictException'), { fromAws: true, throttle: false, unknown: false }],
    ['a refusal with a name the model lacks', answering(400, 'AccessDeniedException'), { fromAws: true, throttle: false, unknown: false }],
    ['a throttle by name', answering(400, 'ThrottlingException'), { fromAws: true, throttle: true, unknown: false }],
    ['a throttle by status', answering(429, 'SomethingElse'), { fromAws: true, throttle: true, unknown: false }],
    ['an internal failure', answering(500, 'InternalException'), { fromAws: true, throttle: false, unknown: true }],
    ['a gateway that is not AWS', answering(503, '', {}, '<html>busy</html>'), { fromAws: true, throttle: false, unknown: true }],
    ['a line that is cut', (request) => void request.socket.destroy(), { fromAws: true, throttle: false, unknown: true }],
    ['an answer that breaks off after its status', breakingOff, { fromAws: true, throttle: false, unknown: true }],
    ['an answer that is no JSON', answering(200, '', {}, '<html>'), { fromAws: true, throttle: false, unknown: true }],
  ] as [string, RequestListener, object][])('for %s is known for what it is', async (_, answer, expected) => {
    const error = await thrownFor(answer);
    expect({ fromAws: isFromAws(error), throttle: isThrottle(error), unknown: isOutcomeUnknown(error) }).toEqual(expected);
  });

  test('for an answer that does not come in time leaves the outcome unknown', async () => {
    const error = await thrownFor(() => undefined, 60);
    expect({ name: nameOf(error), fromAws: isFromAws(error), unknown: isOutcomeUnknown(error) }).toEqual({
      name: 'TimeoutError',
      fromAws: true,
      unknown: true,
    });
  });

  test('for a port where nobody listens leaves the outcome unknown', async () => {
    const error = await thrownAt('http://127.0.0.1:1');
    expect({ fromAws: isFromAws(error), throttle: isThrottle(error), unknown: isOutcomeUnknown(error) }).toEqual({
      fromAws: true,
      throttle: false,
      unknown: true,
    });
  });

  test('for a call that was never sent, because we made it wrong, is a fault of ours', async () => {
    expect(isFromAws(await thrownAt('http://127.0.0.1:1', 2_000, { DomainName: undefined }))).toBe(false);
  });

  test.each([
    ['7', 7],
    ['0.2', 1],
    ['0', null],
    ['-3', null],
    ['Wed, 21 Oct 2026 07:28:00 GMT', null],
  ])('with Retry-After: %s asks to wait %p seconds', async (header, seconds) => {
    expect(retryAfterSeconds(await thrownFor(answering(429, 'TooManyRequestsException', { 'retry-after': header })))).toBe(seconds);
  });

  test.each([
    ['a refusal', answering(409, 'ConflictException'), 'REFUSED', 'REFUSED'],
    ['a throttle by name', answering(400, 'ThrottlingException'), 'THROTTLED', 'THROTTLED'],
    ['a throttle by its sentence only', answering(400, 'ClientException', {}, '{"message":"Rate exceeded"}'), 'THROTTLED', 'THROTTLED'],
    ['an internal failure', answering(500, 'InternalException'), 'UNKNOWN', 'IN_PROGRESS'],
    ['a fault of the service with status 400', answering(400, 'DirectConnectServerException'), 'UNKNOWN', 'IN_PROGRESS'],
  ] as [string, RequestListener, string, string][])(
    'for %s makes the call, and an undo that could not look, what they are',
    async (_, answer, call, undo) => {
      const error = await thrownFor(answer);
      expect([outcomeOfError('Call', error).type, outcomeOfBlindUndo('Call', error).type]).toEqual([call, undo]);
    },
  );

  test("gives AWS's own words: name, sentence and request id", async () => {
    expect(wordsOfError('DescribeDomain', await thrownFor(answering(409, 'ResourceNotFoundException')))).toEqual({
      operation: 'DescribeDomain',
      status: null,
      error: 'ResourceNotFoundException',
      message: 'ResourceNotFoundException said so',
      requestId: 'r-1',
    });
  });
});

describe('an error of another make', () => {
  test.each([new TypeError('x is not a function'), new Error('The record is gone.'), 'text', null, undefined, { $metadata: {} }])(
    'is not from AWS: %p',
    (error) => {
      expect(isFromAws(error)).toBe(false);
    },
  );

  test.each(['Throttling', 'ThrottledException', 'RequestLimitExceeded', 'RequestThrottled', 'RequestThrottledException', 'SlowDown'])(
    'of the name %s is a throttle',
    (name) => {
      expect(isThrottle(Object.assign(new Error(''), { name, $metadata: { httpStatusCode: 400 } }))).toBe(true);
    },
  );

  test('is no outcome of a call: it is thrown on', () => {
    const fault = new TypeError('x is not a function');
    expect(() => outcomeOfError('Call', fault)).toThrow(fault);
    expect(() => outcomeOfBlindUndo('Call', fault)).toThrow(fault);
  });

  test('asks to wait as its member says, a number or text', () => {
    expect(retryAfterSeconds(Object.assign(new Error(''), { retryAfterSeconds: 12 }))).toBe(12);
    expect(retryAfterSeconds(Object.assign(new Error(''), { retryAfterSeconds: '12' }))).toBe(12);
    expect(retryAfterSeconds(new Error(''))).toBeNull();
  });

  test('has no name when it is no Error, and no words when it has no message', () => {
    expect(nameOf('text')).toBe('UnknownError');
    expect(wordsOfError('Call', new Error(''))).toEqual({
      operation: 'Call',
      status: null,
      error: 'Error',
      message: null,
      requestId: null,
    });
  });
});

test('the words of an answer are its status and where it can be found again', () => {
  expect(wordsOfAnswer('Call', { $metadata: { requestId: 'r-9' } }, 'ACTIVE')).toEqual({
    operation: 'Call',
    status: 'ACTIVE',
    error: null,
    message: null,
    requestId: 'r-9',
  });
  expect(wordsOfAnswer('Call', {}).requestId).toBeNull();
});

describe('how a call came out that AWS did not take', () => {
  /** Without a status no answer came. */
  const thrown = (name: string, message: string, httpStatusCode?: number) =>
    Object.assign(new Error(message), { name, $metadata: httpStatusCode ? { httpStatusCode } : {} });

  test.each([
    ['ThrottlingException', 'Slow down.', 400, 'THROTTLED'],
    ['SomethingNew', 'Slow down.', 429, 'THROTTLED'],
    ['DirectConnectClientException', 'Rate exceeded', 400, 'THROTTLED'],
    ['ValidationException', 'The exchange rate exceeded all bounds.', 400, 'REFUSED'],
    ['LimitExceededException', 'There are 25 packages.', 409, 'REFUSED'],
    ['InternalException', 'It broke.', 500, 'UNKNOWN'],
    ['DirectConnectServerException', 'It broke.', 400, 'UNKNOWN'],
    ['TimeoutError', 'No answer.', undefined, 'UNKNOWN'],
    ['SyntaxError', 'Unexpected end of JSON input', 200, 'UNKNOWN'],
    ['AbortedRedirect', 'Elsewhere.', 399, 'UNKNOWN'],
  ])('%s, "%s", with HTTP %s: %s', (name, message, status, type) => {
    expect(outcomeOfError('Associate', thrown(name, message, status))).toMatchObject({
      type,
      words: { operation: 'Associate', error: name, message },
    });
  });

  test('what is no answer of AWS is a fault of ours and goes on', () => {
    expect(() => outcomeOfError('Associate', new TypeError('ours'))).toThrow('ours');
  });

  test.each([
    ['InternalException', 500, 'IN_PROGRESS'],
    ['DirectConnectServerException', 400, 'IN_PROGRESS'],
    ['ThrottlingException', 400, 'THROTTLED'],
    ['AccessDeniedException', 403, 'REFUSED'],
  ])('%s with HTTP %i at the look before an undo: %s, for nothing was sent', (name, status, type) => {
    expect(outcomeOfBlindUndo('List', thrown(name, 'So it is.', status))).toMatchObject({
      type,
      words: { operation: 'List', error: name },
    });
  });
});
