import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OpenConsole, openConsole } from './console.ts';
import { startUpstream } from './upstream.ts';

let upstream: Awaited<ReturnType<typeof startUpstream>>;
let at: OpenConsole;
beforeAll(async () => {
  upstream = await startUpstream(() => ({ status: 200, body: { items: [] } }));
  at = await openConsole({ url: upstream.url });
});
afterAll(async () => {
  await at.close();
  await upstream.close();
});

const own = () => new URL(at.url).host;
const post = (headers: Record<string, string>) => ({ method: 'POST', headers, body: '{}' });

describe('who is let in', () => {
  test('its page is answered, under both names of this machine', async () => {
    expect(await at.ask('/api/associations')).toMatchObject({ status: 200, body: { items: [] } });
    const host = own().replace('127.0.0.1', 'localhost');
    expect(await at.ask('/api/associations', { headers: { host } })).toMatchObject({ status: 200 });
    expect(await at.ask('/api/plans', post({ host, origin: `http://${host}` }))).toMatchObject({ status: 200 });
    expect(await at.ask('/api/plans', post({ 'sec-fetch-site': 'same-origin' }))).toMatchObject({ status: 200 });
  });

  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost:1'])(
    'a name that was pointed at this machine is refused: %s',
    async (host) => {
      for (const path of ['/', '/assets/app.js', '/api/associations', '/console/context'])
        expect(await at.ask(path, { headers: { host } })).toMatchObject({ status: 403, body: { code: 'foreign-request' } });
    },
  );

  test('what is sent as if to a proxy is refused', async () => {
    expect(await at.ask('http://evil.example/api/associations')).toMatchObject({ status: 403, body: { code: 'foreign-request' } });
  });

  test('a page from elsewhere changes nothing, whatever it knows', async () => {
    const before = upstream.told.length;
    const elsewhere = [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: `https://${own()}` },
      { origin: `http://localhost:${new URL(at.url).port}` },
      { origin: '' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of elsewhere)
      expect(await at.ask('/api/plans', post(headers))).toMatchObject({ status: 403, body: { code: 'foreign-request' } });
    expect(await at.ask('/api/associations', { headers: { origin: 'http://evil.example' } })).toMatchObject({ status: 403 });
    expect(upstream.told.slice(before)).toEqual([]);
  });

  test.each([
    '/api/associations',
    '/api/no-such-route',
    '/console/context',
    '/console/kinds',
    '/console/live?path=/associations',
    '/console/associations/x/runs',
    '/console/no-such',
  ])('without the token nothing is told: %s', async (path) => {
    for (const authorization of ['', 'Bearer ', 'Bearer x', `Basic ${at.token}`, at.token, `Bearer ${at.token}x`]) {
      const { status, headers, body } = await at.ask(path, { headers: { authorization } });
      expect([status, body.code, headers['www-authenticate']]).toEqual([401, 'token-required', 'Bearer']);
    }
  });

  test('the token is long, and no part of what is served', async () => {
    expect(at.token).toMatch(/^[\w-]{43}$/);
    expect(at.link).toBe(`${at.url}/#token=${at.token}`);
    expect((await at.ask('/')).text).not.toContain(at.token);
  });
});

describe('what every answer says', () => {
  test.each([
    ['/', 200],
    ['/assets/app.css', 200],
    ['/api/associations', 200],
    ['/console/kinds', 200],
    ['/nowhere', 404],
    ['/console/nowhere', 404],
    ['/assets/app.js.map', 404],
    ['/../cli/liaison.js', 404],
    ['/assets/..%2f..%2fpackage.json', 404],
  ])('%s is protected, and kept nowhere', async (path, expected) => {
    const { status, headers } = await at.ask(path);
    expect(status).toBe(expected);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self'; style-src 'self';/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test.each(['/', '/request', '/batches', '/batches/batch_1', '/associations/assoc_1'])(
    'the page is at %s without the token',
    async (path) => {
      const { status, headers, text } = await at.ask(path, { headers: { authorization: '' } });
      expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(text).toContain('/assets/app.js');
      expect(text).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
    },
  );

  test('HEAD answers as GET does, with nothing in it; nothing else is taken', async () => {
    const { status, headers, text } = await at.ask('/', { method: 'HEAD', headers: { authorization: '' } });
    expect([status, Number(headers['content-length']) > 0, text]).toEqual([200, true, '']);
    expect(await at.ask('/', { method: 'POST' })).toMatchObject({ status: 404, body: { code: 'no-such-route' } });
  });
});
