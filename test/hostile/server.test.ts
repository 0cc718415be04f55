import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHttpApi, serverOptions } from '../../local/http-api/http-api.ts';
import { createIdentityService } from '../../local/identity/service.ts';
import { type Listener, listen } from '../../local/listen.ts';
import { createRandom } from '../../local/random.ts';
import { createHandler } from '../../local/wire/handler.ts';
import { endpointOptions } from '../../local/wire/server.ts';
import { createManualClock } from '../local/lambda/manual-clock.ts';
import { exchange, statusesOf } from './sockets.ts';
import { canary } from './values.ts';

const [account, region] = ['123456789012', 'eu-west-1'];
const clock = createManualClock(Date.parse('2026-11-02T00:00:00Z'));

/** As the servers have them, but in less time than anybody wants to wait in a test. */
const hurried = { headersTimeout: 1_000, requestTimeout: 1_200, connectionsCheckingInterval: 50 };

/** The two servers of a local world, with the options that they have there. */
const servers = {
  'the HTTP API': (told: string[], served: unknown[]) => ({
    options: { ...serverOptions, ...hurried },
    handle: createHttpApi({
      routes: [
        { method: 'GET', path: '/associations', functionKey: 'on-request' },
        { method: 'POST', path: '/associations', functionKey: 'on-request' },
        { method: 'GET', path: '/associations/{id}', functionKey: 'on-request' },
      ],
      invoke: async (_, event) => {
        served.push(event);
        return { requestId: '1', payload: { statusCode: 200, body: '{}' }, functionError: null };
      },
      clock,
      account,
      region,
      principalOf: (key) => (key === 'ops' ? `arn:aws:iam::${account}:user/ops` : undefined),
      log: (line) => void told.push(line),
    }).handle,
  }),
  'the AWS endpoint': (told: string[], served: unknown[]) => ({
    options: { ...endpointOptions, ...hurried },
    handle: createHandler({
      services: [createIdentityService()],
      clock,
      random: createRandom(1),
      region,
      principalOf: (key) => (key === 'ops' ? `arn:aws:iam::${account}:user/ops` : undefined),
      onCall: (call) => void (call.error === null && served.push(call)),
      onFault: (fault) => void told.push(String(fault)),
    }),
  }),
};

type Lines = Readonly<Record<string, string | undefined>>;

const service = { 'the HTTP API': 'execute-api', 'the AWS endpoint': 'sts' } as const;

describe.each(Object.keys(servers) as (keyof typeof servers)[])('%s', (name) => {
  const [told, served]: [string[], unknown[]] = [[], []];
  const asked = 'Action=GetCallerIdentity&Version=2011-06-15';
  const [target, body] = name === 'the HTTP API' ? ['/associations', '{}'] : ['/', asked];
  let server: Listener;
  beforeAll(async () => {
    const { options, handle } = servers[name](told, served);
    server = await listen(0, options);
    server.serve(handle);
  });
  afterAll(() => server.close());
  beforeEach(() => {
    told.length = 0;
    served.length = 0;
  });

  const lines = (more: Lines = {}): string =>
    Object.entries({
      host: `127.0.0.1:${server.port}`,
      authorization: `AWS4-HMAC-SHA256 Credential=ops/20261102/${region}/${service[name]}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
      'x-amz-date': '20261102T000000Z',
      'content-type': name === 'the HTTP API' ? 'application/json' : 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
      ...more,
    })
      .flatMap(([header, value]) => (value === undefined ? [] : [`${header}: ${value}\r\n`]))
      .join('');
  const post = (more: Lines = {}, path = target, sent = body) => `POST ${path} HTTP/1.1\r\n${lines(more)}\r\n${sent}`;
  const send = async (text: string, ...more: Parameters<typeof exchange> extends [unknown, unknown, ...infer Rest] ? Rest : never) =>
    statusesOf(await exchange(server.port, [text], ...more));

  /** It still answers whoever has done nothing wrong. */
  const stillAnswers = async () => {
    served.length = 0;
    expect([await send(post({ connection: 'close' })), served.length]).toEqual(['200', 1]);
  };

  test.each([
    ['a name that was pointed here (DNS rebinding)', { host: 'attacker.example' }, '403'],
    ['a name that only looks like this machine', { host: '127.0.0.1.attacker.example' }, '403'],
    ['no host', { host: undefined }, '400'],
    ['a second host', { HOST: 'attacker.example' }, '403'],
    ['the origin of another page', { origin: 'https://attacker.example' }, '403'],
    ['the origin of a page without one', { origin: 'null' }, '403'],
    ['the origin of another port', { origin: 'http://127.0.0.1:1' }, '403'],
    ['two origins', { origin: 'http://127.0.0.1', ORIGIN: 'https://attacker.example' }, '403'],
    ['a page of another site that hides its origin', { 'sec-fetch-site': 'cross-site' }, '403'],
    ['a page of another port of this machine', { 'sec-fetch-site': 'same-site' }, '403'],
    ['no signature', { authorization: undefined }, '403'],
    ['a length and chunks (request smuggling)', { 'transfer-encoding': 'chunked' }, '400'],
    ['two lengths', { 'Content-Length': '3' }, '400'],
    ['a length that is no number', { 'content-length': '+2' }, '400'],
    ['chunks by another name', { 'content-length': undefined, 'transfer-encoding': 'xchunked' }, '400'],
    ['chunks twice', { 'content-length': undefined, 'transfer-encoding': 'chunked, chunked' }, '400'],
    ['a header that goes on in the next line', { 'x-folded': 'a\r\n b' }, '400'],
    ['a header with a zero', { 'x-zero': 'a\0b' }, '400'],
    ['a space before the colon', { 'x-space ': 'a' }, '400'],
    ['a header that is too long', { 'x-long': 'a'.repeat(20_000) }, '431'],
    ['a flood of headers', Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`x-${index}`, 'a'])), '431'],
    ['a body that is too large by its own word', { 'content-length': String(2 ** 40) }, '413'],
  ])('refuses %s, serves nobody, and goes on', async (_, more, status) => {
    const answered = await send(post({ connection: 'close', ...more }));
    expect([answered.split(' ')[0], served]).toEqual([status, []]);
    await stillAnswers();
  });

  test.each([
    ['two slashes', '//associations', ['404', '200']],
    ['a way up', '/associations/..%2f..%2fetc%2fpasswd', ['404', '200']],
    ['an encoded slash', '/%2fassociations', ['404', '200']],
    ['an encoded zero', '/associations%00', ['404', '200']],
    ['bad encoding', '/associations/%zz', ['404', '200']],
    ['half an encoded character', '/associations/%c3', ['404', '200']],
    ['a whole address, as to a proxy', 'http://attacker.example/associations', ['403', '403']],
    ['a star', '*', ['403', '403']],
    ['no slash', 'associations', ['400', '400']],
    ['a zero', '/assoc\0iations', ['400', '400']],
    ['a blank', '/assoc iations', ['400', '400']],
    ['a path that is too long', `/${'a'.repeat(20_000)}`, ['431', '431']],
  ])('has a status for a path with %s', async (_, path, [ofApi, ofEndpoint]) => {
    expect(await send(post({ connection: 'close' }, path))).toBe(name === 'the HTTP API' ? ofApi : ofEndpoint);
    await stillAnswers();
  });

  test('does not wait for headers or a body that never come to an end', async () => {
    const drops = Array.from({ length: 40 }, (_, index) => `x-${index}: a\r\n`);
    const slow = await exchange(server.port, [`POST ${target} HTTP/1.1\r\n`, ...drops], 4_000, 40);
    const body = await exchange(server.port, [post({ 'content-length': '1000' })], 4_000);
    expect([statusesOf(slow), statusesOf(body), served]).toEqual(['408', '408', []]);
    await stillAnswers();
  });

  test('answers what is sent at once one after the other, and stops at what is wrong', async () => {
    const good = post();
    expect(await send(good + good + good)).toBe('200 200 200');
    const wrong = post({ 'transfer-encoding': 'chunked' });
    expect(await send(good + wrong + good)).toMatch(/^(200 )?400$/);
    expect([3, 4]).toContain(served.length);
  });

  test('takes nothing of a request that is hidden in the body of another', async () => {
    const hidden = post({ connection: 'close' });
    await send(post({ connection: 'close', 'content-length': String(hidden.length) }, target, hidden));
    expect(served.length).toBeLessThanOrEqual(1);
  });

  test.each([['TRACE'], ['CONNECT'], ['DELETE'], ['get'], ['PRI']])('has no use for the method %s', async (method) => {
    const answered = await send(`${method} ${target} HTTP/1.1\r\n${lines({ connection: 'close' })}\r\n${body}`);
    expect(answered).toMatch(/^(400|404|403|closed)/);
    await stillAnswers();
  });

  test('tells nobody what was in a header, a body or a query of what it refused', async () => {
    await send(
      post({ connection: 'close', origin: 'null', cookie: canary, 'x-amz-security-token': canary }, `${target}?token=${canary}`, canary),
    );
    await send(post({ connection: 'close', authorization: `Bearer ${canary}` }));
    await send(
      post({
        connection: 'close',
        authorization: lines()
          .match(/AWS4[^\r]*/)?.[0]
          .replace('=ops/', `=${canary}/`),
      }),
    );
    expect(told.join('\n')).not.toContain(canary);
  });

  test('writes no character of a request to the log that could end its line', async () => {
    const forged = [post({ connection: 'close' }, '/x\u0085\u009b31mforged'), post({ connection: 'close', authorization: '\u0085x' })];
    for (const text of forged) await exchange(server.port, [Buffer.from(text, 'latin1')]);
    expect(told.join('')).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  });
});
