import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Everything a world keeps in its directory: what --reset removes, and nothing else. Last what says that the rest is not to be used. */
const contents = [
  'console.token',
  'console.token.new',
  'world.db',
  'world.db-shm',
  'world.db-wal',
  'executions.db',
  'executions.db-shm',
  'executions.db-wal',
  'table',
  'world.json',
  'world.json.new',
  'unfinished',
];

/** A directory that one world at a time lives in. */
export interface StateDirectory {
  readonly path: string;
  /** True when a world was here before. */
  readonly used: boolean;
  /** Says that a new world has what it begins with: one that ends before that is forgotten by the next. */
  finish(): void;
  /** Says where the world is to be reached. */
  announce(world: { readonly api: string; readonly aws: string }): void;
  /** Takes that back, and removes a directory that was made for one time. */
  leave(): void;
}

/** Opens the directory, or a fresh one. Throws when another world lives in it. */
export function openStateDirectory(name: string | undefined, { once, reset }: { once: boolean; reset: boolean }): StateDirectory {
  const temporary = name === undefined && once;
  const path = temporary ? mkdtempSync(join(tmpdir(), 'liaison-')) : resolve(name ?? '.liaison');
  const announcement = join(path, 'world.json');
  const lock = occupy(path, announcement);
  // Of a world that did not leave.
  rmSync(announcement, { force: true });
  const unfinished = join(path, 'unfinished');
  if (reset || existsSync(unfinished)) for (const file of contents) rmSync(join(path, file), { recursive: true, force: true });
  const used = existsSync(join(path, 'world.db'));
  if (!used) writeFileSync(unfinished, '');
  return {
    path,
    used,
    finish: () => rmSync(unfinished, { force: true }),
    announce(world) {
      // Whoever waits for it must never read half of it.
      writeFileSync(`${announcement}.new`, `${JSON.stringify({ ...world, pid: process.pid })}\n`);
      renameSync(`${announcement}.new`, announcement);
    },
    leave() {
      rmSync(announcement, { force: true });
      lock.close();
      if (temporary) rmSync(path, { recursive: true, force: true });
    },
  };
}

/** SQLite's number for a file that another has locked. */
const busy = 5;

/**
 * Keeps others out. The system lets go of the lock when this process ends, however it does: a process id that was written down would
 * stay, and be another's one day. The file is never removed, for a lock on a removed file keeps nobody out.
 */
function occupy(path: string, announcement: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(path, { recursive: true });
    lock = new DatabaseSync(join(path, 'lock'));
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock?.close();
    const { errcode, message } = cause as Error & { errcode?: number };
    if (errcode !== busy) throw new Error(`${path} cannot be used: ${message}. Name another --state-dir.`, { cause });
    const pid = existsSync(announcement) ? pidIn(readFileSync(announcement, 'utf8')) : undefined;
    const other = pid === undefined ? 'Another world' : `Another world, process ${pid},`;
    throw new Error(`${other} lives in ${path}. Stop it, or name another --state-dir.`, { cause });
  }
}

/** Of an announcement that is none nobody is the author. */
function pidIn(text: string): number | undefined {
  try {
    const pid: unknown = JSON.parse(text)?.pid;
    return Number.isSafeInteger(pid) && Number(pid) > 0 ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}
