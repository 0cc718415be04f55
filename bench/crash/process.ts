import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Where a world that has opened is to be reached. */
export interface Opened {
  readonly api: string;
  readonly aws: string;
  /** How many executions, deliveries and calls of an earlier process it goes on with. */
  readonly resumed: number;
}

/** How a process ended, and what it had complained of. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly complaints: readonly string[];
}

/** The program of `npm start`, as a process of its own. */
export interface WorldProcess {
  readonly pid: number;
  /** Never settles for one that ends before. */
  readonly opened: Promise<Opened>;
  readonly ended: Promise<Ended>;
  /** What it answers when it is asked for something over the channel between parent and child. */
  ask(question: string): Promise<unknown>;
  /** Ends this process and no other; resolves when it has ended. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

export interface WorldProcessOptions {
  readonly directory: string;
  readonly speed: number;
  /** Options of node, before the program. */
  readonly nodeOptions?: readonly string[];
}

const root = join(import.meta.dirname, '../..');

/** Starts it on a state directory, at ports of its own. */
export function startWorld({ directory, speed, nodeOptions = [] }: WorldProcessOptions): WorldProcess {
  const words = ['--state-dir', directory, '--json', '--speed', String(speed), '--port', '0', '--aws-port', '0'];
  const child = spawn(process.execPath, [...nodeOptions, join(root, 'local/start.ts'), ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const complaints: string[] = [];
  const opened = Promise.withResolvers<Opened>();
  createInterface({ input: child.stderr as Readable }).on('line', (line) => complaints.push(line));
  createInterface({ input: child.stdout as Readable }).on('line', (line) => {
    // A line can be cut off by the end of the process; the one that counts is the first.
    if (line.startsWith('{"type":"opened"') && line.endsWith('}')) opened.resolve(JSON.parse(line) as Opened);
  });
  const ended = once(child, 'close').then(
    ([code, signal]): Ended => ({ code: code as number | null, signal: signal as NodeJS.Signals | null, complaints }),
  );
  // Nobody is left to end it when this process ends first.
  const endToo = () => void child.kill('SIGKILL');
  process.once('exit', endToo);
  void ended.then(() => process.off('exit', endToo));
  return {
    pid: child.pid as number,
    opened: opened.promise,
    ended,
    async ask(question) {
      const answer = once(child, 'message');
      child.send(question);
      return (await answer)[0];
    },
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** Has a script that is interrupted end what it started: by default a signal ends it without another word. */
export function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
}
