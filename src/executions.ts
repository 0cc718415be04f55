import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Association } from './association.ts';
import { canonical } from './canonical.ts';
import { config } from './config.ts';
import { executionName } from './execution-name.ts';
import { repeatable } from './repeatable.ts';

/** Starts the run that the record says is its current one. Starting it again has no effect. */
export type Start = (association: Pick<Association, 'id' | 'run' | 'kind'>) => Promise<void>;

/**
 * A run's name is the association and its number, and its input never differs, so that a repeated start is either
 * answered as the first was or refused with ExecutionAlreadyExists: both mean that the run has been started.
 */
export function createStart(client = new SFNClient(repeatable), machine = () => config.associationMachine): Start {
  return async ({ id, run, kind }) => {
    try {
      await client.send(
        new StartExecutionCommand({ stateMachineArn: machine(), name: executionName(id, run), input: canonical({ id, kind, run }) }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
}
