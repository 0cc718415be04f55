import { DatabaseSync } from 'node:sqlite';

/** What the local world remembers: documents by collection and key. Every write is on disk when the call returns. */
export interface State {
  get<Document>(collection: string, key: string): Document | undefined;
  put(collection: string, key: string, document: unknown): void;
  delete(collection: string, key: string): void;
  /** All of a collection, by key. */
  list<Document>(collection: string): [key: string, document: Document][];
  close(): void;
}

/** Keeps the state in the SQLite file at `path`; `:memory:` keeps it for this process only. */
export function createState(path = ':memory:'): State {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec('CREATE TABLE IF NOT EXISTS document (collection TEXT, key TEXT, body TEXT, PRIMARY KEY (collection, key)) WITHOUT ROWID');
  const select = database.prepare('SELECT body FROM document WHERE collection = ? AND key = ?');
  const upsert = database.prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM document WHERE collection = ? AND key = ?');
  const all = database.prepare('SELECT key, body FROM document WHERE collection = ? ORDER BY key');
  const read = <Document>(row: unknown): Document => JSON.parse((row as { body: string }).body);
  return {
    get(collection, key) {
      const row = select.get(collection, key);
      return row && read(row);
    },
    put: (collection, key, document) => void upsert.run(collection, key, JSON.stringify(document)),
    delete: (collection, key) => void remove.run(collection, key),
    list: (collection) => all.all(collection).map((row) => [(row as { key: string }).key, read(row)]),
    close: () => database.close(),
  };
}
