import { type Answer, answer } from './answer.ts';
import { observe } from './observe.ts';
import { plan } from './plan.ts';
import { request } from './request.ts';
import { current, type Input, type Surroundings, type Work } from './step.ts';
import { observeUndo, undo } from './undo.ts';

/** The steps every kind has, by the name the workflow calls them. */
export const steps = { plan, request, observe, undo, observeUndo } satisfies Record<string, Work>;

export type StepName = keyof typeof steps;

/** Takes one step for the run that speaks for the association; a run that no longer does is told that it is done. */
export async function take(step: StepName, input: Input, surroundings: Surroundings): Promise<Answer> {
  const association = await current(surroundings.store, input);
  return association ? steps[step](association, input, surroundings) : answer('DONE');
}
