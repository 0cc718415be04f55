import type { Constraints } from '../service.ts';

const arn = { min: 1, max: 256 };
const paging = { maxResults: { min: 0, max: 1000 }, nextToken: { min: 1, max: 1024 } };
const failure = { error: { max: 256 }, cause: { max: 32_768 } };
const taskToken = { min: 1, max: 2048 };
const includedData = { values: ['ALL_DATA', 'METADATA_ONLY'] };

/** Step Functions. The bounds of inputs and outputs are bytes of UTF-8 and the engine's to check. Source: botocore stepfunctions model, 2016-11-23. */
export const statesConstraints: Constraints = {
  StartExecutionInput: { stateMachineArn: arn, name: { min: 1, max: 80 }, traceHeader: { max: 256, pattern: /^\p{ASCII}*$/u } },
  DescribeExecutionInput: { executionArn: arn, includedData },
  StopExecutionInput: { executionArn: arn, ...failure },
  ListExecutionsInput: {
    stateMachineArn: arn,
    mapRunArn: { min: 1, max: 2000 },
    statusFilter: { values: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'] },
    redriveFilter: { values: ['REDRIVEN', 'NOT_REDRIVEN'] },
    maxResults: { min: 0, max: 1000 },
    nextToken: { min: 1, max: 3096 },
  },
  GetExecutionHistoryInput: { executionArn: arn, ...paging },
  ListStateMachinesInput: paging,
  DescribeStateMachineInput: { stateMachineArn: arn, includedData },
  DescribeStateMachineForExecutionInput: { executionArn: arn, includedData },
  ListStateMachineVersionsInput: { stateMachineArn: arn, ...paging },
  ListStateMachineAliasesInput: { stateMachineArn: arn, ...paging },
  ListMapRunsInput: { executionArn: arn, ...paging },
  ListActivitiesInput: paging,
  ListTagsForResourceInput: { resourceArn: arn },
  SendTaskSuccessInput: { taskToken },
  SendTaskFailureInput: { taskToken, ...failure },
  SendTaskHeartbeatInput: { taskToken },
};
