import { Worker } from 'node:worker_threads';
import { type Range, type Result, type Settings, tryRange } from './trial.ts';

/** Seeds that a thread lives through before it tells: few enough that none is left working alone for long. */
const usualAtOnce = 100;

/** What came of a range. */
export interface Tried extends Result {
  readonly range: Range;
}

/**
 * Lives through seeds in so many threads, and gives what came of them in their order: what comes out does not depend on how many
 * threads there are. Ends early where the caller stops asking.
 */
export async function* tried(all: Range, settings: Settings, jobs: number, atOnce = usualAtOnce): AsyncGenerator<Tried> {
  const ranges = cut(all, atOnce);
  if (jobs === 1) for (const range of ranges) yield { range, ...(await tryRange(range, settings)) };
  else yield* shared(ranges, settings, Math.min(jobs, ranges.length));
}

async function* shared(ranges: readonly Range[], settings: Settings, jobs: number): AsyncGenerator<Tried> {
  const results = ranges.map(() => Promise.withResolvers<Result>());
  const workers = Array.from({ length: jobs }, () => new Worker(new URL('./worker.ts', import.meta.url), { workerData: settings }));
  let next = 0;
  for (const worker of workers) {
    let working = -1;
    const goOn = () => {
      working = next;
      next += 1;
      const range = ranges[working];
      if (range) worker.postMessage(range);
    };
    worker.on('message', (result: Result) => {
      results[working]?.resolve(result);
      goOn();
    });
    worker.on('error', (error) => results[working]?.reject(error));
    goOn();
  }
  // Whoever waits for it hears of a failure; what nobody waits for any more is no matter.
  for (const { promise } of results) promise.catch(() => undefined);
  try {
    for (const [index, range] of ranges.entries()) yield { range, ...(await (results[index] as PromiseWithResolvers<Result>).promise) };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function cut({ from, count }: Range, atOnce: number): Range[] {
  const ranges: Range[] = [];
  for (let start = 0; start < count; start += atOnce) ranges.push({ from: from + start, count: Math.min(atOnce, count - start) });
  return ranges;
}
