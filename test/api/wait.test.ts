import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../src/api/http.ts';
import { answering } from '../../src/api/index.ts';
import { readAssociation } from '../../src/api/read.ts';
import { preferredWait } from '../../src/api/wait.ts';
import type { Association } from '../../src/association.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { createRecords, idOf, machineArn } from '../record.ts';
import { type OverHttp, openHttp } from './over-http.ts';

test.each<[string | undefined, number | undefined]>([
  ['wait=10', 10],
  ['respond-async, WAIT = "7"; x=1', 7],
  ['wait=0', 0],
  ['wait=86400', 15],
  ['wait', undefined],
  ['wait=-1', undefined],
  ['wait=1.5', undefined],
  ['await=3', undefined],
  ['', undefined],
  [undefined, undefined],
])('Prefer: %s is granted %s seconds', (prefer, seconds) => {
  expect(preferredWait({ headers: { prefer } } as unknown as HttpRequest)).toBe(seconds);
});

describe('Prefer: wait', () => {
  let table: MemoryTable;
  /** What happens at which second of the waiting. */
  let events: Map<number, Partial<Association>>;
  let elapsed: number;
  let http: OverHttp;
  beforeEach(async () => {
    table = createMemoryTable();
    http = openHttp(answering({ 'GET /associations/{id}': readAssociation(table.store, () => machineArn, pace) }));
    events = new Map();
    elapsed = 0;
    await createRecords(table.store)({ state: 'RUNNING' });
  });
  afterEach(() => http.close());

  const pace = {
    now: () => elapsed,
    async sleep(milliseconds: number) {
      elapsed += milliseconds;
      const change = events.get(elapsed / 1_000);
      if (change) await table.store.changeRecord(idOf(1), () => change);
    },
  };
  const read = (headers: HttpRequest['headers']) => http.call('GET /associations/{id}', { path: { id: idOf(1) }, headers });

  test('holds the answer until it has ended', async () => {
    events.set(1, { run: 2 }).set(3, { state: 'FAILED', sideEffects: 'NONE' });
    const { status, headers, body } = await read({ prefer: 'wait=10' });
    expect([status, elapsed]).toEqual([200, 3_000]);
    expect(headers).toMatchObject({ 'preference-applied': 'wait=10', etag: '"3"' });
    expect(body).toMatchObject({ state: 'FAILED' });
  });

  test('holds the answer until it asks for an approval', async () => {
    events.set(2, { state: 'AWAITING_APPROVAL' });
    expect((await read({ prefer: 'wait=10' })).body).toMatchObject({ state: 'AWAITING_APPROVAL' });
    expect(elapsed).toBe(2_000);
  });

  test('with If-None-Match holds it until there is another version, whatever that says', async () => {
    events.set(1, { run: 2 });
    const { status, headers } = await read({ prefer: 'wait=10', 'if-none-match': '"1"' });
    expect([status, headers.etag, elapsed]).toEqual([200, '"2"', 1_000]);
  });

  test('gives up after that time, and says that nothing has changed', async () => {
    const { status, headers, body } = await read({ prefer: 'wait=2', 'if-none-match': '"1"' });
    expect([status, body, elapsed]).toEqual([304, undefined, 2_000]);
    expect(headers).toMatchObject({ 'preference-applied': 'wait=2', 'retry-after': '5' });
  });

  test('is granted for 15 seconds at most', async () => {
    const { status, headers } = await read({ prefer: 'wait=3600' });
    expect([status, headers['preference-applied'], elapsed]).toEqual([200, 'wait=15', 15_000]);
  });

  test('waits for nothing that is there already, nor without being asked', async () => {
    await read({});
    await read({ prefer: 'wait=10', 'if-none-match': '"0"' });
    await read({ prefer: 'wait=0' });
    await table.store.changeRecord(idOf(1), () => ({ state: 'SUCCEEDED' }));
    await read({ prefer: 'wait=10' });
    expect(elapsed).toBe(0);
  });

  test('says that it is gone when a repeat of its request took it back meanwhile', async () => {
    pace.sleep = async () => table.store.deleteRecord(idOf(1)).then(() => undefined);
    expect(await read({ prefer: 'wait=10' })).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
