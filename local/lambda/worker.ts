/** The inside of one execution environment: imports the function's source and calls its handler, one event at a time. */
import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Failure, Start, Work } from './message.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const start = workerData as Start;
const say = (answer: Answer) => parentPort?.postMessage(answer);

const failureOf = (error: unknown): Failure =>
  types.isNativeError(error)
    ? { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

/** Lambda ends an environment whose code lost an error, and starts a new one for the next event. */
function die(failure: Failure): void {
  say({ type: 'FAILURE', failure, fatal: true });
  process.exit(1);
}

process.on('uncaughtException', (error) => die(failureOf(error)));
process.on('unhandledRejection', (reason) => die({ ...failureOf(reason), errorType: 'Runtime.UnhandledPromiseRejection' }));

/** Names of Lambda's runtime for what can be wrong with a function before its first event. */
function initialisationFailure(error: unknown): Failure {
  const failure = failureOf(error);
  if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') return { ...failure, errorType: 'Runtime.ImportModuleError' };
  return error instanceof SyntaxError ? { ...failure, errorType: 'Runtime.UserCodeSyntaxError' } : failure;
}

async function load(): Promise<Handler | undefined> {
  try {
    const { handler } = (await import(pathToFileURL(start.handlerFile).href)) as { handler?: unknown };
    if (typeof handler !== 'function') {
      die({
        errorType: 'Runtime.HandlerNotFound',
        errorMessage: `${start.handlerFile} does not export a function named handler`,
        trace: [],
      });
    } else if (handler.length > 2) {
      // Node.js 24 on Lambda calls no callbacks: such a handler would never answer.
      die({
        errorType: 'Runtime.CallbackHandlerDeprecated',
        errorMessage: 'A handler takes an event and a context, and no callback',
        trace: [],
      });
    }
    return handler as Handler;
  } catch (error) {
    die(initialisationFailure(error));
  }
}

function contextOf({ requestId, timeoutMilliseconds }: Work) {
  const deadline = performance.now() + timeoutMilliseconds;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.functionArn,
    memoryLimitInMB: String(start.memoryMegabytes),
    awsRequestId: requestId,
    logGroupName: start.logGroupName,
    logStreamName: start.logStreamName,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
}

async function answer(handler: Handler, work: Work): Promise<Answer> {
  try {
    const result = await handler(JSON.parse(work.payload), contextOf(work));
    // What JSON cannot say at all (undefined, a function) is null on Lambda too.
    return { type: 'RESULT', payload: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { type: 'FAILURE', failure: failureOf(error), fatal: false };
  }
}

const handler = await load();
if (handler) {
  parentPort?.on('message', async (work: Work) => say(await answer(handler, work)));
  say({ type: 'READY' });
  // A worker is ended, not left: without this nothing would be kept for the next start.
  if (start.compileCache) module.flushCompileCache();
}
