import type { Failure } from './failure.ts';
import type { Json } from './json.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/**
 * What a thread is about to do or waits for. Runnable: `enter` and `begin` a state, start a `scheduled` task, deal with a
 * failure (`failing`). Resting: `wait` and `retry` until due, `task` until an answer, `branches` until the last of them.
 * `leave` only while a state's Assign and Output are evaluated.
 */
export type Phase = 'enter' | 'begin' | 'scheduled' | 'failing' | 'wait' | 'retry' | 'task' | 'branches' | 'leave';

/** A task under way. Times are epoch milliseconds. */
export interface Work {
  /** Names this attempt: what `$states.context.Task.Token` shows and what an answer must carry. */
  readonly token: string;
  readonly arguments: Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Since when the time-out counts. */
  startedAt: number;
  heartbeatAt: number;
  /** Callback tasks: the call itself was answered; only the token can finish it now. */
  submitted: boolean;
}

/** The branches of a Parallel or the iterations of a Map. */
export interface Branches {
  /** Inputs of the branches, or the items. */
  readonly inputs: readonly Json[];
  readonly results: (Json | null)[];
  /** Index of the next to start. */
  next: number;
  running: number;
  failed: number;
  /** Most at a time. */
  readonly limit: number;
  /** Most that may fail; null when the first failure is the state's own. */
  readonly tolerated: number | null;
  /** The event to name as the one before the state's end. */
  last: number;
}

/** One path through a `States`. All of it is data, so that it can be written down between any two steps. */
export interface Thread {
  readonly id: number;
  readonly parent: number | null;
  readonly index: number;
  /** The Map item this thread works on. */
  readonly item?: { readonly Index: number; readonly Value: Json };
  readonly variables: Record<string, Json>;
  state: string;
  input: Json;
  phase: Phase;
  /** Id of the latest event of this thread. */
  previous: number;
  enteredEvent: number;
  enteredAt: number;
  /** Retries made, by retrier. */
  attempts: number[];
  /** When the clock has something to do here. */
  due?: number | undefined;
  failure?: Pick<Failure, 'error' | 'cause' | 'heartbeat'> | undefined;
  work?: Work | undefined;
  branches?: Branches | undefined;
}

/** What happened to an execution so far, and where it stands. */
export interface Execution {
  readonly id: number;
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  readonly input: Json;
  readonly startDate: number;
  /** When the machine's TimeoutSeconds are over. */
  readonly deadline: number | undefined;
  status: Status;
  stopDate?: number | undefined;
  /** JSON. */
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
  /** How many events were recorded. */
  events: number;
  threads: Thread[];
  nextThread: number;
}

/** One revision of a state machine: executions go on with the one they were started with. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** The definition's text. */
  readonly definition: string;
  readonly revision: string;
  readonly creationDate: number;
  readonly updateDate: number;
}

/** `arn:aws:states:…:stateMachine:name` → `arn:aws:states:…:execution:name:execution`. */
export const executionArn = (machineArn: string, name: string): string => `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** The thread a new execution or a branch begins with. */
export const newThread = (thread: Pick<Thread, 'id' | 'parent' | 'index' | 'state' | 'input' | 'previous' | 'item'>): Thread => ({
  ...thread,
  variables: {},
  phase: 'enter',
  enteredEvent: 0,
  enteredAt: 0,
  attempts: [],
});
