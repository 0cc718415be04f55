import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { listen } from '../../../local/listen.ts';
import { routes } from '../../../schemas/routes.ts';
import { type OpenConsole, openConsole } from './console.ts';
import { type Given, problem, startUpstream } from './upstream.ts';

const id = `assoc_${'1'.padStart(26, '0')}`;
const good: Given = { status: 200, body: { id } };
let given: Given;
let upstream: Awaited<ReturnType<typeof startUpstream>>;
let [local, stage]: [OpenConsole, OpenConsole] = [] as never;
const credentials = { AWS_ACCESS_KEY_ID: 'operator', AWS_SECRET_ACCESS_KEY: 'secret' };

beforeAll(async () => {
  Object.assign(process.env, credentials);
  upstream = await startUpstream(() => given);
  local = await openConsole({ url: upstream.url });
  stage = await openConsole({ url: upstream.url, isLocal: false, as: undefined, place: 'stage prod' });
});
afterAll(async () => {
  for (const name of Object.keys(credentials)) delete process.env[name];
  for (const each of [local, stage, upstream]) await each.close();
});
afterEach(() => {
  given = good;
  upstream.told.length = 0;
});
given = good;

describe('what is passed on to the API', () => {
  test.each(Object.keys(routes))('%s is', async (key) => {
    const [method = '', path = ''] = key.split(' ');
    const asked = path.replace('{id}', id);
    const body = method === 'POST' ? '{"a":1}' : undefined;
    expect(await local.ask(`/api${asked}`, { method, ...(body && { body }) })).toMatchObject({ status: 200, body: { id } });
    expect(upstream.told).toMatchObject([{ method, path: asked, body: body ?? '', who: 'ana' }]);
  });

  test.each([
    ['DELETE', `/associations/${id}`],
    ['PUT', `/associations/${id}`],
    ['GET', '/associations/'],
    ['GET', '//associations'],
    ['GET', '/Associations'],
    ['GET', `/associations/${id}/approve`],
    ['POST', `/associations/${id}/approve/`],
    ['GET', '/associations/a%2fb'],
    ['GET', '/associations/%2e%2e%2f'],
    ['GET', `/associations/${'a'.repeat(65)}`],
    ['GET', '/openapi.json'],
    ['GET', '/'],
  ])('%s %s is not', async (method, path) => {
    expect(await local.ask(`/api${path}`, { method })).toMatchObject({ status: 404, body: { code: 'no-such-route' } });
    expect(upstream.told).toEqual([]);
  });

  test('a query is, in the one spelling that is signed', async () => {
    await local.ask("/api/associations?state=FAILED,RUNNING&label.team=a+b%20c'&pageSize=10");
    expect(upstream.told[0]?.path).toBe('/associations?state=FAILED%2CRUNNING&label.team=a%20b%20c%27&pageSize=10');
    expect(await local.ask('/api/associations?state=FAILED&state=RUNNING')).toMatchObject({
      status: 400,
      body: { code: 'invalid-parameter', detail: 'state is given twice.' },
    });
  });

  test('of the headers, those that the API knows', async () => {
    const known = { 'if-match': '"3"', 'if-none-match': '"2"', 'idempotency-key': 'one', prefer: 'wait=5' };
    await local.ask(`/api/associations/${id}/cancel`, {
      method: 'POST',
      headers: { ...known, cookie: 'a=b', 'x-secret': '1' },
      body: '{}',
    });
    const { headers } = upstream.told[0] ?? {};
    expect(headers).toMatchObject({ ...known, 'content-type': 'application/json' });
    expect(Object.keys(headers ?? {})).not.toEqual(expect.arrayContaining(['cookie']));
    expect(headers).not.toHaveProperty('x-secret');
    expect(headers).not.toHaveProperty('origin');
    expect(headers?.authorization).not.toContain(local.token);
  });

  test('a body of 1 MB, and no longer one', async () => {
    const body = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes - '{"a":""}'.length) });
    const create = (text: string, headers = {}) => local.ask('/api/batches', { method: 'POST', body: text, headers });
    expect(await create(body(1024 * 1024))).toMatchObject({ status: 200 });
    expect(upstream.told.splice(0)).toHaveLength(1);
    expect(await create(body(1024 * 1024 + 1))).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    expect(await create(body(1025 * 1024), { 'transfer-encoding': 'chunked' })).toMatchObject({ status: 413 });
    expect(await create('{')).toMatchObject({ status: 400, body: { code: 'not-json' } });
    expect(upstream.told).toEqual([]);
  });
});

describe('what comes back', () => {
  test('is the API’s own status, body and headers', async () => {
    const headers = { etag: '"4"', location: `/associations/${id}`, 'retry-after': '5', 'preference-applied': 'wait=5' };
    given = { status: 202, headers: { ...headers, 'set-cookie': 'a=b', 'access-control-allow-origin': '*' }, body: { id } };
    const answered = await local.ask('/api/associations', { method: 'POST', body: '{}' });
    expect(answered).toMatchObject({ status: 202, headers, body: { id } });
    expect(answered.headers).not.toHaveProperty('set-cookie');
    expect(answered.headers).not.toHaveProperty('access-control-allow-origin');
    given = { status: 304, headers: { etag: '"4"' } };
    expect(await local.ask(`/api/associations/${id}`)).toMatchObject({ status: 304, headers: { etag: '"4"' }, text: '' });
  });

  test('is the API’s own refusal', async () => {
    const stale = problem(412, 'precondition-failed');
    given = { status: 412, headers: { 'content-type': 'application/problem+json' }, body: stale };
    const answered = await local.ask(`/api/associations/${id}/approve`, { method: 'POST', headers: { 'if-match': '"1"' }, body: '{}' });
    expect(answered).toMatchObject({ status: 412, body: stale, headers: { 'content-type': 'application/problem+json; charset=utf-8' } });
  });

  test.each([
    [403, { message: 'The security token included in the request is expired' }, 403, 'not-let-in', /expired\. The credentials need/],
    [401, { message: 'Unauthorized' }, 403, 'not-let-in', /log in again/],
    [404, { message: 'Not Found' }, 404, 'no-such-route', /liaison doctor/],
    [429, { message: 'Too Many Requests' }, 502, 'unreachable', /429: Too Many Requests/],
    [503, { message: 'Service Unavailable' }, 502, 'unreachable', /on-request/],
    [200, undefined, 502, 'unreachable', /answers 200/],
  ])('is a problem where API Gateway answers %i %j', async (status, body, shown, code, detail) => {
    given = { status, body };
    expect(await stage.ask('/api/associations')).toMatchObject({ status: shown, body: { code, detail: expect.stringMatching(detail) } });
  });

  test('is a problem with what to do when nobody answers', async () => {
    const { url, close } = await listen(0);
    await close();
    const at = await openConsole({ url });
    expect(await at.ask('/api/associations')).toMatchObject({
      status: 502,
      body: {
        code: 'unreachable',
        retryable: true,
        detail: expect.stringMatching(/cannot be reached: .*ECONNREFUSED.* It was found by the test\. liaison doctor looks at every step/),
      },
    });
    await at.close();
  });
});

describe('who signs', () => {
  test('in a local world, whoever the page says', async () => {
    await local.ask('/api/associations', { headers: { 'x-liaison-as': 'bob' } });
    await local.ask('/api/associations');
    expect(upstream.told.map(({ who }) => who)).toEqual(['bob', 'ana']);
    for (const name of ['a b', '', 'a'.repeat(129), 'é'])
      expect(await local.ask('/api/associations', { headers: { 'x-liaison-as': encodeURI(name) } })).toMatchObject({
        status: 400,
        body: { code: 'invalid-parameter' },
      });
  });

  test('for a stage, the operator and nobody else', async () => {
    await stage.ask('/api/associations');
    expect(upstream.told.splice(0).map(({ who }) => who)).toEqual(['operator']);
    for (const path of ['/api/associations', '/console/context', '/console/live?path=/associations', `/console/associations/${id}/runs`])
      expect(await stage.ask(path, { headers: { 'x-liaison-as': 'bob' } })).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('local world only') },
      });
    expect(upstream.told).toEqual([]);
  });

  test('whoever has logged in again, once the one before was not let in', async () => {
    const before = { ...process.env };
    for (const name of Object.keys(credentials)) delete process.env[name];
    const directory = mkdtempSync(join(tmpdir(), 'liaison-credentials-'));
    const file = join(directory, 'credentials');
    Object.assign(process.env, { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: file });
    const logIn = (name: string) => writeFileSync(file, `[default]\naws_access_key_id=${name}\naws_secret_access_key=secret\n`);
    logIn('morning');
    const at = await openConsole({ url: upstream.url, isLocal: false, as: undefined });
    await at.ask('/api/associations');
    logIn('evening');
    given = { status: 403, body: { message: 'The security token included in the request is expired' } };
    expect(await at.ask('/api/associations')).toMatchObject({ status: 403, body: { code: 'not-let-in' } });
    given = good;
    expect(await at.ask('/api/associations')).toMatchObject({ status: 200 });
    expect(upstream.told.map(({ who }) => who)).toEqual(['morning', 'morning', 'evening']);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) delete process.env[name];
    Object.assign(process.env, before);
    rmSync(directory, { recursive: true });
    await at.close();
  });

  test('nobody, where there are no credentials: it says how to get some', async () => {
    const before = { ...process.env };
    for (const name of Object.keys(credentials)) delete process.env[name];
    Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' });
    const at = await openConsole({ url: upstream.url, isLocal: false, as: undefined });
    expect(await at.ask('/api/associations')).toMatchObject({
      status: 502,
      body: { code: 'unreachable', detail: expect.stringMatching(/There are no AWS credentials: .*aws sso login/) },
    });
    for (const name of ['AWS_EC2_METADATA_DISABLED', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) delete process.env[name];
    Object.assign(process.env, before);
    await at.close();
  });
});
