import type { Clock } from '../clock.ts';
import type { Thread } from './execution.ts';
import type { Json } from './json.ts';
import type { Run } from './run.ts';

/** What the one who makes a task's call may use. */
export interface Call {
  /** Takes `milliseconds` of the engine's time; rejects when nobody waits for the call any more. */
  sleep(milliseconds: number): Promise<void>;
  /** Aborted when nobody waits for the call any more: a time-out, a stop, a failed sibling. */
  readonly signal: AbortSignal;
  /** The same for every repeat of this attempt after a restart. What a callback task shows as `$states.context.Task.Token`. */
  readonly taskToken: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly stateName: string;
}

/** Makes the call of a Task: resolves with its result, or rejects with an Error whose name is the error and whose message the cause. */
export type Invoke = (resource: string, input: Json, call: Call) => Promise<unknown>;

/** Where a call's outcome goes. */
interface Outcomes {
  result(thread: number, token: string, result: Json): Promise<void>;
  error(thread: number, token: string, error: string, cause: string): Promise<void>;
}

/** The calls of one execution that are under way. */
export interface Invocations {
  /** Makes the call of each task that has none yet, and aborts those of no task given. */
  settle(calling: readonly Thread[]): void;
}

/** Calls are known by their task's token, so that none is made twice in the life of a process. */
export function createInvocations(invoke: Invoke, clock: Clock, outcomes: Outcomes, run: Run): Invocations {
  const underWay = new Map<string, { readonly controller: AbortController; ended: boolean }>();
  const call = async (thread: Thread, token: string, parameters: Json) => {
    const controller = new AbortController();
    const mine = { controller, ended: false };
    underWay.set(token, mine);
    const deliver = await make(invoke, clock, run, thread, token, parameters, controller.signal).then(
      (result) => () => outcomes.result(thread.id, token, plain(result)),
      (error: Error) => () => outcomes.error(thread.id, token, error.name, error.message),
    );
    mine.ended = true;
    if (!controller.signal.aborted) await deliver();
  };
  return {
    settle(calling) {
      const wanted = new Set(calling.map(({ work }) => work?.token));
      for (const [token, { controller, ended }] of underWay) {
        if (wanted.has(token)) continue;
        underWay.delete(token);
        if (!ended) controller.abort();
      }
      for (const thread of calling) {
        if (thread.work && !underWay.has(thread.work.token)) void call(thread, thread.work.token, thread.work.arguments);
      }
    },
  };
}

const plain = (result: unknown): Json => (result === undefined ? null : JSON.parse(JSON.stringify(result)));

async function make(invoke: Invoke, clock: Clock, run: Run, thread: Thread, token: string, parameters: Json, signal: AbortSignal) {
  const { execution, definition } = run;
  const state = definition.states.get(thread.state);
  if (state?.type !== 'Task') throw new Error(`${thread.state} is not a Task`);
  return invoke(state.resource.arn, parameters, {
    sleep: (milliseconds) => sleep(clock, milliseconds, signal),
    signal,
    taskToken: token,
    executionArn: execution.arn,
    stateMachineArn: execution.machine.arn,
    stateName: state.name,
  });
}

function sleep(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.at(clock.now() + milliseconds, resolve);
    signal.addEventListener('abort', () => {
      timer.cancel();
      reject(signal.reason);
    });
  });
}
