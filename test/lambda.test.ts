import { describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../src/api/http.ts';
import { endpoint, lambda, logger } from '../src/lambda.ts';
import { logged } from './logged.ts';

const context = { awsRequestId: 'request-1' } as never;
const canary = 'canary-7d1f';

/** What a line of the log says, its time left out. */
const entriesOf = async (work: () => Promise<unknown>) =>
  (await logged(work)).map((line) => {
    const { timestamp, ...entry } = JSON.parse(line);
    expect(timestamp).toMatch(/^\d{4}-/);
    return entry;
  });

const settled = (work: Promise<unknown>) => work.catch((error: unknown) => error);

describe('a function', () => {
  test('that succeeds logs nothing by itself', async () => {
    const handler = lambda(async ({ id }: { id: string }) => id);
    expect(await entriesOf(async () => expect(await handler({ id: 'a' }, context)).toBe('a'))).toEqual([]);
  });

  test('that fails is logged by the name and sentence of its error, and fails', async () => {
    const thrown = Object.assign(new RangeError('There is no step x.'), { event: canary, $response: { body: canary } });
    const handler = lambda(async (_: object) => {
      throw thrown;
    });
    const entries = await entriesOf(async () =>
      expect(await settled(handler({ id: 'assoc_1', body: canary, detail: { x: canary } }, context))).toBe(thrown),
    );
    expect(entries).toEqual([
      {
        level: 'ERROR',
        message: 'failed',
        service: expect.any(String),
        sampling_rate: 0,
        requestId: 'request-1',
        correlationId: 'assoc_1',
        errorName: 'RangeError',
        errorMessage: 'There is no step x.',
      },
    ]);
  });

  test.each([
    ['no id', { detail: canary }, undefined],
    ['an id that is no text', { id: { text: canary } }, undefined],
    ['a long id', { id: 'x'.repeat(5_000) }, 'x'.repeat(200)],
    ['nothing at all', null, undefined],
    [
      'a dead run',
      { id: 'event-1', detail: { name: 'assoc_01JBMZ0000000000000000000A-2', x: canary } },
      'assoc_01JBMZ0000000000000000000A',
    ],
    ['an HTTP request', { body: canary, requestContext: { requestId: 'gateway-1' } }, 'gateway-1'],
    ['text', canary, undefined],
  ])('given %s correlates by what there is, and logs no more of it', async (_, event, correlationId) => {
    const handler = lambda(async (_: unknown) => logger.warn('seen'));
    const entries = await entriesOf(() => handler(event, context));
    expect(entries).toEqual([expect.objectContaining({ message: 'seen' })]);
    expect(entries[0].correlationId).toBe(correlationId);
    expect(JSON.stringify(entries)).not.toContain(canary);
  });

  test('forgets one event before the next', async () => {
    const handler = lambda(async ({ id }: { id?: string }) => {
      logger.warn('seen', id ? { extra: canary } : {});
    });
    const entries = await entriesOf(async () => {
      await handler({ id: 'assoc_1' }, context);
      await handler({}, context);
    });
    expect(entries[1]).not.toHaveProperty('extra');
    expect(entries[1].correlationId).toBeUndefined();
  });
});

describe('an HTTP function', () => {
  const event = {
    version: '2.0',
    routeKey: 'POST /associations/{id}',
    rawPath: `/associations/${canary}`,
    rawQueryString: `q=${canary}`,
    headers: { 'idempotency-key': canary, authorization: canary },
    pathParameters: { id: canary },
    queryStringParameters: { q: canary },
    body: `{"reason":"${canary}"}`,
    isBase64Encoded: false,
    requestContext: {
      accountId: '123456789012',
      requestId: 'api-1',
      timeEpoch: 1_793_617_200_000,
      authorizer: { iam: { userArn: `arn:aws:iam::123456789012:user/${canary}`, accessKey: canary } },
    },
  };
  /** What the handler is given, and what API Gateway is answered. */
  async function through(more: object = {}, answer = { status: 202, headers: {}, body: { a: 1 } as unknown }) {
    let given: HttpRequest | undefined;
    const handler = endpoint(async (request) => {
      given = request;
      return answer;
    });
    return { answered: await handler({ ...event, ...more } as never, context), given };
  }

  test('takes who asks from the authorizer and when from API Gateway, never from what the caller says', async () => {
    const { given } = await through({ body: JSON.stringify({ requestedBy: 'somebody', account: '1', at: 1 }) });
    expect(given).toMatchObject({
      principal: `arn:aws:iam::123456789012:user/${canary}`,
      account: '123456789012',
      requestId: 'api-1',
      at: 1_793_617_200_000,
      routeKey: 'POST /associations/{id}',
      path: { id: canary },
      query: { q: canary },
    });
  });

  test('reads a body that API Gateway encoded, and none as empty', async () => {
    const encoded = { body: Buffer.from('{"reason":"größe"}').toString('base64'), isBase64Encoded: true };
    expect((await through(encoded)).given?.body).toBe('{"reason":"größe"}');
    expect((await through({ body: undefined, pathParameters: undefined, queryStringParameters: undefined })).given).toMatchObject({
      body: '',
      path: {},
      query: {},
    });
  });

  test('answers JSON, of the type that the handler says, if it says one', async () => {
    expect((await through()).answered).toEqual({ statusCode: 202, headers: { 'content-type': 'application/json' }, body: '{"a":1}' });
    const problem = { status: 422, headers: { 'content-type': 'application/problem+json' }, body: {} };
    expect((await through({}, problem)).answered).toMatchObject({ headers: { 'content-type': 'application/problem+json' } });
  });

  test('that fails logs nothing of the request', async () => {
    const handler = endpoint(async () => {
      throw new Error('the table is gone');
    });
    const entries = await entriesOf(() => settled(handler(event as never, context)));
    expect(entries).toEqual([expect.objectContaining({ errorMessage: 'the table is gone' })]);
    expect(JSON.stringify(entries)).not.toContain(canary);
  });
});
