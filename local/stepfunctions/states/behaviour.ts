import type { State } from '../definition.ts';
import type { Thread } from '../execution.ts';
import type { Failure } from '../failure.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Run } from '../run.ts';
import type { Template } from '../template.ts';

/** How a state is left. */
export interface Exit {
  /** Absent where the state ends its `States`. */
  readonly next: string | undefined;
  readonly assign: Template | undefined;
  readonly output: Template | undefined;
  /** What `$states` has beside input and context: result or errorOutput. */
  readonly states: JsonObject;
  /** The output where the state has no Output. */
  readonly otherwise: Json;
}

/** What one type of state does. Every function throws Failure when the state fails, and gives nothing while it has to wait. */
export interface Behaviour<Type extends State = State> {
  /** At the first attempt and at each retry, after the state was entered. */
  begin(run: Run, thread: Thread, state: Type): Promise<Exit | undefined>;
}

/** What a state with threads inside does besides. */
export interface Branching<Type extends State> extends Behaviour<Type> {
  /** A branch has ended well, and is gone already. */
  branchDone(run: Run, thread: Thread, state: Type, branch: Thread, output: Json): Promise<Exit | undefined>;
  /** A branch has failed, and is gone already. */
  branchFailed(run: Run, thread: Thread, state: Type, branch: Thread, failure: Failure): Promise<Exit | undefined>;
}

/** The way out of a state whose work is done, with its own fields. */
export const exitOf = (
  { next, assign, output }: Pick<State, 'next' | 'assign' | 'output'>,
  otherwise: Json,
  states: JsonObject = {},
): Exit => ({
  next,
  assign,
  output,
  states,
  otherwise,
});
