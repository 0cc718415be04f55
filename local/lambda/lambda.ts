import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { FunctionConfiguration } from '../configuration.ts';
import type { State } from '../state.ts';
import { AwsError } from '../wire/service.ts';
import { createAsynchronous } from './asynchronous.ts';
import { environmentOf } from './environment.ts';
import { type Result, startInstance } from './instance.ts';
import { createPool, type Pool, type PoolLimits } from './pool.ts';

/** What the local Lambda stands on. */
export interface LambdaOptions {
  readonly functions: readonly FunctionConfiguration[];
  readonly clock: Clock;
  readonly state: State;
  /** AWS_ENDPOINT_URL of the functions. */
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  /** Takes what no attempt could do anything with: on-failure destinations. */
  sendToQueue(queueArn: string, body: string): void | Promise<void>;
  log(line: string, functionKey: string): void;
  /** How many environments each function has. */
  readonly limits?: Partial<PoolLimits>;
  /** Told of every attempt at an event, which is over when the promise is. */
  onAttempt?(attempt: Promise<unknown>): void;
  /** A directory that keeps compiled code between starts; null: none. */
  readonly compileCache?: string | null;
}

/** What a call came to, as the Invoke operation tells it. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: unknown;
  /** Lambda's own word for a function that failed; the payload then is `{errorType, errorMessage, trace}`. */
  readonly functionError: 'Unhandled' | null;
}

/** The local Lambda service. Functions go by key, name or ARN. */
export interface Lambda {
  readonly functions: readonly FunctionConfiguration[];
  /** Throws ResourceNotFoundException. */
  functionOf(name: string): FunctionConfiguration;
  /** Calls and waits. What the function does wrong is a result; throws ResourceNotFoundException, RequestTooLargeException. */
  invoke(name: string, payload?: unknown): Promise<Invocation>;
  /** Keeps the event on disk and returns; the function is called afterwards, and again if it fails. Throws as `invoke`. */
  invokeAsync(name: string, payload?: unknown): { requestId: string };
  /** Loads functions ahead of their first event. */
  warm(names: readonly string[]): Promise<void>;
  /** Goes on with the events an earlier process left. Returns how many. */
  resume(): number;
  close(): Promise<void>;
}

/**
 * Every environment loads all of its function for itself: a second one pays for itself only where calls stand in line. Two that work let races of a function with itself be seen. Lambda gives a new account ten at once.
 */
const usualLimits: PoolLimits = { working: 2, longAfter: 1000, most: 10, patience: 250, idleFor: 30_000 };

/** Bytes. Source: Lambda quotas (synchronous requests and answers; asynchronous events, 1 MB since 2026-01). */
const quotas = { request: 6_291_456, answer: 6_291_556, event: 1_048_576 };

const tooLarge = (bytes: number, type: string, limit: number) =>
  new AwsError('RequestTooLargeException', `${bytes} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`, {
    status: 413,
    members: { Type: 'User' },
  });

/** JSON text of a payload within `limit`; a call without one gets `{}`. */
function textOf(payload: unknown, type: string, limit: number): string {
  const text = JSON.stringify(payload) ?? '{}';
  const bytes = Buffer.byteLength(text);
  if (bytes > limit) throw tooLarge(bytes, type, limit);
  return text;
}

/** An answer beyond the quota is a failure of the function. */
const withinQuota = (result: Result): Result =>
  result.type === 'FAILURE' || Buffer.byteLength(result.payload) <= quotas.answer
    ? result
    : {
        type: 'FAILURE',
        failure: {
          errorType: 'Function.ResponseSizeTooLarge',
          errorMessage: `Response payload size exceeded maximum allowed payload size (${quotas.answer} bytes).`,
        },
      };

/** Every spelling Lambda takes for a function: name, ARN and partial ARN, with or without `$LATEST`; and our key. */
function createIndex(functions: readonly FunctionConfiguration[], region: string, account: string) {
  const spellings = (definition: FunctionConfiguration) => {
    const plain = [definition.name, definition.arn, `${account}:function:${definition.name}`];
    return [definition.key, ...plain, ...plain.map((name) => `${name}:$LATEST`)];
  };
  const index = new Map(functions.flatMap((definition) => spellings(definition).map((spelling) => [spelling, definition] as const)));
  return (name: string): FunctionConfiguration => {
    const definition = index.get(name);
    if (definition) return definition;
    const arn = name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${account}:function:${name}`;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, { status: 404, members: { Type: 'User' } });
  };
}

/**
 * Runs the functions in worker threads, each function with an environment of its own.
 * Time-outs are seconds of the machine, because code runs no faster when the world's clock does;
 * what happens between attempts goes by the world's clock.
 */
export function createLambda(options: LambdaOptions): Lambda {
  const { functions, clock, state, region, account, endpoint, log, limits = {}, compileCache = null } = options;
  const functionOf = createIndex(functions, region, account);
  const pools = new Map(functions.map((definition) => [definition.key, poolOf(definition)]));

  function poolOf(definition: FunctionConfiguration): Pool {
    const { key, name, arn, handlerFile, memoryMegabytes } = definition;
    const start = () => {
      const logStreamName = `[$LATEST]${randomUUID().replaceAll('-', '')}`;
      const facts = {
        handlerFile,
        functionName: name,
        functionArn: arn,
        memoryMegabytes,
        logGroupName: `/aws/lambda/${name}`,
        logStreamName,
      };
      return startInstance({ ...facts, compileCache }, environmentOf(definition, { region, endpoint }, logStreamName), (line) =>
        log(line, key),
      );
    };
    return createPool(start, { ...usualLimits, ...limits });
  }
  let closed = false;
  const pool = ({ key }: FunctionConfiguration) => pools.get(key) as Pool;

  async function run(definition: FunctionConfiguration, requestId: string, payload: string): Promise<Result> {
    const result = withinQuota(await pool(definition).run(requestId, payload, definition.timeoutSeconds));
    if (result.type === 'FAILURE' && !closed) log(`${result.failure.errorType}: ${result.failure.errorMessage}`, definition.key);
    return result;
  }

  const attempt: typeof run = (...call) => {
    const running = run(...call);
    options.onAttempt?.(running);
    return running;
  };
  const events = createAsynchronous({ clock, state, functionOf, run: attempt, sendToQueue: options.sendToQueue, log });

  return {
    functions,
    functionOf,
    async invoke(name, payload) {
      const definition = functionOf(name);
      const requestId = randomUUID();
      const result = await run(definition, requestId, textOf(payload, 'RequestResponse', quotas.request));
      return result.type === 'RESULT'
        ? { requestId, payload: JSON.parse(result.payload), functionError: null }
        : { requestId, payload: result.failure, functionError: 'Unhandled' };
    },
    invokeAsync: (name, payload) => ({ requestId: events.accept(functionOf(name), textOf(payload, 'Event', quotas.event)) }),
    warm: async (names) => void (await Promise.all(names.map((name) => pool(functionOf(name)).warm()))),
    resume: events.resume,
    async close() {
      closed = true;
      events.close();
      await Promise.all([...pools.values()].map((each) => each.close()));
    },
  };
}
