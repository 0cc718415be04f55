import type { Json } from './json.ts';
import type { Retrier } from './retry.ts';
import type { Template } from './template.ts';

/** What every state has. `next` is absent where a state ends its States. */
interface Common {
  readonly name: string;
  readonly assign: Template | undefined;
  readonly output: Template | undefined;
  readonly next: string | undefined;
}

/** One entry of a Catch. */
export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  readonly assign: Template | undefined;
  readonly output: Template | undefined;
}

/** What a state that can fail by its work has. */
interface Fallible extends Common {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

/** One rule of a Choice. */
export interface ChoiceRule {
  readonly condition: Template;
  readonly next: string;
  readonly assign: Template | undefined;
  readonly output: Template | undefined;
}

/** What a Task calls, read out of its Resource. `type` and `action` are AWS's resourceType and resource of the task events. */
export type Resource =
  | { readonly integration: 'lambda'; readonly arn: string; readonly callback: false }
  | { readonly integration: 'service'; readonly arn: string; readonly type: string; readonly action: string; readonly callback: boolean };

export interface TaskState extends Fallible {
  readonly type: 'Task';
  readonly resource: Resource;
  readonly arguments: Template | undefined;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
}

export interface PassState extends Common {
  readonly type: 'Pass';
}

export interface WaitState extends Common {
  readonly type: 'Wait';
  readonly seconds: Template | undefined;
  readonly timestamp: Template | undefined;
}

export interface ChoiceState extends Common {
  readonly type: 'Choice';
  readonly rules: readonly ChoiceRule[];
}

export interface ParallelState extends Fallible {
  readonly type: 'Parallel';
  readonly arguments: Template | undefined;
  /** The names of the branches' first states. */
  readonly branches: readonly string[];
}

export interface MapState extends Fallible {
  readonly type: 'Map';
  /** The name of the item processor's first state. */
  readonly startAt: string;
  readonly items: Template | undefined;
  readonly itemSelector: Template | undefined;
  readonly maxConcurrency: Template | undefined;
  readonly toleratedFailureCount: Template | undefined;
  readonly toleratedFailurePercentage: Template | undefined;
}

export interface SucceedState extends Common {
  readonly type: 'Succeed';
}

export interface FailState extends Common {
  readonly type: 'Fail';
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}

export type State = TaskState | PassState | WaitState | ChoiceState | ParallelState | MapState | SucceedState | FailState;

/** A state machine ready to run. State names are unique in the whole machine, so one table holds the nested ones too. */
export interface Definition {
  readonly source: Json;
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  readonly timeoutSeconds: number | undefined;
}

/** A definition that cannot be run here: every reason, each with the state's name. */
export class InvalidDefinition extends Error {
  override readonly name = 'InvalidDefinition';
}
