import type { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { outcomeOfBlindUndo, wordsOfAnswer } from '../../errors.ts';
import { type Context, type Desired, type Intent, type UndoOutcome, unseenFor, type Words } from '../kind.ts';
import { beforeOf, look, ownershipOf, type Row } from './associations.ts';
import { deletion, requestDeletion } from './calls.ts';
import type { LatticeServicePair } from './pair.ts';

/** Removes the association that `intent` made, and nothing else. */
export async function undo(
  client: VPCLatticeClient,
  pair: LatticeServicePair,
  desired: Desired,
  intent: Intent,
  context: Context,
): Promise<UndoOutcome> {
  if (intent.adopted) return { type: 'NOTHING_TO_UNDO', words: ours('It was so by another hand.') };
  if (desired === 'DISSOCIATED') return { type: 'CANNOT_UNDO', words: ours('A removed association is not made again.') };
  if (intent.preparatory) return undoOfRoom(intent);
  try {
    const { row, words } = await look(client, pair, intent.handle);
    return row ? await undoOf(client, row, words, intent, context) : undoOfNothing(words, intent, context);
  } catch (error) {
    return outcomeOfBlindUndo('ListServiceNetworkServiceAssociations', error);
  }
}

/** Our own words, where AWS was not asked. */
const ours = (message: string): Words => wordsOfAnswer(deletion(null).operation, {}, null, message);

/** Only what had failed is removed to make room. What could not be made was nothing; what could not be removed may have carried traffic. */
const undoOfRoom = (intent: Intent): UndoOutcome =>
  beforeOf(intent)?.status === 'DELETE_FAILED'
    ? { type: 'CANNOT_UNDO', words: ours('A removed association is not made again.') }
    : { type: 'NOTHING_TO_UNDO', words: ours('Only what was left of a failed association was removed.') };

/** What cannot be seen yet cannot be removed yet. */
const undoOfNothing = (words: Words, { at }: Intent, { now }: Context): UndoOutcome => ({
  type: now - at < unseenFor ? 'IN_PROGRESS' : 'NOTHING_TO_UNDO',
  words,
});

const notOurs = (words: Words): UndoOutcome => ({
  type: 'CANNOT_UNDO',
  words: { ...words, message: 'The association was not made by this request.' },
});

/** What our call answered with is gone, where another stands in its place. Without an id only our tag says whose it is, and shows late. */
const undoOfAnothers = (words: Words, intent: Intent, context: Context): UndoOutcome =>
  intent.handle === null && context.now - intent.at >= unseenFor ? notOurs(words) : undoOfNothing(words, intent, context);

async function undoOf(client: VPCLatticeClient, row: Row, words: Words, intent: Intent, context: Context): Promise<UndoOutcome> {
  if (row.id === undefined) return notOurs(words);
  if ((await ownershipOf(client, row, intent, context.associationId)) !== 'YES') return undoOfAnothers(words, intent, context);
  // AWS refuses to remove what is still being made.
  if (row.status === 'CREATE_IN_PROGRESS') return { type: 'IN_PROGRESS', words };
  if (row.status === 'DELETE_IN_PROGRESS') return { type: 'ACCEPTED', handle: row.id, words };
  const outcome = await requestDeletion(client, row.id);
  return outcome.words.error === 'ResourceNotFoundException' ? { type: 'NOTHING_TO_UNDO', words: outcome.words } : outcome;
}
