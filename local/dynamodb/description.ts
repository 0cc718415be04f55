import type { Table } from './table.ts';

/** Where a table is said to be. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A table as DescribeTable tells of it. How much is in it is counted now; AWS counts every six hours. */
export function describe({ schema, definition, createdAt, measure }: Table, { account, region }: Place) {
  const arn = `arn:aws:dynamodb:${region}:${account}:table/${schema.name}`;
  const { items, bytes } = measure();
  const throughput = { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  return {
    TableName: schema.name,
    TableArn: arn,
    TableStatus: 'ACTIVE',
    CreationDateTime: createdAt / 1000,
    KeySchema: definition.KeySchema,
    AttributeDefinitions: definition.AttributeDefinitions,
    BillingModeSummary: { BillingMode: definition.BillingMode },
    ProvisionedThroughput: throughput,
    ItemCount: items,
    TableSizeBytes: bytes,
    ...(definition.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: definition.GlobalSecondaryIndexes.map((index) => ({
        ...index,
        IndexArn: `${arn}/index/${index.IndexName}`,
        IndexStatus: 'ACTIVE',
        ProvisionedThroughput: throughput,
      })),
    }),
  };
}
