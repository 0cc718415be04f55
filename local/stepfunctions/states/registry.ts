import type { State } from '../definition.ts';
import type { Behaviour, Branching } from './behaviour.ts';
import { choice } from './choice.ts';
import { fail } from './fail.ts';
import { map } from './map.ts';
import { parallel } from './parallel.ts';
import { pass } from './pass.ts';
import { succeed } from './succeed.ts';
import { task } from './task.ts';
import { wait } from './wait.ts';

const behaviours: { readonly [Type in State['type']]: Behaviour<Extract<State, { type: Type }>> } = {
  Choice: choice,
  Fail: fail,
  Map: map,
  Parallel: parallel,
  Pass: pass,
  Succeed: succeed,
  Task: task,
  Wait: wait,
};

/** What the state's type does. */
export const behaviourOf = <Type extends State>(state: Type): Behaviour<Type> => behaviours[state.type] as Behaviour<Type>;

/** What a state with threads inside does; such a state is there when one of its threads ends. */
export function branchingOf(state: State): Branching<State> {
  if (state.type === 'Map') return map as Branching<State>;
  if (state.type === 'Parallel') return parallel as Branching<State>;
  throw new Error(`${state.type} states have no branches`);
}
