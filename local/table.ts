import { request } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { TableConfiguration } from './configuration.ts';

/**
 * Creates the tables that are not there yet, through the endpoint, as anybody else would. Rejects when one is there with other keys or
 * indexes: another release made it, and what this one asks it for would fail.
 */
export async function createTables(tables: readonly TableConfiguration[], endpoint: string, region: string): Promise<void> {
  for (const { name, keySchema, attributes, indexes } of tables) {
    const wanted = { KeySchema: keySchema, ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }) };
    const { status, body } = await call(endpoint, region, 'CreateTable', {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes,
      ...wanted,
    });
    if (status === 200) continue;
    if (!body.includes('ResourceInUseException')) throw new Error(`The table ${name} could not be created: ${body}`);
    const there = JSON.parse((await call(endpoint, region, 'DescribeTable', { TableName: name })).body);
    if (!isDeepStrictEqual(keysOf(there.Table), keysOf(wanted)))
      throw new Error(
        `The table ${name} was made by a release with other keys or indexes. Start with --reset, which forgets it, or elsewhere.`,
      );
  }
}

type Keyed = Pick<TableConfiguration['indexes'][number], 'KeySchema'> & {
  readonly GlobalSecondaryIndexes?: TableConfiguration['indexes'];
};

/** All that items of a table are found by. */
const keysOf = ({ KeySchema, GlobalSecondaryIndexes = [] }: Keyed) => [
  KeySchema,
  new Map(GlobalSecondaryIndexes.map((index) => [index.IndexName, [index.KeySchema, index.Projection]])),
];

/** One call in DynamoDB's protocol. Without the SDK, whose client takes longer to load than the whole world does to start. */
function call(endpoint: string, region: string, operation: string, input: object): Promise<{ status: number; body: string }> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const credential = `local/${date.slice(0, 8)}/${region}/dynamodb/aws4_request`;
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-date': date,
    'x-amz-target': `DynamoDB_20120810.${operation}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(endpoint, { method: 'POST', headers }, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString('utf8');
      resolve({ status: response.statusCode ?? 0, body });
    });
    sent.once('error', reject);
    sent.end(JSON.stringify(input));
  });
}
