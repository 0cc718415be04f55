import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createDynamoDb } from '../../../local/dynamodb/service.ts';
import { account, now, region, startWorld } from '../wire/world.ts';

/** A DynamoDB that is reached with the SDK. */
export interface Reached {
  readonly client: DynamoDBClient;
  close(): Promise<void>;
}

/** Our own, in the folder `path` or in memory. */
export async function startOwn(path?: string): Promise<Reached> {
  const dynamodb = createDynamoDb({ clock: { now: () => now }, account, region, ...(path !== undefined && { path }) });
  const { server, client } = await startWorld([], { textServices: [dynamodb] });
  return {
    client: new DynamoDBClient(client),
    async close() {
      await server.close();
      dynamodb.close();
    },
  };
}

/** Somebody else's, which was made by asking AWS. */
export async function startDynalite(): Promise<Reached> {
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'tester', secretAccessKey: 'any' };
  return {
    client: new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, region, credentials, maxAttempts: 1 }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const key = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

export const tableName = 'books';

/** Books by shelf and title; on an index with all of them by genre, on another with only their keys by lender. */
export const definition: CreateTableCommandInput = {
  TableName: tableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: key('shelf', 'title'),
  AttributeDefinitions: ['shelf', 'title', 'genre', 'lender', 'year'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    { IndexName: 'byGenre', KeySchema: key('genre', 'year'), Projection: { ProjectionType: 'ALL' } },
    { IndexName: 'byLender', KeySchema: key('lender', 'year'), Projection: { ProjectionType: 'KEYS_ONLY' } },
  ],
};

export const createBooks = (client: DynamoDBClient) => client.send(new CreateTableCommand(structuredClone(definition)));
