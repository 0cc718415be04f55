import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { stringIn } from './key.ts';
import type { KeyCondition } from './key-condition.ts';
import type { Input } from './request.ts';
import { attributesOf, type Index, type Keys, type Schema } from './schema.ts';
import { type Item, sizeOf } from './value.ts';

/** What is kept of an item, in a table or an index: the wire's JSON, which goes out again as it is. */
export interface Kept {
  readonly body: string;
  /** Bytes, as DynamoDB counts them. */
  readonly size: number;
}

/** An item as it is there: the wire's JSON, and what that says. */
export interface Stored {
  readonly body: string;
  readonly item: Item;
}

/** Which items, in which order: those of a key condition, or all. */
export interface Selection {
  readonly index: Index | undefined;
  readonly condition: KeyCondition | undefined;
  readonly forward: boolean;
  /** The keys of the item to go on after. */
  readonly after: Item | undefined;
}

/** One table's items. What is put there was checked before. */
export interface Table {
  readonly schema: Schema;
  readonly definition: Input<'CreateTable'>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  get(key: Item): Stored | undefined;
  /** Keeps an item in the place of what is there; undefined: nothing is. */
  put(item: Item, before: Item | undefined): void;
  delete(key: Item): void;
  /** In order; the caller may stop at any. */
  select(selection: Selection): Iterable<Kept>;
  /** How much is there now. */
  measure(): { readonly items: number; readonly bytes: number };
}

/** Items that were read or written last and are kept in memory; when there are more, all are forgotten. */
const mostKnown = 1000;

interface TableOptions extends Pick<Table, 'schema' | 'definition' | 'createdAt'> {
  readonly sqlite: DatabaseSync;
  readonly id: number;
}

/** A table in SQLite: a column for every attribute of a key, so that SQLite keeps the indexes, which leave out what lacks their attributes. */
export function createTable({ sqlite, id, schema, definition, createdAt }: TableOptions): Table {
  const { attributes } = schema;
  const name = `item_${id}`;
  // Attributes may be called anything, and SQLite does not tell cases apart.
  const columnOf = (attribute: string) => `key_${attributes.indexOf(attribute)}`;
  const columns = attributes.map(columnOf);
  const ownColumns = attributesOf(schema).map(columnOf);
  const columnsOf = (keys: Keys) => [...new Set([...attributesOf(keys).map(columnOf), ...ownColumns])];
  const present = (keys: Keys) => attributesOf(keys).map((attribute) => `${columnOf(attribute)} IS NOT NULL`);

  sqlite.exec(
    `CREATE TABLE IF NOT EXISTS ${name} (${columns.map((column) => `${column} TEXT`)}, size INTEGER, body TEXT, PRIMARY KEY (${ownColumns}))`,
  );
  for (const [at, index] of schema.indexes.entries()) {
    sqlite.exec(`CREATE INDEX IF NOT EXISTS ${name}_${at} ON ${name} (${columnsOf(index)}) WHERE ${present(index).join(' AND ')}`);
  }

  const values = (item: Item, names: readonly string[]) => names.map((attribute) => stringIn(item[attribute]) ?? null);
  const ownKey = (item: Item) => values(item, attributesOf(schema));
  const isOwn = ownColumns.map((column) => `${column} = ?`).join(' AND ');
  const all = [...columns, 'size', 'body'];
  const statements = {
    get: sqlite.prepare(`SELECT body FROM ${name} WHERE ${isOwn}`),
    insert: sqlite.prepare(`INSERT INTO ${name} (${all}) VALUES (${all.map(() => '?')})`),
    change: sqlite.prepare(`UPDATE ${name} SET ${all.map((column) => `${column} = ?`)} WHERE ${isOwn}`),
    rewrite: sqlite.prepare(`UPDATE ${name} SET size = ?, body = ? WHERE ${isOwn}`),
    delete: sqlite.prepare(`DELETE FROM ${name} WHERE ${isOwn}`),
    measure: sqlite.prepare(`SELECT count(*) AS items, coalesce(sum(size), 0) AS bytes FROM ${name}`),
  };
  const known = new Map<string, Stored | undefined>();
  const selects = new Map<string, StatementSync>();

  function prepareOnce(text: string): StatementSync {
    const statement = selects.get(text) ?? sqlite.prepare(text);
    selects.set(text, statement);
    return statement;
  }

  /** An index that keeps keys only is never looked beyond. */
  function shown(index: Index | undefined): string {
    if (index?.projection !== 'KEYS_ONLY') return 'body, size';
    const keys = [...new Set([...attributesOf(schema), ...attributesOf(index)])];
    const members = keys.map((attribute) => `'${attribute.replaceAll("'", "''")}', json_object('S', ${columnOf(attribute)})`);
    const sizes = keys.map((attribute) => `octet_length(${columnOf(attribute)}) + ${Buffer.byteLength(attribute)}`);
    return `json_object(${members}) AS body, ${sizes.join(' + ')} AS size`;
  }

  function select({ index, condition, forward, after }: Selection): Iterable<Kept> {
    const keys = index ?? schema;
    const order = condition ? columnsOf(keys).filter((column) => column !== columnOf(keys.hash)) : columnsOf(keys);
    const marks = order.map(() => '?');
    const range = condition?.range;
    const wanted = [
      ...present(keys),
      condition && `${columnOf(keys.hash)} = ?`,
      range && keys.range !== undefined && `${columnOf(keys.range)} ${range.operator} ${range.values.map(() => '?').join(' AND ')}`,
      after && order.length > 0 && `(${order}) ${forward ? '>' : '<'} (${marks})`,
    ].filter(Boolean);
    const direction = forward ? 'ASC' : 'DESC';
    const sorted = order.length > 0 ? `ORDER BY ${order.map((column) => `${column} ${direction}`)}` : '';
    const startsAfter = after
      ? values(
          after,
          order.map((column) => attributes[columns.indexOf(column)] ?? ''),
        )
      : [];
    return prepareOnce(`SELECT ${shown(index)} FROM ${name} WHERE ${wanted.join(' AND ')} ${sorted}`).iterate(
      ...(condition ? [condition.hash] : []),
      ...(range?.values ?? []),
      ...startsAfter,
    ) as unknown as Iterable<Kept>;
  }

  function know(key: readonly (string | null)[], stored: Stored | undefined): Stored | undefined {
    if (known.size >= mostKnown) known.clear();
    known.set(JSON.stringify(key), stored);
    return stored;
  }

  function get(item: Item): Stored | undefined {
    const key = ownKey(item);
    const name = JSON.stringify(key);
    if (known.has(name)) return known.get(name);
    const row = statements.get.get(...key) as { body: string } | undefined;
    return know(key, row && parsedLater(row.body));
  }

  function put(item: Item, before: Item | undefined): void {
    const body = JSON.stringify(item);
    const [keys, key, kept] = [values(item, attributes), ownKey(item), [sizeOf(item), body]];
    if (!before) statements.insert.run(...keys, ...kept);
    // An index is written to when a column of its own is set, be it to what was there.
    else if (isDeepStrictEqual(keys, values(before, attributes))) statements.rewrite.run(...kept, ...key);
    else statements.change.run(...keys, ...kept, ...key);
    know(key, { body, item });
  }

  return {
    schema,
    definition,
    createdAt,
    get,
    put,
    delete(item) {
      const key = ownKey(item);
      statements.delete.run(...key);
      know(key, undefined);
    },
    select,
    measure: () => statements.measure.get() as { items: number; bytes: number },
  };
}

/** Most of what is read goes out as it is. */
function parsedLater(body: string): Stored {
  let item: Item | undefined;
  return {
    body,
    get item() {
      item ??= JSON.parse(body) as Item;
      return item;
    },
  };
}
