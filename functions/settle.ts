import type { Ending } from '../src/association.ts';
import { createEndings } from '../src/endings.ts';
import { lambda } from '../src/lambda.ts';

const { settling } = createEndings();

export const handler = lambda(async (input: { id: string; run: number; now: number; ending: Ending }) => {
  const association = await settling.settle(input);
  return { state: association?.state ?? null, reason: association?.endReason ?? null };
});
