import type { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { outcomeOfBlindUndo, wordsOfAnswer } from '../../errors.ts';
import { type Context, type Intent, type UndoOutcome, unseenFor, type Words } from '../kind.ts';
import { among, beforeOf, childrenOf, settlingFor } from './connections.ts';
import { move, perform } from './move.ts';
import type { DxHostedConnectionPair } from './pair.ts';

/** Our own words, where AWS was not asked. */
const ours = (message: string): Words => wordsOfAnswer('AssociateHostedConnection', {}, null, message);

/** Moves the connection back to where the before-image has it: a second interruption. */
export async function undo(
  client: DirectConnectClient,
  pair: DxHostedConnectionPair,
  intent: Intent,
  context: Context,
): Promise<UndoOutcome> {
  const previous = beforeOf(intent).parentConnectionId;
  if (intent.adopted) return { type: 'NOTHING_TO_UNDO', words: ours('The connection was moved by another hand.') };
  if (previous === null) return { type: 'CANNOT_UNDO', words: ours('What the connection was under before is not known.') };
  try {
    return await moveBack(client, pair, previous, context.now - intent.at);
  } catch (error) {
    return outcomeOfBlindUndo('DescribeHostedConnections', error);
  }
}

async function moveBack(
  client: DirectConnectClient,
  { connectionId, parentConnectionId }: DxHostedConnectionPair,
  previous: string,
  age: number,
): Promise<UndoOutcome> {
  const target = await childrenOf(client, parentConnectionId);
  if (among(target.connections, connectionId)) return perform(client, move(connectionId, previous));
  const { connections, words } = await childrenOf(client, previous);
  const isBack = among(connections, connectionId) !== undefined;
  // The lists may not show the move yet: what it was is no proof that it still is.
  if (age < (isBack ? unseenFor : settlingFor)) return { type: 'IN_PROGRESS', words };
  if (isBack) return { type: 'NOTHING_TO_UNDO', words };
  return {
    type: 'CANNOT_UNDO',
    words: { ...words, message: `The connection is neither under ${parentConnectionId} nor under ${previous}.` },
  };
}
