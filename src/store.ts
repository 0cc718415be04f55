import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Association } from './association.ts';
import { config } from './config.ts';
import { clientDefaults } from './kinds/kind.ts';

/** Which association a request became. `hash` tells whether a repeat asks for the same. */
export interface KeyItem {
  readonly hash: string;
  readonly id: string;
  /** Epoch seconds: the table forgets it then. */
  readonly expiresAt: number;
}

/** Who a pair belongs to now, and who is next. */
export interface PairItem extends Versioned {
  readonly holder: string | null;
  readonly next: { readonly id: string; readonly at: number } | null;
  /** Were next once, and must be told that they no longer are. */
  readonly superseded: readonly string[];
}

/** Who holds a lock scope, and who waits for it, the longest first. */
export interface LockItem extends Versioned {
  readonly owner: string | null;
  readonly waiters: readonly string[];
}

/** How long past successes took, the newest last. */
export interface UsualItem extends Versioned {
  readonly successes: readonly { readonly id: string; readonly seconds: number }[];
}

/** How often an item was changed; 0 when it is not there yet. */
interface Versioned {
  readonly version: number;
}

/** What a change sets; undefined leaves the item as it is. */
type Members<Item> = Partial<Omit<Item, 'version'>> | undefined;
export type Change<Item> = (item: Item) => Members<Item> | Promise<Members<Item>>;

/** The one table. Each function reads or writes a single item; a change holds only on what was read before it. */
export interface Store {
  record(id: string): Promise<Association | undefined>;
  /** False when a record with this id is there already. */
  createRecord(association: Association): Promise<boolean>;
  /** Gives the record as it is afterwards. `change` may be called again when somebody else wrote meanwhile. */
  changeRecord(id: string, change: Change<Association>): Promise<Association>;
  /** Takes back a record that nobody has changed since it was created. False when somebody has. */
  deleteRecord(id: string): Promise<boolean>;
  /** Newest first. */
  records(page: { limit: number; before?: string | undefined }): Promise<Association[]>;
  /** Claims the key, or gives whom it belongs to already. */
  claimKey(key: string, item: KeyItem): Promise<KeyItem>;
  key(key: string): Promise<KeyItem | undefined>;
  deleteKey(key: string): Promise<void>;
  pair(key: string): Promise<PairItem>;
  changePair(key: string, change: Change<PairItem>): Promise<PairItem>;
  lock(scope: string): Promise<LockItem>;
  changeLock(scope: string, change: Change<LockItem>): Promise<LockItem>;
  usual(key: string): Promise<UsualItem>;
  changeUsual(key: string, change: Change<UsualItem>): Promise<UsualItem>;
}

/** How often a write is tried again because somebody else was faster, before that counts as a fault. */
const mostTries = 50;

/** Every item has one of these keys; `listed` puts records, and only them, on the index by creation. */
const keys = {
  record: (id: string) => ({ pk: `ASSOCIATION#${id}`, sk: 'RECORD' }),
  key: (key: string) => ({ pk: `KEY#${key}`, sk: 'KEY' }),
  pair: (key: string) => ({ pk: `PAIR#${key}`, sk: 'PAIR' }),
  lock: (scope: string) => ({ pk: `LOCK#${scope}`, sk: 'LOCK' }),
  usual: (key: string) => ({ pk: `USUAL#${key}`, sk: 'USUAL' }),
};
type Key = ReturnType<(typeof keys)['record']>;

const listed = 'ASSOCIATION';

/** What carries commands to a table. */
export type Documents = Pick<DynamoDBDocumentClient, 'send'>;

/** Documents over a client. Only reads and conditional writes go this way, so the SDK may repeat them. */
export const createDocuments = (
  client = new DynamoDBClient({ requestHandler: clientDefaults.requestHandler, maxAttempts: 4 }),
): Documents => DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

/** The store on the table named by the settings. */
export function createStore(
  documents: Documents = createDocuments(),
  table = () => config.table,
  newWriteId: () => string = randomUUID,
): Store {
  async function get<Item>(key: Key): Promise<Item | undefined> {
    const { Item } = await documents.send(new GetCommand({ TableName: table(), Key: key, ConsistentRead: true }));
    return Item as Item | undefined;
  }

  const put = (key: Key, item: object) =>
    unlessRefused(
      documents.send(new PutCommand({ TableName: table(), Item: { ...item, ...key }, ConditionExpression: 'attribute_not_exists(pk)' })),
    );

  const remove = (key: Key) => documents.send(new DeleteCommand({ TableName: table(), Key: key }));

  async function change<Item extends Versioned>(key: Key, empty: Item | undefined, changed: Change<Item>): Promise<Item> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const item = (await get<Item>(key)) ?? empty;
      if (!item) throw new Error(`There is no ${key.pk} in the table.`);
      const members = await changed(item);
      if (!members) return item;
      const written = { ...item, ...members, version: item.version + 1 };
      if (await write(key, item, members)) return written;
    }
    throw new Error(`${key.pk} changed ${mostTries} times while it was to be written.`);
  }

  async function write<Item extends Versioned>(key: Key, item: Item, members: object): Promise<boolean> {
    const { version } = item;
    const writeId = newWriteId();
    // A new item is written whole, with what was empty in it.
    const set = Object.entries({ ...(version === 0 && item), ...members, version: version + 1, writeId });
    const done = await unlessRefused(
      documents.send(
        new UpdateCommand({
          TableName: table(),
          Key: key,
          UpdateExpression: `SET ${set.map((_, index) => `#${index} = :${index}`).join(', ')}`,
          ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : '#version = :version',
          ExpressionAttributeNames: {
            ...indexed(
              '#',
              set.map(([name]) => name),
            ),
            ...(version > 0 && { '#version': 'version' }),
          },
          ExpressionAttributeValues: {
            ...indexed(
              ':',
              set.map(([, value]) => value),
            ),
            ...(version > 0 && { ':version': version }),
          },
        }),
      ),
    );
    // A write whose answer was lost is repeated by the SDK and then refused because it took the first time.
    return done || (await get<{ writeId?: string }>(key))?.writeId === writeId;
  }

  return {
    record: (id) => get(keys.record(id)),
    createRecord: (association) => put(keys.record(association.id), { ...association, listed }),
    changeRecord: (id, changed) => change(keys.record(id), undefined, changed),
    deleteRecord: (id) =>
      unlessRefused(
        documents.send(
          new DeleteCommand({
            TableName: table(),
            Key: keys.record(id),
            ConditionExpression: 'attribute_not_exists(pk) OR #version = :created',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':created': 1 },
          }),
        ),
      ),
    async records({ limit, before }) {
      const found: Association[] = [];
      let from: Record<string, unknown> | undefined;
      // DynamoDB answers with at most a megabyte, however many were asked for.
      do {
        const { Items, LastEvaluatedKey } = await documents.send(
          new QueryCommand({
            TableName: table(),
            IndexName: 'byCreation',
            KeyConditionExpression: before === undefined ? 'listed = :listed' : 'listed = :listed AND id < :before',
            ExpressionAttributeValues: { ':listed': listed, ...(before !== undefined && { ':before': before }) },
            ScanIndexForward: false,
            Limit: limit - found.length,
            ExclusiveStartKey: from,
          }),
        );
        found.push(...((Items ?? []) as Association[]));
        from = LastEvaluatedKey;
      } while (from && found.length < limit);
      return found;
    },
    async claimKey(key, item) {
      if (await put(keys.key(key), item)) return item;
      const claimed = await get<KeyItem>(keys.key(key));
      return claimed ?? this.claimKey(key, item);
    },
    key: (key) => get(keys.key(key)),
    deleteKey: async (key) => void (await remove(keys.key(key))),
    pair: async (key) => (await get(keys.pair(key))) ?? emptyPair,
    changePair: (key, changed) => change(keys.pair(key), emptyPair, changed),
    lock: async (scope) => (await get(keys.lock(scope))) ?? emptyLock,
    changeLock: (scope, changed) => change(keys.lock(scope), emptyLock, changed),
    usual: async (key) => (await get(keys.usual(key))) ?? emptyUsual,
    changeUsual: (key, changed) => change(keys.usual(key), emptyUsual, changed),
  };
}

const emptyPair: PairItem = { holder: null, next: null, superseded: [], version: 0 };
const emptyLock: LockItem = { owner: null, waiters: [], version: 0 };
const emptyUsual: UsualItem = { successes: [], version: 0 };

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
