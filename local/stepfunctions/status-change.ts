import type { ExecutionRecord } from './journal.ts';

/** The detail of an `aws.states` event "Step Functions Execution Status Change". Times are epoch milliseconds. Source: Step Functions developer guide. */
export interface StatusChange {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: string;
  readonly startDate: number;
  readonly stopDate: number | null;
  readonly input: string | null;
  readonly inputDetails: { readonly included: boolean } | null;
  readonly output: string | null;
  readonly outputDetails: { readonly included: boolean } | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly stateMachineVersionArn: null;
  readonly stateMachineAliasArn: null;
  readonly redriveCount: number;
  readonly redriveDate: null;
  readonly redriveStatus: string;
  readonly redriveStatusReason: string | null;
}

/** Most bytes of escaped payload in one event; beyond it the input is left out, and the output if it alone is too long. */
const roomForPayloads = 248 * 1024;

/** The change that brought an execution where it is. */
export function statusChange(record: ExecutionRecord): StatusChange {
  const outputFits = escapedSize(record.output) <= roomForPayloads;
  const inputFits = escapedSize(record.input) + escapedSize(record.output) <= roomForPayloads;
  const { redriveStatus, redriveStatusReason = null } = redriveOf(record.status);
  return {
    executionArn: record.arn,
    stateMachineArn: record.machineArn,
    name: record.name,
    status: record.status,
    startDate: record.startDate,
    stopDate: record.stopDate,
    input: inputFits ? record.input : null,
    inputDetails: { included: inputFits },
    output: outputFits ? record.output : null,
    outputDetails: record.output === null ? null : { included: outputFits },
    error: record.error,
    cause: record.cause,
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus,
    redriveStatusReason,
  };
}

const escapedSize = (text: string | null) => Buffer.byteLength(JSON.stringify(text ?? ''));

/** Whether AWS would say that an execution can be redriven, and if not, why. */
export function redriveOf(status: string): {
  readonly redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE';
  readonly redriveStatusReason?: string;
} {
  const reasons: Readonly<Record<string, string>> = {
    RUNNING: 'Execution is RUNNING and cannot be redriven',
    SUCCEEDED: 'Execution is SUCCEEDED and cannot be redriven',
  };
  const redriveStatusReason = reasons[status];
  return redriveStatusReason ? { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason } : { redriveStatus: 'REDRIVABLE' };
}
