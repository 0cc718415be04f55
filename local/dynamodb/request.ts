import * as z from 'zod';
import { AwsError } from '../wire/service.ts';
import { invalid } from './errors.ts';

const tableName = z
  .string()
  .min(3)
  .max(255)
  .regex(/^[\w.-]+$/);
const item = z.record(z.string(), z.unknown());
const limit = z.int().min(1);
const conditional = {
  ConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
  ExpressionAttributeValues: item.optional(),
  ReturnValuesOnConditionCheckFailure: z.enum(['NONE', 'ALL_OLD']).optional(),
};
/** What is asked for beside the answer, which nothing here counts. */
const uncounted = { ReturnConsumedCapacity: z.literal('NONE').optional() };
const untold = { ...uncounted, ReturnItemCollectionMetrics: z.literal('NONE').optional() };

const keySchema = z
  .array(z.strictObject({ AttributeName: z.string().min(1).max(255), KeyType: z.enum(['HASH', 'RANGE']) }))
  .min(1)
  .max(2);
const indexName = tableName;

/** The members that each operation is served with. What else DynamoDB knows is refused by its name. */
export const requests = {
  CreateTable: z.strictObject({
    TableName: tableName,
    BillingMode: z.literal('PAY_PER_REQUEST'),
    KeySchema: keySchema,
    AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string().min(1).max(255), AttributeType: z.literal('S') })).min(1),
    GlobalSecondaryIndexes: z
      .array(
        z.strictObject({
          IndexName: indexName,
          KeySchema: keySchema,
          Projection: z.strictObject({ ProjectionType: z.enum(['ALL', 'KEYS_ONLY']) }),
        }),
      )
      .min(1)
      .max(20)
      .optional(),
  }),
  DescribeTable: z.strictObject({ TableName: tableName }),
  ListTables: z.strictObject({}),
  GetItem: z.strictObject({ TableName: tableName, Key: item, ConsistentRead: z.boolean().optional(), ...uncounted }),
  PutItem: z.strictObject({
    TableName: tableName,
    Item: item,
    ...conditional,
    ReturnValues: z.enum(['NONE', 'ALL_OLD']).optional(),
    ...untold,
  }),
  DeleteItem: z.strictObject({
    TableName: tableName,
    Key: item,
    ...conditional,
    ReturnValues: z.enum(['NONE', 'ALL_OLD']).optional(),
    ...untold,
  }),
  UpdateItem: z.strictObject({
    TableName: tableName,
    Key: item,
    UpdateExpression: z.string().optional(),
    ...conditional,
    ReturnValues: z.enum(['NONE', 'ALL_OLD', 'ALL_NEW']).optional(),
    ...untold,
  }),
  Query: z.strictObject({
    TableName: tableName,
    IndexName: indexName.optional(),
    KeyConditionExpression: z.string(),
    ExpressionAttributeNames: z.record(z.string(), z.string()).optional(),
    ExpressionAttributeValues: item.optional(),
    ScanIndexForward: z.boolean().optional(),
    Limit: limit.optional(),
    ExclusiveStartKey: item.optional(),
    ConsistentRead: z.boolean().optional(),
    ...uncounted,
  }),
  Scan: z.strictObject({
    TableName: tableName,
    Limit: limit.optional(),
    ExclusiveStartKey: item.optional(),
    ConsistentRead: z.boolean().optional(),
    ...uncounted,
  }),
  BatchGetItem: z.strictObject({
    RequestItems: z
      .record(tableName, z.strictObject({ Keys: z.array(item).min(1).max(100), ConsistentRead: z.boolean().optional() }))
      .refine((tables) => Object.keys(tables).length > 0, 'Member must have length greater than or equal to 1'),
    ...uncounted,
  }),
};

export type Operation = keyof typeof requests;
export type Input<Name extends Operation> = z.infer<(typeof requests)[Name]>;

/** Reads the body of a request. Throws SerializationException for what is no JSON, and ValidationException with every problem. */
export function readRequest<Name extends Operation>(operation: Name, body: string): Input<Name> {
  const { success, data, error } = requests[operation].safeParse(parse(body));
  if (success) return data as Input<Name>;
  const problems = error.issues.map((issue) => problemOf(operation, issue));
  throw invalid(`${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: ${problems.join('; ')}`);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError('SerializationException', 'The body of the request is no JSON');
  }
}

function problemOf(operation: Operation, issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return `${[path, issue.keys.join(', ')].filter(Boolean).join('.')} of ${operation} is not served here`;
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  const constraint = missing ? 'Member must not be null' : issue.message;
  return `Value at '${path.replace(/(^|\.)[A-Z]/g, (initial) => initial.toLowerCase())}' failed to satisfy constraint: ${constraint}`;
}
