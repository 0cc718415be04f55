import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Furniture, furnish } from '../crash/furnish.ts';
import { startWorld, type WorldProcess } from '../crash/process.ts';
import type { Memory } from './memory.ts';

/** A world under load: the program of `npm start`, in a directory of its own. */
export interface LoadedWorld {
  readonly directory: string;
  /** Where its API is now. */
  readonly api: () => string;
  memory(): Promise<Memory>;
  /** kill -9, and a new process on the same directory; milliseconds from its start until it had opened. */
  recover(): Promise<number>;
  close(): Promise<void>;
}

const nodeOptions = ['--expose-gc', '--import', pathToFileURL(join(import.meta.dirname, 'memory.ts')).href];

/** Opens a furnished world. */
export async function openWorld(furniture: Partial<Furniture>, speed: number): Promise<LoadedWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'liaison-load-'));
  furnish(directory, { packages: 0, domains: 0, services: 0, networks: 0, connections: 0, ...furniture });
  const start = () => startWorld({ directory, speed, nodeOptions });
  let current: WorldProcess = start();
  let { api } = await opened(current);
  return {
    directory,
    api: () => api,
    memory: () => current.ask('memory') as Promise<Memory>,
    async recover() {
      await current.end('SIGKILL');
      const began = performance.now();
      current = start();
      ({ api } = await opened(current));
      return performance.now() - began;
    },
    async close() {
      await current.end('SIGKILL');
      rmSync(directory, { recursive: true });
    },
  };
}

/** Throws with what it complained of when it ends before it opens. */
const opened = ({ opened, ended }: WorldProcess) =>
  Promise.race([opened, ended.then(({ complaints }) => Promise.reject(new Error(`The world did not open: ${complaints.join('\n')}`)))]);
