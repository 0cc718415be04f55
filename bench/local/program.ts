import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(import.meta.dirname, '../..');

/** What another program of the bench prints. Throws when it fails. */
export async function printedBy(...words: string[]): Promise<string> {
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const endToo = () => void child.kill('SIGTERM');
  process.once('exit', endToo);
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  process.off('exit', endToo);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}.`);
  return printed;
}

/** The number that the pattern's first group finds. Throws where it finds none: the other program prints something else now. */
export function numberIn(printed: string, pattern: RegExp): number {
  const found = Number(pattern.exec(printed)?.[1]);
  if (Number.isNaN(found)) throw new Error(`Nothing like ${pattern} was printed, but:\n${printed}`);
  return found;
}
