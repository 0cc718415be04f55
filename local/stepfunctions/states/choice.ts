import type { ChoiceState } from '../definition.ts';
import { Failure } from '../failure.ts';
import { bindingsOf } from '../run.ts';
import { renderAs } from '../template.ts';
import { type Behaviour, exitOf } from './behaviour.ts';

/** The first rule whose Condition is true decides, with its own Assign and Output; those of the state belong to Default. */
export const choice: Behaviour<ChoiceState> = {
  async begin(run, thread, state) {
    const bindings = bindingsOf(run, thread);
    for (const rule of state.rules) {
      if (await renderAs(rule.condition, 'boolean', bindings)) return exitOf(rule, thread.input);
    }
    if (state.next) return exitOf(state, thread.input);
    const cause = 'Failed to transition out of the state. The state does not point to a next state.';
    throw new Failure('States.NoChoiceMatched', cause).in(state.name, thread.enteredEvent);
  },
};
