import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { Unreachable } from './errors.ts';

/** What a local world says of itself in its world.json. */
const schema = z.object({ api: z.url({ protocol: /^http$/ }), aws: z.url({ protocol: /^http$/ }), pid: z.int().positive() });

export type LocalWorld = z.output<typeof schema> & { readonly path: string };

const start = 'Start one with npm start, or name a deployed stage with --stage or an address with --url.';

/** The local world of that state directory, or of the nearest `.liaison` at or above where one is. Throws Unreachable when none lives there. */
export function findWorld(stateDirectory: string | undefined, from: string): LocalWorld {
  const paths = stateDirectory === undefined ? upwards(from).map((folder) => join(folder, '.liaison')) : [resolve(from, stateDirectory)];
  for (const path of paths.map((folder) => join(folder, 'world.json'))) {
    const text = contentOf(path);
    if (text !== undefined) return livingIn(path, text);
  }
  throw new Unreachable(`No local world lives in ${paths[0]}${paths.length > 1 ? ', nor in one further up' : ''}.`, start);
}

function livingIn(path: string, text: string): LocalWorld {
  const read = schema.safeParse(parsed(text));
  if (!read.success) throw new Unreachable(`${path} is not what a local world writes.`, `Remove it. ${start}`);
  if (!isAlive(read.data.pid))
    throw new Unreachable(`The local world of ${path}, process ${read.data.pid}, is not running any more.`, start);
  return { ...read.data, path };
}

const upwards = (folder: string): string[] => [folder, ...(dirname(folder) === folder ? [] : upwards(dirname(folder)))];

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new Unreachable(`${path} cannot be read: ${(error as Error).message}`, start);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not to be signalled means that it lives, and is another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
