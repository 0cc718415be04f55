import { InvalidToken, SendTaskSuccessCommand, SFNClient, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import { repeatable } from './repeatable.ts';

/** Wakes the run that waits under a token. What it woke for, it reads on the record. */
export type Wake = (token: string) => Promise<void>;

/** That nobody waits under the token any more is no fault: the run has gone on, or the next one asks under its own. */
const nobodyWaits = [TaskDoesNotExist, TaskTimedOut, InvalidToken];

export function createWake(client = new SFNClient(repeatable)): Wake {
  return async (taskToken) => {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    } catch (error) {
      if (!nobodyWaits.some((fault) => error instanceof fault)) throw error;
    }
  };
}
