import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { InvalidDefinition } from './definition.ts';
import { structuralErrors } from './frame.ts';
import type { JsonObject } from './json.ts';

/** A definition, and what its errors call it. */
export interface Verified {
  readonly name: string;
  readonly definition: JsonObject;
}

/**
 * The slow half of the checks of `load`, in a thread of its own, for definitions that are loaded as trusted meanwhile.
 * What has passed once is remembered in the directory `cache`. Rejects with InvalidDefinition, every reason in it.
 */
export async function verify(machines: readonly Verified[], cache: string): Promise<void> {
  const passed = join(cache, `verified-${createHash('sha256').update(JSON.stringify(machines)).digest('hex')}`);
  if (existsSync(passed)) return;
  const errors = await errorsIn(machines);
  if (errors.length > 0) throw new InvalidDefinition(errors.join('\n'));
  mkdirSync(cache, { recursive: true });
  writeFileSync(passed, '');
}

function errorsIn(machines: readonly Verified[]): Promise<string[]> {
  const worker = new Worker(new URL(import.meta.url), { workerData: machines });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', resolve);
  });
}

const namedErrors = ({ name, definition }: Verified) => structuralErrors(definition).map((error) => `${name}: ${error}`);

if (!isMainThread && Array.isArray(workerData)) parentPort?.postMessage((workerData as Verified[]).flatMap(namedErrors));
