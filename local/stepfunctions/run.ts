import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Definition } from './definition.ts';
import type { Execution, Thread } from './execution.ts';
import type { Bindings } from './expression.ts';
import type { Functions } from './functions.ts';
import type { Details, RecordedEvent } from './history.ts';
import type { Json, JsonObject } from './json.ts';

/** What the states of one execution stand on while it is driven. */
export interface Run {
  readonly execution: Execution;
  readonly definition: Definition;
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly functions: Functions;
  /** A new name for an attempt of a task, unguessable enough for a token. */
  createToken(thread: Thread): string;
  /** What was recorded since the last commit. */
  readonly events: RecordedEvent[];
  /** Threads that can go on, in order. */
  readonly runnable: Thread[];
}

/** Records an event after `previous` and returns its id. */
export function record(run: Run, type: RecordedEvent['type'], previous: number, details: Details = {}): number {
  run.execution.events += 1;
  const id = run.execution.events;
  run.events.push({ timestamp: run.clock.now(), type, id, previousEventId: previous, ...details });
  return id;
}

/** Records an event of a thread's own, which becomes its latest. */
export function recordFor(run: Run, thread: Thread, type: RecordedEvent['type'], details: Details = {}): number {
  thread.previous = record(run, type, thread.previous, details);
  return thread.previous;
}

/** The thread a branch or an iteration belongs to. */
export const parentOf = (run: Run, { parent }: Thread): Thread | undefined => run.execution.threads.find(({ id }) => id === parent);

/** The branches or iterations of a thread that are still there. */
export const childrenOf = (run: Run, { id }: Thread): Thread[] => run.execution.threads.filter(({ parent }) => parent === id);

/** Lets a thread go on with `phase` once those before it have rested. */
export function schedule(run: Run, thread: Thread, phase: Thread['phase']): void {
  thread.phase = phase;
  run.runnable.push(thread);
}

/** What an expression of this thread sees; `states` adds to `$states`, `context` to `$states.context`. */
export function bindingsOf(run: Run, thread: Thread, states: JsonObject = {}, context: JsonObject = {}): Bindings {
  return {
    ...run.functions,
    ...variablesOf(run, thread),
    states: {
      input: thread.input,
      // Made when it is asked for: most expressions do not.
      get context() {
        return { ...contextOf(run, thread), ...context };
      },
      ...states,
    },
  };
}

function variablesOf(run: Run, thread: Thread): Readonly<Record<string, Json>> {
  const parent = parentOf(run, thread);
  return parent ? { ...variablesOf(run, parent), ...thread.variables } : thread.variables;
}

/** The context object. Source: Step Functions developer guide, Context object; executions recorded on AWS. */
function contextOf(run: Run, thread: Thread): JsonObject {
  const { execution } = run;
  const state = run.definition.states.get(thread.state);
  const item = itemOf(run, thread);
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      StartTime: new Date(execution.startDate).toISOString(),
      Name: execution.name,
      RoleArn: execution.machine.roleArn,
      RedriveCount: 0,
    },
    StateMachine: { Id: execution.machine.arn, Name: execution.machine.name },
    State: {
      Name: thread.state,
      EnteredTime: new Date(thread.enteredAt).toISOString(),
      ...(state && 'retry' in state && { RetryCount: thread.attempts.reduce((sum, count) => sum + (count ?? 0), 0) }),
    },
    ...(item && { Map: { Item: item } }),
  };
}

function itemOf(run: Run, thread: Thread): Thread['item'] {
  const parent = parentOf(run, thread);
  return thread.item ?? (parent && itemOf(run, parent));
}
