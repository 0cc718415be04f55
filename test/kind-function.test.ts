import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { kindFunction } from '../src/kind-function.ts';
import { esPackagePair } from '../src/kinds/es-package/pair.ts';
import type { Observation, Operations } from '../src/kinds/kind.ts';
import { logged } from './logged.ts';
import { createRecords, intent, midnight, words } from './record.ts';
import { createTable, type Table } from './table.ts';

/** What this kind's AWS shows. */
const found: Observation = {
  type: 'PENDING',
  ours: 'YES',
  asBefore: false,
  unknownStatus: true,
  words: words({ operation: 'ListPackagesForDomain', status: 'MIGRATING', message: 'canary' }),
};

/** A kind that only ever looks, and finds one pair in whatever account and Region it is asked for. */
const looking: Operations<never> = {
  plan: () => Promise.reject(new Error('not asked for')),
  request: () => Promise.reject(new Error('not asked for')),
  undo: () => Promise.reject(new Error('not asked for')),
  observe: async () => found,
  targets: async (selector, { account, region }) => [{ ...selector, account, region }] as never,
};

describe("a kind's function", () => {
  const before = process.env;
  let table: Table;
  let create: ReturnType<typeof createRecords>;
  beforeAll(async () => {
    process.env = { ...before, ACCOUNT_ID: '123456789012', AWS_REGION: 'eu-west-1' };
    table = await createTable();
    create = createRecords(table.store);
  });
  afterAll(async () => {
    process.env = before;
    await table.close();
  });
  const invoke = (input: object, operations: Operations<never> = looking) =>
    kindFunction(esPackagePair as never, operations, table.store)(input as never, { awsRequestId: 'request-1' } as never);

  test('takes the step that it is told, on the record', async () => {
    const record = await create({ state: 'RUNNING', intent: intent() });
    const seen = { ...looking, observe: async () => ({ ...found, unknownStatus: false }) };
    expect(await invoke({ step: 'observe', id: record.id, run: 1, now: midnight + 5_000 }, seen)).toMatchObject({
      outcome: 'PENDING',
      waitSeconds: expect.any(Number),
    });
    expect((await table.store.record(record.id))?.step).toMatchObject({ name: 'Observe', observed: 'MIGRATING' });
  });

  test('logs a status that AWS has added since: the operation and the status, and nothing else of it', async () => {
    const record = await create({ state: 'RUNNING', intent: intent(), reason: 'canary' });
    const lines = await logged(() => invoke({ step: 'observe', id: record.id, run: 1, now: midnight + 5_000 }));
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'WARN',
        message: 'AWS answers a status that is not known yet',
        timestamp: expect.any(String),
        service: expect.any(String),
        sampling_rate: 0,
        requestId: 'request-1',
        correlationId: record.id,
        operation: 'ListPackagesForDomain',
        status: 'MIGRATING',
      },
    ]);
  });

  test('has nothing to do for a run that another has followed', async () => {
    const record = await create({ state: 'RUNNING', intent: intent(), run: 2 });
    expect(await invoke({ step: 'observe', id: record.id, run: 1, now: midnight })).toMatchObject({ outcome: 'DONE' });
  });

  test('finds the pairs of an event in its own account and Region', async () => {
    expect(await invoke({ step: 'targets', selector: { packageId: 'F1' } })).toEqual({
      pairs: [{ packageId: 'F1', account: '123456789012', region: 'eu-west-1' }],
    });
  });

  test('of a kind that finds no pairs says so', async () => {
    const { targets: _, ...without } = looking;
    await logged(() => expect(invoke({ step: 'targets', selector: {} }, without)).rejects.toThrow('es-package finds no pairs for events.'));
  });

  test('says what AWS answered when it could not be read for pairs or quotas, and throws a fault of ours', async () => {
    const failing = (error: Error) => ({ ...looking, targets: () => Promise.reject(error), quotas: () => Promise.reject(error) });
    const throttled = failing(Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $metadata: {} }));
    const unread = (operation: string) => ({ unread: expect.objectContaining({ operation, error: 'ThrottlingException' }) });
    expect(await invoke({ step: 'targets', selector: {} }, throttled)).toEqual(unread('Targets'));
    expect(await invoke({ step: 'quotas', pairs: [], desired: 'ASSOCIATED' }, throttled)).toEqual(unread('Quotas'));
    expect(await invoke({ step: 'quotas', pairs: [], desired: 'ASSOCIATED' })).toEqual({ checks: [] });
    await logged(() => expect(invoke({ step: 'targets', selector: {} }, failing(new TypeError('ours')))).rejects.toThrow('ours'));
  });

  test('refuses a step that there is not', async () => {
    await logged(() => expect(invoke({ step: 'erase', id: 'assoc_1', run: 1, now: 1 })).rejects.toThrow('es-package has no step erase.'));
  });
});
