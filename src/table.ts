import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { config } from './config.ts';
import { repeatable } from './repeatable.ts';

/** Where an item is: every item of the table has one. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** How often an item was changed; 0 when it is not there yet. */
export interface Versioned {
  readonly version: number;
}

/** What was to be changed is not in the table. */
export class NotInTable extends Error {
  constructor({ pk }: Key) {
    super(`There is no ${pk} in the table.`);
  }
}

/** What a change sets; a member that is undefined is removed. Undefined as a whole leaves the item as it is. */
type Members<Item> = Partial<Omit<Item, 'version'>> | undefined;
export type Change<Item> = (item: Item) => Members<Item> | Promise<Members<Item>>;

/** One page of an index that keeps ids in the order of their times: the newest first, or, where `after` is given, the oldest. */
export interface Page {
  readonly index: string;
  /** The index's own key: which of its lists. */
  readonly list: { readonly name: string; readonly value: string };
  readonly limit: number;
  /** Only ids before this one. */
  readonly before?: string | undefined;
  /** Only ids after this one; null: from the oldest on. */
  readonly after?: string | null | undefined;
}

/** Single items of the one table: reads are consistent, and every write is conditional on what was read before it. */
export type Table = ReturnType<typeof createTable>;

/** How often a write is tried again because somebody else was faster, before that counts as a fault. */
const mostTries = 50;

/** DynamoDB gives this many items to one BatchGetItem. */
const mostKeys = 100;

/** How often it may give none of them, and the pause (milliseconds) that doubles between. */
const [mostRefusals, firstPause] = [6, 25];

/** What carries commands to a table. */
export type Documents = Pick<DynamoDBDocumentClient, 'send'>;

/** Documents over a client. Only reads and conditional writes go this way, so the SDK may repeat them. */
export const createDocuments = (client = new DynamoDBClient(repeatable)): Documents =>
  DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

/** The table named by the settings. */
export function createTable(documents: Documents = createDocuments(), table = () => config.table, newWriteId: () => string = randomUUID) {
  return { get, getMany, put, remove, removeVersion, change, ids };

  async function get<Item>(key: Key): Promise<Item | undefined> {
    const { Item } = await documents.send(new GetCommand({ TableName: table(), Key: key, ConsistentRead: true }));
    return Item as Item | undefined;
  }

  /** The items that are there, in the order of their keys, of which none is given twice. */
  async function getMany<Item>(keys: readonly Key[]): Promise<Item[]> {
    const found = new Map<string, Item>();
    let [refused, wanted] = [0, [...keys]];
    while (wanted.length > 0) {
      const { Responses, UnprocessedKeys } = await documents.send(
        new BatchGetCommand({ RequestItems: { [table()]: { Keys: wanted.slice(0, mostKeys), ConsistentRead: true } } }),
      );
      for (const item of (Responses?.[table()] ?? []) as Key[]) found.set(nameOf(item), item as Item);
      const left = (UnprocessedKeys?.[table()]?.Keys ?? []) as Key[];
      // DynamoDB answers with at most 16 MB, or with what it has capacity for.
      refused = left.length === Math.min(wanted.length, mostKeys) ? refused + 1 : 0;
      if (refused === mostRefusals) throw new Error(`DynamoDB gave none of ${left.length} items in ${refused} calls.`);
      if (refused > 0) await sleep(firstPause * 2 ** refused);
      wanted = [...left, ...wanted.slice(mostKeys)];
    }
    return keys.flatMap((key) => found.get(nameOf(key)) ?? []);
  }

  /** Creates the item; false when there is one already. */
  function put(key: Key, item: object): Promise<boolean> {
    const command = new PutCommand({ TableName: table(), Item: { ...item, ...key }, ConditionExpression: 'attribute_not_exists(pk)' });
    return unlessRefused(documents.send(command));
  }

  async function remove(key: Key): Promise<void> {
    await documents.send(new DeleteCommand({ TableName: table(), Key: key }));
  }

  /** Removes the item unless it has another version; false when it has. */
  function removeVersion(key: Key, version: number): Promise<boolean> {
    const command = new DeleteCommand({
      TableName: table(),
      Key: key,
      ConditionExpression: 'attribute_not_exists(pk) OR #version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': version },
    });
    return unlessRefused(documents.send(command));
  }

  /**
   * Changes the item, and gives it as it is afterwards. `changed` is called again when somebody else wrote meanwhile.
   * Beginning from what was just read (`known`) saves a read: what is out of date is refused by the table, and read.
   * Throws NotInTable where there is nothing to change and nothing to begin with.
   */
  async function change<Item extends Versioned>(key: Key, empty: Item | undefined, changed: Change<Item>, known?: Item): Promise<Item> {
    let item = known;
    for (let tries = 0; tries < mostTries; tries += 1) {
      item ??= (await get<Item>(key)) ?? empty;
      if (!item) throw new NotInTable(key);
      const members = await changed(item);
      if (!members) return item;
      if (await write(key, item, members)) return { ...item, ...members, version: item.version + 1 };
      item = undefined;
    }
    throw new Error(`${key.pk} changed ${mostTries} times while it was to be written.`);
  }

  async function write<Item extends Versioned>(key: Key, item: Item, members: object): Promise<boolean> {
    const { version } = item;
    const writeId = newWriteId();
    // A new item is written whole, with what was empty in it.
    const all = Object.entries({ ...(version === 0 && item), ...members, version: version + 1, writeId });
    const set = all.filter(([, value]) => value !== undefined);
    const removed = all.filter(([, value]) => value === undefined);
    const names = [...set, ...removed].map(([name]) => name);
    const values = set.map(([, value]) => value);
    const removal = removed.length > 0 ? ` REMOVE ${removed.map((_, index) => `#${set.length + index}`).join(', ')}` : '';
    const done = await unlessRefused(
      documents.send(
        new UpdateCommand({
          TableName: table(),
          Key: key,
          UpdateExpression: `SET ${set.map((_, index) => `#${index} = :${index}`).join(', ')}${removal}`,
          ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : '#version = :version',
          ExpressionAttributeNames: { ...indexed('#', names), ...(version > 0 && { '#version': 'version' }) },
          ExpressionAttributeValues: { ...indexed(':', values), ...(version > 0 && { ':version': version }) },
        }),
      ),
    );
    // A write whose answer was lost is repeated by the SDK and then refused because it took the first time.
    return done || (await get<{ writeId?: string }>(key))?.writeId === writeId;
  }

  /** The ids on a page of an index. An index follows the table by a moment. */
  async function ids({ index, list, limit, before, after }: Page): Promise<string[]> {
    const range = after === undefined ? { sign: '<', bound: before } : { sign: '>', bound: after ?? undefined };
    const found: string[] = [];
    let from: Record<string, unknown> | undefined;
    // DynamoDB answers with at most a megabyte, however many were asked for.
    do {
      const { Items, LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName: table(),
          IndexName: index,
          KeyConditionExpression: range.bound === undefined ? '#list = :list' : `#list = :list AND id ${range.sign} :bound`,
          ExpressionAttributeNames: { '#list': list.name },
          ExpressionAttributeValues: { ':list': list.value, ...(range.bound !== undefined && { ':bound': range.bound }) },
          ScanIndexForward: after !== undefined,
          Limit: limit - found.length,
          ExclusiveStartKey: from,
        }),
      );
      found.push(...(Items ?? []).map(({ id }) => id as string));
      from = LastEvaluatedKey;
    } while (from && found.length < limit);
    return found;
  }
}

/** When the table forgets an item that is to be kept so many days from `at` (epoch milliseconds): epoch seconds, as DynamoDB takes it. */
export const expiryAfter = (days: number, at: number): number => Math.floor(at / 1_000) + days * 86_400;

const nameOf = ({ pk, sk }: Key) => `${pk} ${sk}`;

const indexed = (prefix: string, values: readonly unknown[]) =>
  Object.fromEntries(values.map((value, index) => [`${prefix}${index}`, value]));

/** True when the write was done, false when its condition did not hold. */
async function unlessRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
