import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { Answer, Failure, Start } from './message.ts';

/** What a call of a function came to. */
export type Result = { readonly type: 'RESULT'; readonly payload: string } | { readonly type: 'FAILURE'; readonly failure: Failure };

/** One execution environment: a worker thread that has, or soon will have, loaded the function. */
export interface Instance {
  /** Resolves when the function is loaded, or cannot be. */
  readonly ready: Promise<void>;
  /** One at a time. Never rejects: what goes wrong in a function is a result. */
  run(requestId: string, payload: string, timeoutSeconds: number): Promise<Result>;
  /** False once it cannot take another event. */
  alive(): boolean;
  close(): Promise<void>;
}

type Ending = Answer | { readonly type: 'EXIT'; readonly code: number } | { readonly type: 'TIMEOUT' };

/** Loading has ten seconds of its own. Source: Lambda developer guide, execution environment life cycle. */
const initialisationSeconds = 10;

/** Plain JavaScript, so that the cache is on before the first type is stripped: that halves the time a worker takes to start. */
const entry = `
  const { workerData } = require('node:worker_threads');
  if (workerData.compileCache) require('node:module').enableCompileCache(workerData.compileCache);
  import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)});
`;

/** Megabytes for what lives shortly. Node would take three times as much, for each of many threads; with less, much is collected too late. */
const maxYoungGenerationSizeMb = 16;

const timedOut = (requestId: string, seconds: number): Failure => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
});

const exited = (requestId: string, code: number): Failure => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: ${requestId} Error: Runtime exited ${code === 0 ? 'without providing a reason' : `with error: exit status ${code}`}`,
});

function resultOf(ending: Ending, requestId: string, timeoutSeconds: number): Result {
  switch (ending.type) {
    case 'RESULT':
      return ending;
    case 'FAILURE':
      return { type: 'FAILURE', failure: ending.failure };
    case 'TIMEOUT':
      return { type: 'FAILURE', failure: timedOut(requestId, timeoutSeconds) };
    case 'EXIT':
      return { type: 'FAILURE', failure: exited(requestId, ending.code) };
    case 'READY':
      throw new Error(`A worker answered ${requestId} with READY`);
  }
}

/** Starts a worker for a function. `environment` is all it sees of the outside; its output goes to `log`, line by line. */
export function startInstance(start: Start, environment: Readonly<Record<string, string>>, log: (line: string) => void): Instance {
  // An own, empty execArgv: flags of this process (of a test runner, say) are no part of the function's world.
  const worker = new Worker(entry, {
    eval: true,
    env: environment,
    workerData: start,
    execArgv: [],
    argv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxYoungGenerationSizeMb, maxOldGenerationSizeMb: start.memoryMegabytes },
  });
  let alive = true;
  let settle: ((ending: Ending) => void) | undefined;
  const end = (ending: Ending) => {
    if (ending.type === 'EXIT' || ending.type === 'TIMEOUT' || (ending.type === 'FAILURE' && ending.fatal)) alive = false;
    if (settle) settle(ending);
    else if (ending.type === 'FAILURE') log(`${start.functionName}, between two events: ${ending.failure.errorMessage}`);
  };
  worker.on('message', end);
  worker.on('error', (error) => log(`${start.functionName}: ${error}`));
  worker.on('exit', (code) => end({ type: 'EXIT', code }));
  for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on('line', log);

  /** Machine time, not the world's: code runs no faster when the world does. */
  const wait = (seconds: number) =>
    new Promise<Ending>((resolve) => {
      worker.ref();
      const timer = setTimeout(() => end({ type: 'TIMEOUT' }), seconds * 1000);
      settle = (ending) => {
        clearTimeout(timer);
        settle = undefined;
        worker.unref();
        if (ending.type === 'TIMEOUT') void worker.terminate();
        resolve(ending);
      };
    });

  const loaded = wait(initialisationSeconds);
  return {
    ready: loaded.then(() => undefined),
    alive: () => alive,
    async run(requestId, payload, timeoutSeconds) {
      const first = await loaded;
      if (first.type !== 'READY') return resultOf(first, requestId, initialisationSeconds);
      // It may have ended between two events, by a timer of its own: then nothing of this event has run.
      if (!alive) return { type: 'FAILURE', failure: exited(requestId, 1) };
      const ending = wait(timeoutSeconds);
      worker.postMessage({ requestId, payload, timeoutMilliseconds: timeoutSeconds * 1000 });
      return resultOf(await ending, requestId, timeoutSeconds);
    },
    async close() {
      await worker.terminate();
    },
  };
}
