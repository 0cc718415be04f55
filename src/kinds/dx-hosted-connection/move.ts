import {
  AssociateHostedConnectionCommand,
  type AssociateHostedConnectionCommandOutput,
  type DirectConnectClient,
} from '@aws-sdk/client-direct-connect';
import { isFromAws, nameOf, outcomeOfError, wordsOfAnswer, wordsOfError } from '../../errors.ts';
import { type Call, type Outcome, says } from '../kind.ts';
import { among, childrenOf, hasArrived } from './connections.ts';

const operation = 'AssociateHostedConnection';

/** The call that moves a connection under a parent. */
export const move = (connectionId: string, parentConnectionId: string): Call => ({
  operation,
  parameters: { connectionId, parentConnectionId } satisfies Parameters,
});

type Parameters = { readonly connectionId: string; readonly parentConnectionId: string };

/** Makes the call, once. */
export async function perform(client: DirectConnectClient, call: Call): Promise<Outcome> {
  if (call.operation !== operation) throw new Error(`A plan for dx-hosted-connection does not call ${call.operation}`);
  const { connectionId, parentConnectionId } = call.parameters as Parameters;
  try {
    const answer = await client.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }));
    return accepted(answer, parentConnectionId);
  } catch (error) {
    return saysAlready(error) ? lookWhetherThere(client, connectionId, parentConnectionId, error) : outcomeOf(error);
  }
}

/** An answer that names another LAG than the one asked for proves nothing. */
function accepted(answer: AssociateHostedConnectionCommandOutput, parentConnectionId: string): Outcome {
  const words = wordsOfAnswer(operation, answer, answer.connectionState ?? null);
  return hasArrived(answer, parentConnectionId)
    ? { type: 'ACCEPTED', handle: answer.connectionId ?? null, words }
    : { type: 'UNKNOWN', words };
}

const saysAlready = (error: unknown) => nameOf(error) === 'DirectConnectClientException' && /already/i.test((error as Error).message);

/** What AWS answers to a move to where the connection already is, is not published: "already" counts only where it can be seen. */
async function lookWhetherThere(client: DirectConnectClient, connectionId: string, parentId: string, error: unknown): Promise<Outcome> {
  const words = wordsOfError(operation, error);
  try {
    const there = among((await childrenOf(client, parentId)).connections, connectionId);
    return there ? { type: 'ALREADY', handle: connectionId, words } : { type: 'REFUSED', words };
  } catch (failure) {
    if (!isFromAws(failure)) throw failure;
    // The look failed, not the call, which moved nothing: the plan that follows after waiting looks again.
    return { type: 'IN_PROGRESS', words };
  }
}

/** DirectConnectClientException says why in its message only, and what the message does not tell is a refusal. */
function outcomeOf(error: unknown): Outcome {
  const outcome = outcomeOfError(operation, error);
  const { words } = outcome;
  return outcome.type === 'REFUSED' && says(words, /transitioning state/i) ? { type: 'IN_PROGRESS', words } : outcome;
}
