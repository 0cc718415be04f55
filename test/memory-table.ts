import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createStore, type Store } from '../src/store.ts';
import { createTable, type Documents, type Table } from '../src/table.ts';

/** A store, and nothing behind it that must be waited for. */
export interface MemoryTable {
  readonly store: Store;
  readonly table: Table;
  close(): void;
}

type Item = Readonly<Record<string, unknown>>;

/**
 * A table in memory, of exactly the commands and expressions that src/store.ts uses; anything else is refused. It answers
 * in no time, and test/store.test.ts holds it to a real one.
 */
export function createMemoryTable(): MemoryTable {
  const items = new Map<string, Item>();
  const keyOf = (key: Item | undefined) => `${key?.pk} ${key?.sk}`;

  const answers: Readonly<Record<string, (input: Item) => object>> = {
    [GetCommand.name]: ({ Key }) => ({ Item: structuredClone(items.get(keyOf(Key as Item))) }),
    [PutCommand.name]: ({ Item, ConditionExpression }) => {
      const key = keyOf(Item as Item);
      hold(ConditionExpression, items.get(key), {});
      items.set(key, structuredClone(Item as Item));
      return {};
    },
    [DeleteCommand.name]: ({ Key, ConditionExpression, ExpressionAttributeValues }) => {
      const key = keyOf(Key as Item);
      hold(ConditionExpression, items.get(key), ExpressionAttributeValues as Item);
      items.delete(key);
      return {};
    },
    [UpdateCommand.name]: ({
      Key,
      UpdateExpression,
      ConditionExpression,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    }) => {
      const key = keyOf(Key as Item);
      hold(ConditionExpression, items.get(key), values as Item);
      const set = [...String(UpdateExpression).matchAll(/(#\d+) = (:\d+)/g)].map(([, name = '', value = '']) => [
        (names as Item)[name],
        (values as Item)[value],
      ]);
      items.set(key, structuredClone({ ...items.get(key), ...(Key as Item), ...Object.fromEntries(set) }));
      return {};
    },
    [BatchGetCommand.name]: ({ RequestItems }) => ({
      Responses: Object.fromEntries(
        Object.entries(RequestItems as Record<string, { Keys: Item[] }>).map(([name, { Keys }]) => [
          name,
          Keys.flatMap((key) => structuredClone(items.get(keyOf(key))) ?? []),
        ]),
      ),
    }),
    [QueryCommand.name]: ({ ExpressionAttributeNames: names, ExpressionAttributeValues: values, Limit }) => {
      const { ':list': list, ':before': before } = values as Item;
      const found = [...items.values()].filter(
        (item) =>
          item[String((names as Item)['#list'])] === list &&
          item.id !== undefined &&
          (before === undefined || String(item.id) < String(before)),
      );
      return { Items: structuredClone(found.sort((a, b) => (String(a.id) < String(b.id) ? 1 : -1)).slice(0, Number(Limit))) };
    },
  };

  const send = async (command: { constructor: { name: string }; input: Item }) => {
    const answer = answers[command.constructor.name];
    if (!answer) throw new Error(`The table in memory does not know ${command.constructor.name}.`);
    return answer(JSON.parse(JSON.stringify(command.input)));
  };
  const table = createTable({ send } as unknown as Documents, () => 'liaison');
  return { store: createStore(table), table, close: () => items.clear() };
}

/** The conditions src/store.ts sets. */
const conditions: Readonly<Record<string, (item: Item | undefined, values: Item) => boolean>> = {
  'attribute_not_exists(pk)': (item) => item === undefined,
  '#version = :version': (item, values) => item?.version === values[':version'],
  'attribute_not_exists(pk) OR #version = :version': (item, values) => item === undefined || item.version === values[':version'],
};

function hold(expression: unknown, item: Item | undefined, values: Item): void {
  if (expression === undefined) return;
  const condition = conditions[String(expression)];
  if (!condition) throw new Error(`The table in memory does not know the condition ${expression}.`);
  if (!condition(item, values)) throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
}
