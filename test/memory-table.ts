import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { createDynamoDb } from '../local/dynamodb/service.ts';
import { AwsError } from '../local/wire/service.ts';
import { createStore, type Store } from '../src/store.ts';
import { createTable, type Documents } from '../src/table.ts';
import { readTableDefinition } from './table-definition.ts';

/** A store, and nothing behind it that must be waited for. */
export interface MemoryTable {
  readonly store: Store;
  readonly documents: Documents;
}

const name = 'liaison';

/**
 * The local world's DynamoDB in memory, called without HTTP and without the SDK, so that it answers in no time. What the SDK does between
 * commands and the wire is done here; test/store.test.ts holds it to a table that is reached by way of both.
 */
export function createMemoryTable(): MemoryTable {
  const dynamodb = createDynamoDb({ clock: Date, account: '123456789012', region: 'eu-west-1' });
  dynamodb.answer('CreateTable', JSON.stringify(readTableDefinition(name)));
  const send = async (command: { constructor: { name: string }; input: Members }) => {
    const operation = operations[command.constructor.name];
    if (!operation) throw new Error(`The table in memory does not know ${command.constructor.name}.`);
    try {
      return fromWire(JSON.parse(dynamodb.answer(operation, JSON.stringify(toWire(command.input)))));
    } catch (error) {
      throw error instanceof AwsError && error.name === 'ConditionalCheckFailedException' ? refusal(error) : error;
    }
  };
  const documents = { send } as unknown as Documents;
  return { store: createStore(createTable(documents, () => name)), documents };
}

type Members = Readonly<Record<string, unknown>>;

const operations: Readonly<Record<string, string>> = {
  GetCommand: 'GetItem',
  PutCommand: 'PutItem',
  DeleteCommand: 'DeleteItem',
  UpdateCommand: 'UpdateItem',
  QueryCommand: 'Query',
  BatchGetCommand: 'BatchGetItem',
};

const refusal = ({ message, members }: AwsError) => new ConditionalCheckFailedException({ message, ...members, $metadata: {} });

/** Where items are in a request or an answer, and what they are in: nothing, a list, or lists and requests by table. */
const asItem = new Set(['Item', 'Key', 'Attributes', 'ExclusiveStartKey', 'LastEvaluatedKey', 'ExpressionAttributeValues']);
const asList = new Set(['Items', 'Keys']);
const byTable = new Set(['RequestItems', 'UnprocessedKeys', 'Responses']);

const convert =
  (item: (value: Members) => unknown) =>
  (members: Members): Members =>
    Object.fromEntries(
      Object.entries(members).map(([member, value]) => {
        if (value === undefined) return [member, value];
        if (asItem.has(member)) return [member, item(value as Members)];
        if (asList.has(member)) return [member, (value as Members[]).map(item)];
        if (!byTable.has(member)) return [member, value];
        const tables = Object.entries(value as Record<string, Members | Members[]>);
        return [
          member,
          Object.fromEntries(tables.map(([table, inner]) => [table, Array.isArray(inner) ? inner.map(item) : convert(item)(inner)])),
        ];
      }),
    );

const each = (members: Members, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(members).flatMap(([member, value]) => (value === undefined ? [] : [[member, change(value)]])));

const toWire = convert((item) => each(item, marshal));
const fromWire = convert((item) => each(item, unmarshal));

function marshal(value: unknown): unknown {
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) return { L: value.map(marshal) };
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'object':
      return { M: each(value as Members, marshal) };
    default:
      throw new Error(`The table in memory takes no ${typeof value}.`);
  }
}

function unmarshal(value: unknown): unknown {
  const [[type, content] = []] = Object.entries(value as Members);
  if (type === 'N') return Number(content);
  if (type === 'NULL') return null;
  if (type === 'L') return (content as unknown[]).map(unmarshal);
  return type === 'M' ? each(content as Members, unmarshal) : content;
}
