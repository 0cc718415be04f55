import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../src/api/http.ts';
import { idOf, midnight, plan } from '../record.ts';
import { openApi, type TestApi } from './api.ts';

describe('GET /associations/{id}', () => {
  let api: TestApi;
  beforeEach(() => {
    api = openApi();
  });
  afterEach(() => api.close());

  const read = (more: Partial<HttpRequest> = {}, id = idOf(1)) =>
    api.call('GET /associations/{id}', { path: { id }, headers: {}, at: midnight, ...more });

  test.each(['assoc_01JBMZ0000000000000000000A', '../../etc', ' '])('an id that is not there is not found: %s', async (id) => {
    expect(await read({}, id)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  test('no id at all is no route, and API Gateway itself says so', async () => {
    expect(await read({}, '')).toMatchObject({ status: 404, body: { message: 'Not Found' } });
  });

  test('is the whole of it, with its version and when to look again', async () => {
    await api.create({ version: 7 });
    const { status, headers, body } = await read();
    expect(status).toBe(200);
    expect(headers).toEqual({ etag: '"7"', 'retry-after': '5' });
    expect(body).toMatchObject({ id: idOf(1), history: [{ sequence: 1 }] });
  });

  test('says when Liaison itself looks next, and nothing of that once it has ended', async () => {
    const step = { name: 'Observe', since: midnight, observed: null, looks: 1 };
    await api.create({ state: 'RUNNING', step: { ...step, nextLookAt: midnight + 12_300 } });
    await api.create({ state: 'RUNNING', step: { ...step, nextLookAt: midnight - 1 } });
    await api.create({ state: 'RUNNING', step: { ...step, nextLookAt: midnight + 3_600_000 } });
    await api.create({ state: 'SUCCEEDED', step: { ...step, nextLookAt: null } });
    const seconds = [];
    for (const number of [1, 2, 3, 4]) seconds.push((await read({}, idOf(number))).headers['retry-after']);
    expect(seconds).toEqual(['13', '1', '30', undefined]);
  });

  test('has a basic view, as lists have it', async () => {
    await api.create({ plan: plan() });
    const [full, basic] = [await read(), await read({ query: { view: 'basic' } })];
    const { plan: _plan, intent: _intent, history: _history, ...rest } = full.body;
    expect(basic.body).toEqual(rest);
    expect(await read({ query: { view: 'tiny' } })).toMatchObject({ status: 400, body: { errors: [{ path: 'view' }] } });
    expect(await read({ query: { depth: '1' } })).toMatchObject({ status: 400, body: { errors: [{ path: 'depth' }] } });
  });

  test.each(['"3"', 'W/"3"', '"2", W/"3"', '"a,b","3"', '*', ' * '])('with If-None-Match: %s of version 3 has no body', async (known) => {
    await api.create({ version: 3, state: 'RUNNING' });
    const { status, headers, body } = await read({ headers: { 'if-none-match': known } });
    expect([status, body]).toEqual([304, undefined]);
    expect(headers).toEqual({ etag: '"3"', 'retry-after': '5' });
  });

  test.each(['"2"', '3', '"33"', '', 'W/"2", "4"'])('with If-None-Match: %s of version 3 is given', async (known) => {
    await api.create({ version: 3 });
    expect((await read({ headers: { 'if-none-match': known } })).status).toBe(200);
  });
});
