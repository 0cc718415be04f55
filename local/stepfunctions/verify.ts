import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { InvalidDefinition } from './definition.ts';
import { structuralErrors } from './frame.ts';
import type { JsonObject } from './json.ts';

/**
 * The slow half of the checks of `load`, in a thread of its own, for definitions that are loaded as trusted meanwhile.
 * What has passed once is remembered in the directory `cache`. Rejects with InvalidDefinition, every reason in it.
 */
export async function verify(definitions: readonly JsonObject[], cache: string): Promise<void> {
  const passed = join(cache, `verified-${createHash('sha256').update(JSON.stringify(definitions)).digest('hex')}`);
  if (existsSync(passed)) return;
  const errors = await errorsIn(definitions);
  if (errors.length > 0) throw new InvalidDefinition(errors.join('\n'));
  mkdirSync(cache, { recursive: true });
  writeFileSync(passed, '');
}

function errorsIn(definitions: readonly JsonObject[]): Promise<string[]> {
  const worker = new Worker(new URL(import.meta.url), { workerData: definitions });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', resolve);
  });
}

if (!isMainThread && Array.isArray(workerData)) parentPort?.postMessage((workerData as JsonObject[]).flatMap(structuralErrors));
