import type { PassState } from '../definition.ts';
import { type Behaviour, exitOf } from './behaviour.ts';

export const pass: Behaviour<PassState> = {
  begin: async (_, thread, state) => exitOf(state, thread.input),
};
