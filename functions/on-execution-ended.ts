import { createEndings } from '../src/endings.ts';
import { type ExecutionStatusChange, lambda } from '../src/lambda.ts';

const { resume } = createEndings();

export const handler = lambda(async ({ detail, time }: ExecutionStatusChange) =>
  resume({ executionName: detail.name, status: detail.status, at: Date.parse(time) }),
);
