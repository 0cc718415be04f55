import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../database-file.ts';
import type { Execution, Machine, Status, Thread } from './execution.ts';
import type { RecordedEvent } from './history.ts';

/** An execution as it is kept, payloads as JSON text. */
export interface ExecutionRecord {
  readonly id: number;
  readonly arn: string;
  readonly machineArn: string;
  readonly revision: string;
  readonly name: string;
  readonly input: string;
  readonly status: Status;
  readonly startDate: number;
  readonly stopDate: number | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  /** JSON of {@link Frames}; null when closed. */
  readonly frames: string | null;
  /** How many status changes were announced: 1 for RUNNING, 2 for the end as well. */
  readonly announced: number;
}

/** Where a running execution stands. */
export type Frames = Pick<Execution, 'events' | 'threads' | 'nextThread' | 'deadline'> & { readonly threads: readonly Thread[] };

/** What is left of a list, in the order asked for. */
interface Page {
  readonly machineArn: string;
  readonly status: string | undefined;
  readonly before: number;
  readonly limit: number;
}

/**
 * What the engine remembers. Writes of one turn of the event loop are one transaction: `committed` says when they are on disk
 * (where they survive SIGKILL, not a power cut), and no effect may come before. Reads see them at once.
 */
export interface Journal {
  /** Resolves when everything written so far is on disk. */
  committed(): Promise<void>;
  saveMachine(machine: Machine): void;
  /** The current revision of each machine. */
  machines(): Machine[];
  machine(arn: string, revision: string): Machine | undefined;
  /** Adds an execution; the id grows with each. */
  insert(
    execution: Omit<ExecutionRecord, 'id' | 'stopDate' | 'output' | 'error' | 'cause' | 'announced'>,
    events: readonly RecordedEvent[],
  ): number;
  /** Writes down what happened since the last call and where the execution stands now. */
  commit(execution: Execution, events: readonly RecordedEvent[]): void;
  announced(id: number, count: number): void;
  find(arn: string): ExecutionRecord | undefined;
  running(): ExecutionRecord[];
  /** Executions with a status change nobody was told of yet. */
  unannounced(): ExecutionRecord[];
  /** Newest first. */
  list(page: Page): ExecutionRecord[];
  events(id: number): RecordedEvent[];
  close(): void;
}

const tables = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS machine (
    arn TEXT, revision TEXT, name TEXT, roleArn TEXT, definition TEXT, creationDate INTEGER, updateDate INTEGER,
    PRIMARY KEY (arn, revision)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS execution (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT UNIQUE, machineArn TEXT, revision TEXT, name TEXT, input TEXT, status TEXT,
    startDate INTEGER, stopDate INTEGER, output TEXT, error TEXT, cause TEXT, frames TEXT, announced INTEGER DEFAULT 0);
  CREATE INDEX IF NOT EXISTS open ON execution (status) WHERE status = 'RUNNING';
  CREATE INDEX IF NOT EXISTS silent ON execution (id) WHERE announced < 1 + (status <> 'RUNNING');
  CREATE INDEX IF NOT EXISTS byMachine ON execution (machineArn, id);
  CREATE TABLE IF NOT EXISTS history (execution INTEGER, first INTEGER, events TEXT, PRIMARY KEY (execution, first)) WITHOUT ROWID;
`;

/** A journal in the SQLite file at `path`, which must be its own; `:memory:` keeps it for this process only. */
export function createJournal(path = ':memory:'): Journal {
  const database = openDatabase(path, tables);
  const statements = prepare(database);
  const rows = (values: unknown[]) => values as ExecutionRecord[];
  const append = (id: number, events: readonly RecordedEvent[]) => {
    const [first] = events;
    if (first) statements.append.run(id, Number(first.id), JSON.stringify(events));
  };
  const turn = createTurn(database);
  return {
    committed: turn.committed,
    saveMachine: ({ arn, revision, name, roleArn, definition, creationDate, updateDate }) => {
      turn.begin();
      statements.saveMachine.run(arn, revision, name, roleArn, definition, creationDate, updateDate);
    },
    machines: () => statements.machines.all() as unknown as Machine[],
    machine: (arn, revision) => statements.machine.get(arn, revision) as unknown as Machine | undefined,
    insert({ arn, machineArn, revision, name, input, status, startDate, frames }, events) {
      turn.begin();
      const { lastInsertRowid } = statements.insert.run(arn, machineArn, revision, name, input, status, startDate, frames);
      append(Number(lastInsertRowid), events);
      return Number(lastInsertRowid);
    },
    commit(execution, events) {
      turn.begin();
      append(execution.id, events);
      const { status, stopDate, output, error, cause } = execution;
      statements.update.run(status, stopDate ?? null, output ?? null, error ?? null, cause ?? null, framesOf(execution), execution.id);
    },
    announced(id, count) {
      turn.begin();
      statements.announced.run(count, id);
    },
    find: (arn) => statements.find.get(arn) as unknown as ExecutionRecord | undefined,
    running: () => rows(statements.running.all()),
    unannounced: () => rows(statements.unannounced.all()),
    list: ({ machineArn, status, before, limit }) => rows(statements.list.all(machineArn, before, status ?? null, status ?? null, limit)),
    events: (id) => statements.events.all(id).flatMap((row) => JSON.parse((row as { events: string }).events) as RecordedEvent[]),
    close() {
      turn.end();
      database.close();
    },
  };
}

/** One transaction for all that is written in one turn of the event loop: a commit costs more than what is in it. */
function createTurn(database: DatabaseSync) {
  let open: { readonly promise: Promise<void>; resolve(): void; readonly immediate: NodeJS.Immediate } | undefined;
  const end = () => {
    if (!open) return;
    clearImmediate(open.immediate);
    database.exec('COMMIT');
    open.resolve();
    open = undefined;
  };
  return {
    begin() {
      if (open) return;
      database.exec('BEGIN IMMEDIATE');
      open = { ...Promise.withResolvers<void>(), immediate: setImmediate(end) };
    },
    end,
    committed: () => open?.promise ?? Promise.resolve(),
  };
}

/** The text kept for an execution; nothing once it is closed. */
export function framesOf({ status, events, threads, nextThread, deadline }: Omit<Execution, 'id'>): string | null {
  return status === 'RUNNING' ? JSON.stringify({ events, threads, nextThread, deadline }) : null;
}

const prepare = (database: DatabaseSync) => ({
  saveMachine: database.prepare('INSERT OR REPLACE INTO machine VALUES (?, ?, ?, ?, ?, ?, ?)'),
  machines: database.prepare('SELECT *, max(updateDate) FROM machine GROUP BY arn ORDER BY name'),
  machine: database.prepare('SELECT * FROM machine WHERE arn = ? AND revision = ?'),
  insert: database.prepare(
    'INSERT INTO execution (arn, machineArn, revision, name, input, status, startDate, frames) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  ),
  update: database.prepare('UPDATE execution SET status = ?, stopDate = ?, output = ?, error = ?, cause = ?, frames = ? WHERE id = ?'),
  announced: database.prepare('UPDATE execution SET announced = ? WHERE id = ?'),
  append: database.prepare('INSERT INTO history VALUES (?, ?, ?)'),
  find: database.prepare('SELECT * FROM execution WHERE arn = ?'),
  running: database.prepare("SELECT * FROM execution WHERE status = 'RUNNING' ORDER BY id"),
  unannounced: database.prepare("SELECT * FROM execution WHERE announced < 1 + (status <> 'RUNNING') ORDER BY id"),
  list: database.prepare('SELECT * FROM execution WHERE machineArn = ? AND id < ? AND (? IS NULL OR status = ?) ORDER BY id DESC LIMIT ?'),
  events: database.prepare('SELECT events FROM history WHERE execution = ? ORDER BY first'),
});
