import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../local/dynamodb/service.ts';
import { createTables } from '../../../local/table.ts';
import { account, now, region, rejection, signed, startWorld } from '../wire/world.ts';
import { key, S } from './contract.ts';
import { createBooks, definition, type Reached, startOwn, tableName as TableName } from './world.ts';

let books: Reached;
beforeAll(async () => {
  books = await startOwn();
  await createBooks(books.client);
  await books.client.send(new PutItemCommand({ TableName, Item: { ...key('a', 'one'), n: { N: '1' } } }));
});
afterAll(() => books.close());

describe('what is not served is refused by its name', () => {
  const Key = key('a', 'one');
  const update = (UpdateExpression: string, more: object = {}) => new UpdateItemCommand({ TableName, Key, UpdateExpression, ...more });
  const condition = (ConditionExpression: string) => new UpdateItemCommand({ TableName, Key, ConditionExpression });
  const values = { ExpressionAttributeValues: { ':v': S('v') } };

  test.each<[string, Parameters<Reached['client']['send']>[0] | object]>([
    ['ADD', update('ADD n :v', values)],
    ['DELETE', update('SET n = :v DELETE m :v', values)],
    ['A path into n', update('REMOVE n.m')],
    ['if_not_exists', update('SET n = if_not_exists(n, :v)', values)],
    ['+', update('SET n = :v + :v', values)],
    ['A path into n', update('SET n.m = :v', values)],
    ['begins_with', condition('begins_with(n, :v)')],
    ['size', condition('size(n) = n')],
    ['<>', condition('n <> m')],
    ['IN', condition('n IN (m)')],
    ['A path into n', condition('attribute_exists(n[0])')],
    ['ProjectionExpression', new GetItemCommand({ TableName, Key, ProjectionExpression: 'n' })],
    ['FilterExpression', new ScanCommand({ TableName, FilterExpression: 'attribute_exists(n)' })],
    ['returnConsumedCapacity', new GetItemCommand({ TableName, Key, ReturnConsumedCapacity: 'TOTAL' })],
    ['type SS', new PutItemCommand({ TableName, Item: { ...Key, set: { SS: ['a'] } } })],
    ['type B', new PutItemCommand({ TableName, Item: { ...Key, bytes: { B: new Uint8Array([1]) } } })],
    ['attributeType', new CreateTableCommand({ ...definition, AttributeDefinitions: [{ AttributeName: 'n', AttributeType: 'N' }] })],
  ])('%s', async (named, command) => {
    const error = await rejection(books.client.send(command as PutItemCommand));
    expect(error.name).toBe('ValidationException');
    expect(error.message).toContain(named);
  });

  test('an operation', async () => {
    const error = await rejection(books.client.send(new DeleteTableCommand({ TableName })));
    expect(error).toMatchObject({ name: 'UnknownOperationException', message: expect.stringContaining('DeleteTable') });
  });
});

test('every problem of a request is told at once', async () => {
  const { message } = await rejection(books.client.send(new QueryCommand({ TableName: 'x', Limit: 0, Select: 'COUNT' })));
  for (const part of ['4 validation errors', 'tableName', 'limit', 'keyConditionExpression', 'Select of Query'])
    expect(message).toContain(part);
});

test('what is no JSON is told so', async () => {
  const dynamodb = createDynamoDb({ clock: { now: () => now }, account, region });
  const { server, url } = await startWorld([], { textServices: [dynamodb] });
  const headers = { ...signed('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.ListTables' };
  const answer = await fetch(url, { method: 'POST', headers, body: '{' });
  expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ __type: 'SerializationException' })]);
  await server.close();
  dynamodb.close();
});

test('values are nested 32 times and no more', async () => {
  const nested = (depth: number): object => (depth === 0 ? S('in') : { L: [nested(depth - 1)] });
  const put = (depth: number) =>
    books.client.send(new PutItemCommand({ TableName, Item: { ...key('a', 'deep'), n: nested(depth) as never } }));
  await put(32);
  expect((await rejection(put(33))).message).toContain('Nesting Levels');
});

test('maps are equal in whatever order they are written, and numbers in whatever form', async () => {
  await books.client.send(new PutItemCommand({ TableName, Item: { ...key('a', 'map'), m: { M: { x: { N: '1' }, y: S('q') } } } }));
  const condition = { ConditionExpression: 'm = :m', ExpressionAttributeValues: { ':m': { M: { y: S('q'), x: { N: '1.0' } } } } };
  await books.client.send(new UpdateItemCommand({ TableName, Key: key('a', 'map'), ...condition }));
});

test('a write whose condition does not hold gives what is there to who asks for it', async () => {
  const put = new PutItemCommand({
    TableName,
    Item: key('a', 'one'),
    ConditionExpression: 'attribute_not_exists(shelf)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  expect(await rejection(books.client.send(put))).toMatchObject({ Item: { ...key('a', 'one'), n: { N: '1' } } });
});

test('an item that leaves an index is found there no more, and one that comes is', async () => {
  const lent = async (lender: string) => {
    const query = { IndexName: 'byLender', KeyConditionExpression: 'lender = :l', ExpressionAttributeValues: { ':l': S(lender) } };
    return (await books.client.send(new QueryCommand({ TableName, ...query }))).Items?.map(({ title }) => title?.S);
  };
  const lend = (Item: object) =>
    books.client.send(new PutItemCommand({ TableName, Item: { ...key('a', 'lent'), year: S('2000'), ...Item } }));
  await lend({ lender: S('ann') });
  expect(await lent('ann')).toEqual(['lent']);
  await lend({ lender: S('bob') });
  expect([await lent('ann'), await lent('bob')]).toEqual([[], ['lent']]);
  await lend({});
  expect(await lent('bob')).toEqual([]);
});

describe('tables', () => {
  const attribute = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const });
  const table = (TableName: string, hash: string) =>
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: hash, KeyType: 'HASH' }],
      AttributeDefinitions: [attribute(hash)],
    });

  test('are told of in the account and the region of the world', async () => {
    const { Table } = await books.client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableArn: `arn:aws:dynamodb:${region}:${account}:table/books`,
      TableStatus: 'ACTIVE',
      CreationDateTime: new Date(now),
      ItemCount: expect.any(Number),
      GlobalSecondaryIndexes: [{ IndexName: 'byGenre', IndexStatus: 'ACTIVE' }, { IndexName: 'byLender' }],
    });
  });

  test('and attributes differ when only their cases do, and may be called anything', async () => {
    const odd = `it's "odd" AS select`;
    for (const [name, hash] of [
      ['Odd', odd],
      ['odd', 'Pk'],
      ['ODD', 'pk'],
    ] as const) {
      await books.client.send(table(name, hash));
      await books.client.send(new PutItemCommand({ TableName: name, Item: { [hash]: S(name), pK: S('other') } }));
      const { Item } = await books.client.send(new GetItemCommand({ TableName: name, Key: { [hash]: S(name) } }));
      expect(Item).toEqual({ [hash]: S(name), pK: S('other') });
    }
    const { TableNames } = await books.client.send(new ListTablesCommand());
    expect(TableNames).toEqual(['ODD', 'Odd', 'books', 'odd']);
  });

  test('are not made twice, nor of keys that do not fit', async () => {
    expect((await rejection(createBooks(books.client))).name).toBe('ResourceInUseException');
    const keys = { ...table('misfit', 'a').input, AttributeDefinitions: [attribute('b')] };
    expect((await rejection(books.client.send(new CreateTableCommand(keys)))).name).toBe('ValidationException');
  });

  test('are there for the next process, also when nobody closed them, and are made only when they are not there', async () => {
    const path = mkdtempSync(join(tmpdir(), 'liaison-table-'));
    const options = { path, clock: { now: () => now }, account, region };
    const first = createDynamoDb(options);
    const { server, url } = await startWorld([], { textServices: [first] });
    const key = { AttributeName: 'pk', KeyType: 'HASH' } as const;
    const tables = [{ name: 'things', arn: '', keySchema: [key], attributes: [attribute('pk')], indexes: [] }];
    await createTables(tables, url, region);
    await createTables(tables, url, region);
    const byPk = { IndexName: 'byPk', KeySchema: [key], Projection: { ProjectionType: 'ALL' } } as const;
    const ofAnotherRelease = tables.map((each) => ({ ...each, indexes: [byPk] }));
    await expect(createTables(ofAnotherRelease, url, region)).rejects.toThrow(/^The table things was made by .*Start with --reset/);
    first.answer('PutItem', JSON.stringify({ TableName: 'things', Item: { pk: S('1'), n: { N: '1' } } }));
    const second = createDynamoDb(options);
    expect(second.answer('GetItem', JSON.stringify({ TableName: 'things', Key: { pk: S('1') } }))).toBe(
      '{"Item":{"pk":{"S":"1"},"n":{"N":"1"}}}',
    );
    await server.close();
    for (const each of [first, second]) each.close();
    rmSync(path, { recursive: true });
  });
});
