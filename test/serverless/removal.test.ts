import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRecords } from '../record.ts';
import { createTable, type Table } from '../table.ts';

/** The plugin, as far as it is used here: it is plain JavaScript, which the framework loads. */
type Plugin = new (serverless: object) => { readonly hooks: Readonly<Record<string, () => Promise<void>>> };

let table: Table;
let Removal: Plugin;
beforeAll(async () => {
  table = await createTable();
  Removal = ((await import(new URL('../../serverless/removal.js', import.meta.url).href)) as { default: Plugin }).default;
});
afterAll(() => table.close());

/** What `serverless remove` does before it removes anything. */
function remove({ prefix = 'liaison', removeUnfinished = 'false' } = {}): Promise<void> {
  const { endpoint, region, credentials } = table.client.config;
  const serverless = {
    service: { custom: { prefix, removeUnfinished } },
    getProvider: () => ({ getAwsSdkV3Config: async () => ({ endpoint, region, credentials }) }),
    classes: { Error },
  };
  return new Removal(serverless).hooks['before:remove:remove']?.() ?? Promise.reject(new Error('It does nothing before that.'));
}

test('a stack is removed once everything has ended, and not before', async () => {
  await expect(remove()).resolves.toBeUndefined();
  const association = await createRecords(table.store)({ state: 'RUNNING' });
  await expect(remove()).rejects.toThrow(`Not everything of liaison has ended: ${association.id}.`);
  await expect(remove({ removeUnfinished: 'true' })).resolves.toBeUndefined();
  await table.store.changeRecord(association.id, () => ({ state: 'SUCCEEDED', outbox: null }));
  await expect(remove()).resolves.toBeUndefined();
});

test('a stack whose table is not there can be removed', async () => {
  await expect(remove({ prefix: 'never-deployed' })).resolves.toBeUndefined();
});
