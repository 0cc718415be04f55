import type { SucceedState } from '../definition.ts';
import { type Behaviour, exitOf } from './behaviour.ts';

export const succeed: Behaviour<SucceedState> = {
  begin: async (_, thread, state) => exitOf(state, thread.input),
};
