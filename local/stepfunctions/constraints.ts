import type { Constraint, Constraints } from '../wire/service.ts';
import { largestPayload } from './json.ts';

const arn: Constraint = { min: 1, max: 256 };
const pageSize: Constraint = { min: 0, max: 1000 };
const pageToken: Constraint = { min: 1, max: 1024 };
const includedData: Constraint = { values: ['ALL_DATA', 'METADATA_ONLY'] };
const error: Constraint = { max: 256 };
const cause: Constraint = { max: 32_768 };
const taskToken: Constraint = { min: 1, max: 2048 };

/** What the inputs must keep to beyond their types. Source: the botocore stepfunctions model. */
export const constraints: Constraints = {
  ListStateMachinesInput: { maxResults: pageSize, nextToken: pageToken },
  DescribeStateMachineInput: { stateMachineArn: arn, includedData },
  StartExecutionInput: {
    stateMachineArn: arn,
    name: { min: 1, max: 80 },
    input: { max: largestPayload },
    traceHeader: { max: 256, pattern: /^\p{ASCII}*$/u },
  },
  DescribeExecutionInput: { executionArn: arn, includedData },
  DescribeStateMachineForExecutionInput: { executionArn: arn, includedData },
  StopExecutionInput: { executionArn: arn, error, cause },
  ListExecutionsInput: {
    stateMachineArn: arn,
    mapRunArn: { min: 1, max: 2000 },
    maxResults: pageSize,
    nextToken: { min: 1, max: 3096 },
    statusFilter: { values: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'] },
    redriveFilter: { values: ['REDRIVEN', 'NOT_REDRIVEN'] },
  },
  GetExecutionHistoryInput: { executionArn: arn, maxResults: pageSize, nextToken: pageToken },
  SendTaskSuccessInput: { taskToken, output: { max: largestPayload } },
  SendTaskFailureInput: { taskToken, error, cause },
  SendTaskHeartbeatInput: { taskToken },
};
