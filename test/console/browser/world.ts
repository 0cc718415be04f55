import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type ApiClient, createApiClient } from '../../../local/api-client.ts';
import { place } from '../../../local/world.ts';
import { root, until } from '../../local/world/harness.ts';

/** What `npm start` says first. */
interface Opened {
  readonly type: 'opened';
  readonly api: string;
  /** The link to its console. */
  readonly console: string;
}

/** A local world as its users have it: `npm start` as a process of its own. */
export interface RunningWorld {
  /** Where the console is, without the token. */
  readonly url: string;
  readonly link: string;
  /** Its API, signed as somebody of that name. */
  as(name: string): ApiClient;
  /** The lines that it said of that type so far. */
  said(type: string): readonly Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
}

interface WorldOptions {
  /** The port of an earlier one, where it is to be found again. */
  readonly port?: string;
  /** Fast enough for a test to wait for, and slow enough for a request not to expire meanwhile. */
  readonly speed?: number;
}

/** Starts one on that state directory. Its demonstration runs on a directory that is new. */
export async function startWorld(directory: string, { port = '0', speed = 400 }: WorldOptions = {}): Promise<RunningWorld> {
  const ports = ['--port', '0', '--aws-port', '0', '--console-port', port];
  const options = ['--json', '--state-dir', directory, ...ports, '--speed', String(speed)];
  const child = spawn(process.execPath, ['local/start.ts', ...options], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: Record<string, unknown>[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const ended = once(child, 'close');
  const opened = (await until(() => lines[0], `the world starts; ${errors.join('\n')}`)) as unknown as Opened;
  return {
    url: new URL(opened.console).origin,
    link: opened.console,
    as: (name) => createApiClient(opened.api, { accessKeyId: name, region: place.region }),
    said: (type) => lines.filter((line) => line.type === type),
    stop: () => stopped(child, ended),
  };
}

async function stopped(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}
