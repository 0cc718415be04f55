import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createStore, type Store } from '../src/store.ts';
import { createDocuments, createTable as createItems } from '../src/table.ts';

/** The store on a real table of its own, in memory, over HTTP. */
export interface Table {
  readonly store: Store;
  readonly client: DynamoDBClient;
  close(): Promise<void>;
}

export const tableDefinition = {
  TableName: 'liaison',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', 'listed', 'id', 'state', 'batchId', 'unfinished'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  GlobalSecondaryIndexes: [
    ['byCreation', 'listed'],
    ['byState', 'state'],
    ['byBatch', 'batchId'],
    ['byUnfinished', 'unfinished'],
  ].map(([IndexName, AttributeName]) => ({
    IndexName,
    KeySchema: [
      { AttributeName, KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  })),
} as const;

export async function createTable(): Promise<Table> {
  const server = dynalite({ createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  await client.send(new CreateTableCommand(structuredClone(tableDefinition) as never));
  return {
    client,
    store: createStore(createItems(createDocuments(client), () => 'liaison')),
    async close() {
      client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
