import { DescribeExecutionCommand, ExecutionDoesNotExist, type ExecutionStatus, SFNClient } from '@aws-sdk/client-sfn';
import { executionArn } from '../execution-name.ts';
import { repeatable } from '../repeatable.ts';

/** How the current run of an association or a batch stands; undefined when there is no such execution. */
export type Describe = (runs: { readonly id: string; readonly run: number }) => Promise<ExecutionStatus | undefined>;

/** Statuses of a run that goes on by itself, or that somebody is about to let go on. */
const alive: ReadonlySet<string> = new Set<ExecutionStatus>(['RUNNING', 'PENDING_REDRIVE']);

export const isAlive = (status: ExecutionStatus): boolean => alive.has(status);

/** Asks Step Functions about runs of that machine. Executions are forgotten 90 days after their end (source: Step Functions quotas). */
export function createDescribe(machine: () => string, client = new SFNClient(repeatable)): Describe {
  return async (runs) => {
    try {
      const { status } = await client.send(
        new DescribeExecutionCommand({ executionArn: executionArn(machine(), runs), includedData: 'METADATA_ONLY' }),
      );
      return status;
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  };
}
