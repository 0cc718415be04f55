import { randomUUID } from 'node:crypto';
import type { Timer } from '../clock.ts';
import type { FunctionConfiguration } from '../configuration.ts';
import type { Result } from './instance.ts';
import type { LambdaOptions } from './lambda.ts';
import type { Failure } from './message.ts';

interface Waiting {
  readonly requestId: string;
  readonly functionArn: string;
  readonly payload: string;
  readonly acceptedAt: number;
  readonly nextAt: number;
  readonly invocations: number;
  readonly failure: Failure | null;
}

interface AsynchronousOptions extends Pick<LambdaOptions, 'clock' | 'state' | 'sendToQueue' | 'log'> {
  functionOf(name: string): FunctionConfiguration;
  run(definition: FunctionConfiguration, requestId: string, payload: string): Promise<Result>;
}

type Condition = 'RetriesExhausted' | 'EventAgeExceeded';

const collection = 'lambda-event';

/** The second attempt comes after one minute, the third after two more. */
const pauseSeconds = (invocations: number) => 60 * invocations;

/** What an on-failure destination gets. Source: Lambda developer guide, destinations. */
const record = (waiting: Waiting, condition: Condition, now: number) => ({
  version: '1.0',
  timestamp: new Date(now).toISOString(),
  requestContext: {
    requestId: waiting.requestId,
    functionArn: `${waiting.functionArn}:$LATEST`,
    condition,
    approximateInvokeCount: waiting.invocations,
  },
  requestPayload: JSON.parse(waiting.payload) as unknown,
  // An event that grew too old before its first attempt has no answer to tell of.
  ...(waiting.failure && {
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: waiting.failure,
  }),
});

/** Events accepted for later: kept on disk until a call succeeds or the destination has them. At least once, in no promised order. */
export function createAsynchronous({ clock, state, functionOf, run, sendToQueue, log }: AsynchronousOptions) {
  /** By request id; an event stays in here while its function runs. */
  const timers = new Map<string, Timer>();
  let closed = false;

  function schedule(waiting: Waiting): void {
    const { requestId, functionArn, nextAt } = waiting;
    state.put(collection, requestId, waiting);
    // What cannot be handed on stays on disk, and is tried again by the next process.
    const complain = (error: unknown) => closed || log(`Event ${requestId} is kept: ${error}`, functionOf(functionArn).key);
    timers.set(
      requestId,
      clock.at(nextAt, () => void attempt(waiting).catch(complain)),
    );
  }

  function forget({ requestId }: Waiting): void {
    state.delete(collection, requestId);
    timers.delete(requestId);
  }

  async function discard(waiting: Waiting, condition: Condition, { key, asynchronous }: FunctionConfiguration): Promise<void> {
    const { onFailureQueueArn } = asynchronous;
    if (onFailureQueueArn) await sendToQueue(onFailureQueueArn, JSON.stringify(record(waiting, condition, clock.now())));
    else log(`Event ${waiting.requestId} is dropped: ${condition}, and the function has no destination for failures`, key);
    forget(waiting);
  }

  async function attempt(waiting: Waiting): Promise<void> {
    const definition = functionOf(waiting.functionArn);
    const { maximumRetryAttempts, maximumEventAgeSeconds } = definition.asynchronous;
    if (clock.now() - waiting.acceptedAt > maximumEventAgeSeconds * 1000) return discard(waiting, 'EventAgeExceeded', definition);
    const result = await run(definition, waiting.requestId, waiting.payload);
    // What was under way when the world stopped is not counted: the next process does it again.
    if (closed) return;
    if (result.type === 'RESULT') return forget(waiting);
    const invocations = waiting.invocations + 1;
    const failed = { ...waiting, invocations, failure: result.failure, nextAt: clock.now() + pauseSeconds(invocations) * 1000 };
    if (invocations > maximumRetryAttempts) return discard(failed, 'RetriesExhausted', definition);
    schedule(failed);
  }

  return {
    /** The event is on disk when this returns. */
    accept({ arn }: FunctionConfiguration, payload: string): string {
      const now = clock.now();
      const requestId = randomUUID();
      schedule({ requestId, functionArn: arn, payload, acceptedAt: now, nextAt: now, invocations: 0, failure: null });
      return requestId;
    },
    /** Goes on with what is on disk and not yet under way; throws ResourceNotFoundException for a function that is gone. */
    resume(): number {
      const all = state.list<Waiting>(collection).map(([, waiting]) => waiting);
      const left = all.filter(({ requestId }) => !timers.has(requestId));
      for (const { functionArn } of left) functionOf(functionArn);
      for (const waiting of left.sort((one, other) => one.acceptedAt - other.acceptedAt)) schedule(waiting);
      return left.length;
    },
    close(): void {
      closed = true;
      for (const timer of timers.values()) timer.cancel();
    },
  };
}
