import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { openDatabase } from '../database-file.ts';
import { AwsError } from '../wire/service.ts';
import { noTable } from './errors.ts';
import type { Input } from './request.ts';
import { readSchema } from './schema.ts';
import { createTable, type Table } from './table.ts';

/** All tables. Every write is on disk when the call returns, where it survives the end of the process. */
export interface Database {
  /** Throws ResourceNotFoundException. */
  table(name: string): Table;
  names(): string[];
  /** Throws ResourceInUseException when there is one of that name, and ValidationException. */
  create(request: Input<'CreateTable'>): Table;
  close(): void;
}

interface Row {
  readonly id: number;
  readonly request: string;
  readonly createdAt: number;
}

const definitions = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS definition (id INTEGER PRIMARY KEY, name TEXT UNIQUE, request TEXT, createdAt INTEGER);
`;

/** Keeps the tables in the folder `path`; without one, in memory and for this process only. */
export function createDatabase({ path, clock }: { readonly path?: string; readonly clock: Pick<Clock, 'now'> }): Database {
  if (path !== undefined) mkdirSync(path, { recursive: true });
  const sqlite = openDatabase(path === undefined ? ':memory:' : join(path, 'items.db'), definitions);
  const open = ({ id, request, createdAt }: Row): Table => {
    const definition = JSON.parse(request) as Input<'CreateTable'>;
    return createTable({ sqlite, id, schema: readSchema(definition), definition, createdAt });
  };
  const rows = sqlite.prepare('SELECT id, request, createdAt FROM definition ORDER BY name').all() as unknown as Row[];
  const tables = new Map(rows.map(open).map((table) => [table.schema.name, table]));
  const insert = sqlite.prepare('INSERT INTO definition (name, request, createdAt) VALUES (?, ?, ?)');
  return {
    table(name) {
      const table = tables.get(name);
      if (table) return table;
      throw noTable();
    },
    names: () => [...tables.keys()].sort(),
    create(definition) {
      const { name } = readSchema(definition);
      if (tables.has(name)) throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
      const [request, createdAt] = [JSON.stringify(definition), clock.now()];
      const { lastInsertRowid } = insert.run(name, request, createdAt);
      const table = open({ id: Number(lastInsertRowid), request, createdAt });
      tables.set(name, table);
      return table;
    },
    close: () => sqlite.close(),
  };
}
