import { createBatchSteps } from '../src/batches/steps.ts';
import { lambda } from '../src/lambda.ts';

const steps = createBatchSteps();

export const handler = lambda(async ({ step, ...input }: Parameters<typeof steps.admit>[0] & { step: keyof typeof steps }) => {
  if (!Object.hasOwn(steps, step)) throw new Error(`admit has no step ${String(step)}.`);
  return steps[step](input);
});
