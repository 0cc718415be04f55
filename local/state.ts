import { openDatabase } from './database-file.ts';

/** What the local world remembers: documents by collection and key. A write survives the end of the process once the call has returned. */
export interface State {
  /** What was put there last. It is frozen: whoever wants it changed puts another. */
  get<Document>(collection: string, key: string): Document | undefined;
  put(collection: string, key: string, document: unknown): void;
  delete(collection: string, key: string): void;
  /** All of a collection, by key. A collection that was listed once is kept in memory as well, for it will be listed again. */
  list<Document>(collection: string): [key: string, document: Document][];
  close(): void;
}

type Entry = [key: string, document: unknown];

/** Documents that were read one by one and are kept in memory; when there are more, all are forgotten. */
const mostRead = 5000;

const documents = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS document (collection TEXT, key TEXT, body TEXT, PRIMARY KEY (collection, key)) WITHOUT ROWID;
`;

/** Keeps the state in the SQLite file at `path`, which must be its own; `:memory:` keeps it for this process only. */
export function createState(path = ':memory:'): State {
  const database = openDatabase(path, documents);
  const select = database.prepare('SELECT body FROM document WHERE collection = ? AND key = ?');
  const upsert = database.prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM document WHERE collection = ? AND key = ?');
  const all = database.prepare('SELECT key, body FROM document WHERE collection = ? ORDER BY key');
  const listed = new Map<string, Entry[]>();
  const known = new Map<string, unknown>();

  function find(collection: string, key: string): unknown {
    const name = nameOf(collection, key);
    if (known.has(name)) return known.get(name);
    const row = select.get(collection, key) as { body: string } | undefined;
    const document = row && read(row.body);
    if (known.size >= mostRead) known.clear();
    known.set(name, document);
    return document;
  }

  function load(collection: string): Entry[] {
    const rows = all.all(collection) as { key: string; body: string }[];
    const entries = rows.map(({ key, body }): Entry => [key, read(body)]);
    listed.set(collection, entries);
    return entries;
  }

  return {
    get<Document>(collection: string, key: string) {
      const entries = listed.get(collection);
      if (entries) return entryIn(entries, key)?.[1] as Document | undefined;
      return find(collection, key) as Document | undefined;
    },
    put(collection, key, document) {
      const body = JSON.stringify(document);
      upsert.run(collection, key, body);
      known.delete(nameOf(collection, key));
      const entries = listed.get(collection);
      if (!entries) return;
      const at = placeOf(entries, key);
      entries.splice(at, entries[at]?.[0] === key ? 1 : 0, [key, read(body)]);
    },
    delete(collection, key) {
      remove.run(collection, key);
      known.delete(nameOf(collection, key));
      const entries = listed.get(collection);
      if (entries && entryIn(entries, key)) entries.splice(placeOf(entries, key), 1);
    },
    list: <Document>(collection: string) => [...(listed.get(collection) ?? load(collection))] as [string, Document][],
    close: () => database.close(),
  };
}

const nameOf = (collection: string, key: string) => JSON.stringify([collection, key]);

const entryIn = (entries: readonly Entry[], key: string): Entry | undefined => {
  const entry = entries[placeOf(entries, key)];
  return entry?.[0] === key ? entry : undefined;
};

/** Where a key is among those sorted, or would be. */
function placeOf(entries: readonly Entry[], key: string): number {
  let [from, to] = [0, entries.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore((entries[middle] as Entry)[0], key)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The order of SQLite, by bytes; that of JavaScript's own comparison differs beyond the basic plane. */
const isBefore = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0;

const read = (body: string): unknown => JSON.parse(body, (_, value) => Object.freeze(value));
