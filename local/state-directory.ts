import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Everything a world keeps in its directory: what --reset removes, and nothing else. */
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
];

/** A directory that one world at a time lives in. */
export interface StateDirectory {
  readonly path: string;
  /** True when a world was here before. */
  readonly used: boolean;
  /** Says where the world is to be reached. */
  announce(world: { readonly api: string; readonly aws: string }): void;
  /** Takes that back, and removes a directory that was made for one time. */
  leave(): void;
}

/** Opens the directory, or a fresh one. Throws when another world lives in it. */
export function openStateDirectory(name: string | undefined, { once, reset }: { once: boolean; reset: boolean }): StateDirectory {
  const temporary = name === undefined && once;
  const path = temporary ? mkdtempSync(join(tmpdir(), 'liaison-')) : resolve(name ?? '.liaison');
  mkdirSync(path, { recursive: true });
  const announcement = join(path, 'world.json');
  const inhabitant = inhabitantOf(announcement);
  if (inhabitant) throw new Error(`Another world, process ${inhabitant}, lives in ${path}. Stop it, or name another --state-dir.`);
  if (reset) for (const file of contents) rmSync(join(path, file), { recursive: true, force: true });
  return {
    path,
    used: existsSync(join(path, 'world.db')),
    announce(world) {
      // Whoever waits for it must never read half of it.
      writeFileSync(`${announcement}.new`, `${JSON.stringify({ ...world, pid: process.pid })}\n`);
      renameSync(`${announcement}.new`, announcement);
    },
    leave() {
      rmSync(announcement, { force: true });
      if (temporary) rmSync(path, { recursive: true, force: true });
    },
  };
}

/** The process that a directory's announcement names, while it lives. */
function inhabitantOf(announcement: string): number | undefined {
  const pid = existsSync(announcement) ? pidIn(readFileSync(announcement, 'utf8')) : undefined;
  if (pid === undefined) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // Not to be signalled means that it lives, and is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : undefined;
  }
}

/** Of an announcement that was torn, or is none, nobody is the author. */
function pidIn(text: string): number | undefined {
  try {
    const pid: unknown = JSON.parse(text)?.pid;
    return Number.isSafeInteger(pid) && Number(pid) > 0 ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}
