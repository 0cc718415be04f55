import type { Database } from './database.ts';
import { describe, type Place } from './description.ts';
import { invalid } from './errors.ts';
import { readKey } from './key.ts';
import { parseKeyCondition } from './key-condition.ts';
import { pageOf } from './page.ts';
import { createPlaceholders } from './placeholders.ts';
import type { Input, Operation } from './request.ts';
import { attributesOf, type Index, type Schema } from './schema.ts';
import { noUpdate, parseUpdate } from './update.ts';
import { type Item, readItem } from './value.ts';
import { assertKept, write } from './write.ts';

/** Each gives the wire's JSON. Throws AwsError. */
export type Operations = { readonly [Name in Operation]: (input: Input<Name>) => string };

/** Most keys of one BatchGetItem. Source: DynamoDB API reference. */
const mostKeys = 100;

/**
 * What the app asks of DynamoDB, and what looking into a table takes. Reads are always consistent, also those of an index; nothing
 * expires, which AWS may take days for as well; a batch is answered whole, however large.
 */
export function createOperations(database: Database, place: Place): Operations {
  const placeholdersOf = (input: Pick<Input<'PutItem'>, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>) =>
    createPlaceholders(input.ExpressionAttributeNames, input.ExpressionAttributeValues);

  return {
    CreateTable: (input) => JSON.stringify({ TableDescription: describe(database.create(input), place) }),
    DescribeTable: ({ TableName }) => JSON.stringify({ Table: describe(database.table(TableName), place) }),
    ListTables: () => JSON.stringify({ TableNames: database.names() }),
    GetItem({ TableName, Key }) {
      const table = database.table(TableName);
      const item = table.get(readKey(table.schema, Key));
      return item === undefined ? '{}' : `{"Item":${item.body}}`;
    },
    BatchGetItem({ RequestItems }) {
      const wanted = Object.entries(RequestItems).map(([name, { Keys }]) => {
        const table = database.table(name);
        return { name, table, keys: Keys.map((key) => readKey(table.schema, key)) };
      });
      if (wanted.reduce((sum, { keys }) => sum + keys.length, 0) > mostKeys)
        throw invalid('Too many items requested for the BatchGetItem call');
      for (const { table, keys } of wanted) assertDistinct(table.schema, keys);
      const found = wanted.map(({ name, table, keys }) => {
        const items = keys.flatMap((key) => table.get(key)?.body ?? []);
        return `${JSON.stringify(name)}:[${items}]`;
      });
      return `{"Responses":{${found}},"UnprocessedKeys":{}}`;
    },
    PutItem({ TableName, Item, ...input }) {
      const table = database.table(TableName);
      const item = assertKept(table, readItem(Item), 'Item size');
      return write(table, item, input, placeholdersOf(input), () => item);
    },
    DeleteItem({ TableName, Key, ...input }) {
      const table = database.table(TableName);
      return write(table, readKey(table.schema, Key), input, placeholdersOf(input), () => undefined);
    },
    UpdateItem({ TableName, Key, UpdateExpression, ...input }) {
      const table = database.table(TableName);
      const key = readKey(table.schema, Key);
      const placeholders = placeholdersOf(input);
      const { set, remove } = UpdateExpression === undefined ? noUpdate : parseUpdate(UpdateExpression, placeholders);
      assertNoKey(table.schema, [...Object.keys(set), ...remove]);
      return write(table, key, input, placeholders, (before) =>
        assertKept(table, without(remove, { ...before, ...key, ...set }), 'Item size to update'),
      );
    },
    Query({ TableName, IndexName, KeyConditionExpression, ScanIndexForward: forward = true, ConsistentRead, ...input }) {
      const table = database.table(TableName);
      const index = IndexName === undefined ? undefined : indexOf(table.schema, IndexName);
      if (index && ConsistentRead) throw invalid('Consistent reads are not supported on global secondary indexes');
      const placeholders = placeholdersOf(input);
      const condition = parseKeyCondition(KeyConditionExpression, index ?? table.schema, placeholders);
      placeholders.assertAllUsed();
      return pageOf(table, input, { index, condition, forward });
    },
    Scan: ({ TableName, ...input }) => pageOf(database.table(TableName), input, { index: undefined, condition: undefined, forward: true }),
  };
}

function indexOf({ indexes }: Schema, wanted: string): Index {
  const index = indexes.find(({ name }) => name === wanted);
  if (index) return index;
  throw invalid(`The table does not have the specified index: ${wanted}`);
}

const without = (removed: readonly string[], item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !removed.includes(name)));

function assertNoKey(schema: Schema, changed: readonly string[]): void {
  const name = attributesOf(schema).find((attribute) => changed.includes(attribute));
  if (name) throw invalid(`One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`);
}

function assertDistinct(schema: Schema, keys: readonly Item[]): void {
  const texts = keys.map((key) => JSON.stringify(attributesOf(schema).map((name) => key[name])));
  if (new Set(texts).size < texts.length) throw invalid('Provided list of item keys contains duplicates');
}
