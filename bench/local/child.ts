import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A program that says in one line of JSON that it is ready. */
export interface Child {
  readonly ready: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const close = async (child: ChildProcess) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
};

/** Starts it with this Node. Throws with what it complained of when it ends before it is ready, or is not within a minute. */
export async function startChild(words: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<Child> {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const endToo = () => void child.kill('SIGKILL');
  process.once('exit', endToo);
  const complaints: string[] = [];
  createInterface({ input: child.stderr as Readable }).on('line', (line) => complaints.push(line));
  const ready = Promise.withResolvers<Readonly<Record<string, string>>>();
  createInterface({ input: child.stdout as Readable }).on('line', (line) => {
    if (line.startsWith('{')) ready.resolve(JSON.parse(line));
  });
  const refuse = (why: string) => ready.reject(new Error(`${words.join(' ')} ${why}: ${complaints.slice(-5).join(' ')}`));
  const timer = setTimeout(() => refuse('was not ready within a minute'), 60_000);
  child.once('exit', (code) => {
    process.off('exit', endToo);
    refuse(`ended with ${code}`);
  });
  try {
    return { ready: await ready.promise, close: () => close(child) };
  } catch (error) {
    await close(child);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
