import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { Documents } from '../../src/table.ts';

type Item = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };
type Key = Pick<Item, 'pk' | 'sk'>;
type Values = Readonly<Record<string, unknown>>;

interface Input {
  readonly TableName: string;
  readonly Key: Key;
  readonly Item: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression: string;
  readonly KeyConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Values;
  readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly Key[] }>>;
  readonly ScanIndexForward: boolean;
  readonly Limit: number;
}

type Command = { readonly constructor: { readonly name: string }; readonly input: Input };

/**
 * A table of exactly the commands and expressions that src/table.ts sends, on a map: a simulation has no time for more. What it does not
 * know it refuses; test/simulation/quick-table.test.ts holds it to the local world's DynamoDB.
 */
export function createQuickTable(): Documents {
  const items = new Map<string, Item>();
  const at = ({ pk, sk }: Key) => `${pk} ${sk}`;

  /** Throws as DynamoDB does where the condition does not hold of what is there. */
  function hold({ ConditionExpression: condition, ExpressionAttributeValues: values }: Input, there: Item | undefined): void {
    if (condition === undefined) return;
    const test = conditions[condition];
    if (!test) throw unknown(condition);
    if (!test(there, values))
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: { httpStatusCode: 400 } });
  }

  const operations: Readonly<Record<string, (input: Input) => object>> = {
    GetCommand: ({ Key }) => ({ Item: items.get(at(Key)) }),
    PutCommand(input) {
      hold(input, items.get(at(input.Item)));
      items.set(at(input.Item), defined(input.Item));
      return {};
    },
    DeleteCommand(input) {
      hold(input, items.get(at(input.Key)));
      items.delete(at(input.Key));
      return {};
    },
    UpdateCommand(input) {
      const there = items.get(at(input.Key));
      hold(input, there);
      items.set(at(input.Key), { ...there, ...input.Key, ...updated(input) } as Item);
      return {};
    },
    BatchGetCommand({ RequestItems }) {
      const wanted = Object.entries(RequestItems);
      return { Responses: Object.fromEntries(wanted.map(([table, { Keys }]) => [table, Keys.flatMap((key) => items.get(at(key)) ?? [])])) };
    },
    QueryCommand: (input) => ({ Items: listed([...items.values()], input) }),
  };

  const send = async ({ constructor: { name }, input }: Command) => {
    const operation = operations[name];
    if (!operation) throw unknown(name);
    return operation(input);
  };
  return { send } as unknown as Documents;
}

const unknown = (what: string) => new Error(`The quick table does not know ${what}.`);

const conditions: Readonly<Record<string, (there: Item | undefined, values: Values) => boolean>> = {
  'attribute_not_exists(pk)': (there) => there === undefined,
  '#version = :version': (there, values) => there?.version === values[':version'],
  'attribute_not_exists(pk) OR #version = :version': (there, values) => there === undefined || there.version === values[':version'],
};

/** What is undefined is no member of an item. */
const defined = (item: Item): Item => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as Item;

/** What an expression sets, name and value, and what it removes. */
interface Update {
  readonly set: readonly (readonly [name: string, value: string])[];
  readonly removed: readonly string[];
}

/** Read once: there are as many as there are numbers of members. */
const updates = new Map<string, Update>();

function read(expression: string): Update {
  const [set = '', removed = ''] = expression.replace(/^SET /, '').split(' REMOVE ');
  const pairs = set.split(', ').map((part) => part.split(' = ') as [string, string]);
  return { set: pairs, removed: removed.split(', ').filter(Boolean) };
}

/** The members that an update sets, and, as undefined, those it removes. */
function updated({ UpdateExpression: expression, ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Input): Values {
  const update = updates.get(expression) ?? read(expression);
  updates.set(expression, update);
  const members: Record<string, unknown> = {};
  for (const [name, value] of update.set) members[names[name] ?? ''] = values[value];
  for (const name of update.removed) members[names[name] ?? ''] = undefined;
  return members;
}

/** A page of an index, whose range is the id. */
function listed(items: readonly Item[], input: Input): object[] {
  const { KeyConditionExpression: expression, ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  const [, sign = '', bound] = /^#list = :list(?: AND id ([<>]) (:bound))?$/.exec(expression) ?? [expression, '?'];
  const inRange: Readonly<Record<string, (id: string, limit: string) => boolean>> = {
    '': () => true,
    '<': (id, limit) => id < limit,
    '>': (id, limit) => id > limit,
  };
  const holds = inRange[sign];
  if (!holds) throw unknown(expression);
  const [name = '', limit] = [names['#list'], bound && (values[bound] as string)];
  const found = items.filter((item) => item[name] === values[':list'] && item.id !== undefined && holds(item.id as string, limit ?? ''));
  const sorted = found.sort((one, other) => ((one.id as string) < (other.id as string) ? -1 : 1));
  return (input.ScanIndexForward ? sorted : sorted.reverse()).slice(0, input.Limit);
}
