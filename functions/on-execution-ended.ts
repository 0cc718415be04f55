import type { EventBridgeEvent } from 'aws-lambda';
import { createEndings } from '../src/endings.ts';
import { lambda } from '../src/lambda.ts';

const { resume } = createEndings();

export const handler = lambda(
  async ({ detail, time }: EventBridgeEvent<'Step Functions Execution Status Change', { name: string; status: string }>) =>
    resume({ executionName: detail.name, status: detail.status, at: Date.parse(time) }),
);
