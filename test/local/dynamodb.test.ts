import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { createDynamoDb } from '../../local/dynamodb.ts';
import { createTables } from '../../local/table.ts';
import { startWorld } from './wire/world.ts';

test('tables are in the account and the region of the world, and the process keeps its environment', async () => {
  const path = await mkdtemp(join(tmpdir(), 'liaison-table-'));
  const before = { ...process.env };
  const database = createDynamoDb(path, { account: '111122223333', region: 'eu-central-1' });
  expect({ ...process.env }).toEqual(before);
  const world = await startWorld([], { dynamodb: (request, response) => void database.emit('request', request, response) });
  const key = { AttributeName: 'pk', KeyType: 'HASH' } as const;
  const attribute = { AttributeName: 'pk', AttributeType: 'S' } as const;
  await createTables([{ name: 'books', arn: '', keySchema: [key], attributes: [attribute], indexes: [] }], world.url, 'eu-west-1');
  const { Table } = await new DynamoDBClient(world.client).send(new DescribeTableCommand({ TableName: 'books' }));
  expect(Table?.TableArn).toBe('arn:aws:dynamodb:eu-central-1:111122223333:table/books');
  await world.server.close();
  await new Promise<void>((closed) => database.close(() => closed()));
  await rm(path, { recursive: true });
});
