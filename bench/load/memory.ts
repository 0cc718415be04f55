import { setTimeout as sleep } from 'node:timers/promises';

/** What a process says of its memory. Megabytes. */
export interface Memory {
  /** Everything, the functions' threads among it. */
  readonly rss: number;
  /** The main thread's heap, after what nobody needs was collected. */
  readonly heap: number;
  /** What the main thread keeps outside its heap. */
  readonly external: number;
}

const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;

// Loaded into a world's process before its program: answers whoever started it, and nobody else. Node must run with --expose-gc.
process.on('message', async (question) => {
  if (question !== 'memory') return;
  // Twice: what the first finds finalizers for, the second takes away.
  for (let time = 0; time < 2; time += 1) {
    globalThis.gc?.();
    await sleep(20);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss: megabytes(rss), heap: megabytes(heapUsed), external: megabytes(external) } satisfies Memory);
});
// It is no reason for the process to live on.
process.channel?.unref();
