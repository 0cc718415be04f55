import { type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pauseAfter } from '../../../../console/server/live/look.ts';
import { serveConsole } from '../../../../console/server/server.ts';
import type { ConsoleTarget } from '../../../../console/server/target.ts';
import { createToken } from '../../../../console/server/token.ts';
import { type OpenConsole, openConsole } from '../console.ts';
import { type Given, problem, startUpstream } from '../upstream.ts';

const id = `assoc_${'1'.padStart(26, '0')}`;
const one = `/associations/${id}`;
const list = '/associations?pageSize=5';

let versions: Record<string, number>;
let trouble: Given | undefined;
let upstream: Awaited<ReturnType<typeof startUpstream>>;
let at: OpenConsole;
let streams: IncomingMessage[];

/** Has an ETag for one association, and none for lists. */
const answer = ({ path, headers }: { path: string; headers: IncomingMessage['headers'] }): Given => {
  if (trouble) return trouble;
  const version = versions[path] ?? 1;
  if (path !== one) return { status: 200, body: { items: [version] } };
  const etag = `"${version}"`;
  return headers['if-none-match'] === etag ? { status: 304, headers: { etag } } : { status: 200, headers: { etag }, body: { version } };
};

beforeEach(async () => {
  [versions, trouble, streams] = [{}, undefined, []];
  upstream = await startUpstream(answer);
  at = await openConsole({ url: upstream.url });
});
afterEach(async () => {
  for (const stream of streams) stream.destroy();
  await at.close();
  await upstream.close();
});

interface Event {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** Listens, and gives the next events one by one. */
async function listenTo(...paths: string[]) {
  const response = await at.open(`/console/live?${paths.map((path) => `path=${encodeURIComponent(path)}`).join('&')}`);
  streams.push(response);
  const events = eventsOf(response);
  return { response, next: async () => (await events.next()).value as Event };
}

async function* eventsOf(response: IncomingMessage): AsyncGenerator<Event> {
  let text = '';
  for await (const chunk of response.iterator({ destroyOnReturn: false })) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const { event = 'message', data } = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s)));
      if (data) yield { event, data: JSON.parse(data) };
    }
  }
}

const asked = (path: string) => upstream.told.filter((told) => told.path === path);
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('a page that listens', () => {
  test('is told how each path stands, and whenever that changes; what the API knows to be the same is asked for by its ETag', async () => {
    const { response, next } = await listenTo(one, list);
    expect(response.headers).toMatchObject({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    const first = [await next(), await next()].sort((one, other) => (String(one.data.path) < String(other.data.path) ? -1 : 1));
    expect(first).toEqual([
      { event: 'message', data: { path: one, status: 200, etag: '"1"', body: { version: 1 } } },
      { event: 'message', data: { path: list, status: 200, etag: null, body: { items: [1] } } },
    ]);
    await until(() => asked(one).length >= 3 && asked(list).length >= 3);
    versions[one] = 2;
    expect(await next()).toEqual({ event: 'message', data: { path: one, status: 200, etag: '"2"', body: { version: 2 } } });
    versions[list] = 2;
    expect(await next()).toMatchObject({ data: { path: list, body: { items: [2] } } });
    expect(asked(one)[1]?.headers['if-none-match']).toBe('"1"');
  });

  test('shares one look with all others at the same, and hears at once what is known', async () => {
    const first = await listenTo(one);
    await first.next();
    const others = await Promise.all([listenTo(one), listenTo(one)]);
    for (const { next } of others) expect(await next()).toMatchObject({ data: { etag: '"1"' } });
    const [before, start] = [asked(one).length, performance.now()];
    versions[one] = 2;
    for (const { next } of [first, ...others]) expect(await next()).toMatchObject({ data: { etag: '"2"' } });
    expect(asked(one).length - before).toBeLessThanOrEqual(1 + (performance.now() - start) / 300);
  });

  test('is looked for no longer once it has gone', async () => {
    const { response, next } = await listenTo(list);
    await next();
    response.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = asked(list).length;
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(asked(list).length).toBe(before);
  });

  test('is not looked for if it left while the console was about to begin', async () => {
    const target = Promise.withResolvers<ConsoleTarget>();
    const asked = Promise.withResolvers<void>();
    const token = createToken();
    const late = await serveConsole({
      ...{ port: 0, token, log: () => {} },
      target() {
        asked.resolve();
        return target.promise;
      },
    });
    const sent = request(`${late.url}/console/live?path=/associations`, { headers: { authorization: `Bearer ${token}` } });
    sent.once('error', () => {});
    sent.end();
    await asked.promise;
    sent.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    target.resolve({ url: upstream.url, region: 'eu-west-1', isLocal: true, as: 'ana', found: 'the test', place: 'local', aws: undefined });
    await new Promise((resolve) => setTimeout(resolve, 450));
    await late.close();
    expect(upstream.told).toEqual([]);
  });

  test('is told of trouble once, and that it is over, although nothing has changed', async () => {
    const { next } = await listenTo(one);
    await next();
    trouble = { status: 503, body: { message: 'Service Unavailable' } };
    expect(await next()).toMatchObject({ event: 'trouble', data: { path: one, code: 'unreachable', retryable: true } });
    const before = asked(one).length;
    await until(() => asked(one).length > before);
    trouble = undefined;
    expect(await next()).toEqual({ event: 'message', data: { path: one, status: 200, etag: '"1"', body: { version: 1 } } });
  });

  test('goes on by itself when the API is started anew', async () => {
    const { next } = await listenTo(one);
    await next();
    await upstream.close();
    expect(await next()).toMatchObject({
      event: 'trouble',
      data: { code: 'unreachable', detail: expect.stringContaining('ECONNREFUSED') },
    });
    versions[one] = 7;
    upstream = await startUpstream(answer, upstream.port);
    expect(await next()).toMatchObject({ event: 'message', data: { etag: '"7"', body: { version: 7 } } });
  });

  test('is told what the API refuses as it says it', async () => {
    trouble = { status: 404, body: problem(404, 'not-found') };
    const { next } = await listenTo(one);
    expect(await next()).toMatchObject({ event: 'message', data: { status: 404, etag: null, body: { code: 'not-found' } } });
    trouble = undefined;
    expect(await next()).toMatchObject({ data: { status: 200 } });
  });

  test.each([
    ['', 400],
    ['?path=/plans', 404],
    ['?path=/associations/x/approve', 404],
    ['?path=http://evil.example/associations', 404],
    ['?path=//evil.example/associations', 404],
    ['?path=/associations&path=/../x', 404],
    [`?${Array.from({ length: 17 }, (_, index) => `path=/associations/${index}`).join('&')}`, 400],
  ])('listens to the API’s reads only: %s', async (query, status) => {
    expect(await at.ask(`/console/live${query}`)).toMatchObject({ status });
    expect(upstream.told).toEqual([]);
  });

  test('is one of at most 32', async () => {
    await Promise.all(Array.from({ length: 32 }, () => listenTo(one)));
    expect(await at.ask('/console/live?path=/associations')).toMatchObject({ status: 503, body: { code: 'too-many-streams' } });
    streams.pop()?.destroy();
    await until(() => streams.length === 31);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await listenTo(one)).response.statusCode).toBe(200);
  });
});

test.each([
  // Seconds the API asks for, failures, local or not, milliseconds, looks that found nothing new.
  [null, 0, true, 1_000, 10],
  [null, 0, true, 300, 9],
  [null, 0, false, 3_000, 10],
  [null, 0, true, 300],
  ['30', 0, true, 300],
  [null, 1, true, 600],
  [null, 9, true, 2_000],
  [null, 0, false, 3_000],
  ['1', 0, false, 3_000],
  ['5', 0, false, 5_000],
  ['30', 0, false, 10_000],
  [null, 1, false, 6_000],
  ['20', 1, false, 20_000],
  [null, 99, false, 30_000],
  ['soon', 0, false, 3_000],
])(
  'asked for %s seconds, after %i failures, the next look is in time (local: %s)',
  (retryAfter, failures, isLocal, milliseconds, unchanged = 0) => {
    expect(pauseAfter(retryAfter, { failures, unchanged }, isLocal)).toBe(milliseconds);
  },
);
