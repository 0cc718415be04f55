import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { canonical } from '../canonical.ts';
import { config } from '../config.ts';
import { executionName } from '../execution-name.ts';
import { repeatable } from '../repeatable.ts';
import type { Batch } from './batch.ts';

/** Starts the run that the batch says is its current one. Starting it again has no effect. */
export type StartBatch = (batch: Pick<Batch, 'id' | 'run'>) => Promise<void>;

/** As a run of an association, a run of a batch has one name and one input: a repeated start is the same start. */
export function createStartBatch(client = new SFNClient(repeatable), machine = () => config.batchMachine): StartBatch {
  return async ({ id, run }) => {
    try {
      await client.send(
        new StartExecutionCommand({ stateMachineArn: machine(), name: executionName(id, run), input: canonical({ id, run }) }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
}
