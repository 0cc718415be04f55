import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { InvalidDefinition } from './definition.ts';
import { structuralErrors } from './frame.ts';
import type { JsonObject } from './json.ts';

/**
 * The slow half of the checks of `load`, in a thread of its own, for definitions that are loaded as trusted meanwhile.
 * Rejects with InvalidDefinition, every reason in it.
 */
export function verify(definitions: readonly JsonObject[]): Promise<void> {
  const worker = new Worker(new URL(import.meta.url), { workerData: definitions });
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (errors: string[]) => (errors.length > 0 ? reject(new InvalidDefinition(errors.join('\n'))) : resolve()));
  });
}

if (!isMainThread && Array.isArray(workerData)) parentPort?.postMessage((workerData as JsonObject[]).flatMap(structuralErrors));
