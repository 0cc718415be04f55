import { lambda } from '../src/lambda.ts';
import type { Input } from '../src/steps/step.ts';
import { createStore } from '../src/store.ts';
import { createTurn } from '../src/turn.ts';

const turn = createTurn(createStore());

export const handler = lambda(async ({ step, ...input }: Input & { step: keyof typeof turn }) => {
  if (!Object.hasOwn(turn, step)) throw new Error(`lock has no step ${String(step)}.`);
  return turn[step](input);
});
