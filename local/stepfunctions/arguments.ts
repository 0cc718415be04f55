import { AwsError } from '../wire/service.ts';
import type { Definition } from './definition.ts';
import type { Machine } from './execution.ts';
import type { ExecutionRecord, Journal } from './journal.ts';
import { isTooLarge, largestPayload } from './json.ts';

/** A state machine that executions can be started of. */
export interface Loaded {
  readonly machine: Machine;
  readonly definition: Definition;
}

/** The output of a task. Throws InvalidOutput. */
export function parseOutput(output: string | undefined) {
  if (isTooLarge(output ?? '')) throw new AwsError('InvalidOutput', `Invalid Output: 'more than ${largestPayload} bytes'`);
  try {
    return JSON.parse(output ?? '');
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
}

const arn = /^arn:[^:]+:states:[^:]*:\d*:([^:]+):.+$/;

/** Throws InvalidArn for what is not the ARN of such a thing. */
export function checkArn(value: string | undefined, type: 'stateMachine' | 'execution'): string {
  if (!value || arn.exec(value)?.[1] !== type) throw new AwsError('InvalidArn', `Invalid Arn: '${value}'`);
  return value;
}

/** The machine of that ARN. Throws InvalidArn and StateMachineDoesNotExist. */
export function machineOf(loaded: ReadonlyMap<string, Loaded>, stateMachineArn: string | undefined): Loaded {
  const found = loaded.get(checkArn(stateMachineArn, 'stateMachine'));
  if (!found) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
  return found;
}

/** The execution of that ARN. Throws InvalidArn and ExecutionDoesNotExist. */
export function executionOf(journal: Journal, value: string | undefined): ExecutionRecord {
  const found = journal.find(checkArn(value, 'execution'));
  if (!found) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${value}'`);
  return found;
}

/** White space, brackets, wildcards, the special characters AWS names, and control characters. */
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** Throws InvalidName. */
export function checkName(name: string) {
  if (forbidden.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
}

/** Throws InvalidExecutionInput. */
export function checkInput(input: string) {
  if (isTooLarge(input))
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: 'more than ${largestPayload} bytes'`);
  try {
    JSON.parse(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${(error as Error).message}'`);
  }
}
