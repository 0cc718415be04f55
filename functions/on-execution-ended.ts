import { createBatchEndings } from '../src/batches/endings.ts';
import { createEndings } from '../src/endings.ts';
import { type ExecutionStatusChange, lambda } from '../src/lambda.ts';

const [associations, batches] = [createEndings(), createBatchEndings()];

export const handler = lambda(async ({ detail, time }: ExecutionStatusChange) => {
  const ended = { executionName: detail.name, status: detail.status, at: Date.parse(time) };
  await associations.resume(ended);
  await batches.resume(ended);
});
