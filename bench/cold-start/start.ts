import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** What a cold start came to. */
export interface Started {
  /** Milliseconds to load the bundle, to answer the first event then, and of processor time for the whole process. */
  readonly init: number;
  readonly call: number;
  readonly cpu: number;
  /** Kilobytes of resident memory: with the bundle loaded, and after the first answer. */
  readonly rssLoaded: number;
  readonly rss: number;
  readonly result?: unknown;
  /** As Lambda tells what a function threw. */
  readonly failure?: { readonly errorType: string; readonly errorMessage: string };
}

let number = 0;

/** Starts a bundle in a process of its own, with that environment and no other, for one event. */
export async function startCold(
  folder: string,
  bundle: string,
  event: unknown,
  environment: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): Promise<Started> {
  number += 1;
  const file = join(folder, `event-${number}.json`);
  writeFileSync(file, JSON.stringify(event));
  const child = spawn(process.execPath, [...nodeOptions, join(import.meta.dirname, 'probe.cjs'), bundle, file], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [told, complaints, [code]] = await Promise.all([
    buffer(child.stdio[3] as Readable),
    buffer(child.stderr as Readable),
    once(child, 'close'),
  ]);
  if (told.length === 0) throw new Error(`${bundle} ended with ${code} and said nothing: ${complaints}`);
  return JSON.parse(told.toString()) as Started;
}
