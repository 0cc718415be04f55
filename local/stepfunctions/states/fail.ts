import type { FailState } from '../definition.ts';
import { Failure } from '../failure.ts';
import { bindingsOf } from '../run.ts';
import { renderAs } from '../template.ts';
import type { Behaviour } from './behaviour.ts';

export const fail: Behaviour<FailState> = {
  async begin(run, thread, state) {
    const bindings = bindingsOf(run, thread);
    const error = state.error && (await renderAs(state.error, 'string', bindings));
    const cause = state.cause && (await renderAs(state.cause, 'string', bindings));
    throw new Failure(error, cause);
  },
};
