import {
  CreateServiceNetworkServiceAssociationCommand,
  DeleteServiceNetworkServiceAssociationCommand,
  type VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { isFromAws, outcomeOfError, wordsOfAnswer, wordsOfError } from '../../errors.ts';
import { type Call, type Context, type Outcome, says, type Words } from '../kind.ts';
import { look, lookAtOne, makerOf, spoken } from './associations.ts';
import { type LatticeServicePair, ownTag } from './pair.ts';

const create = 'CreateServiceNetworkServiceAssociation';
const remove = 'DeleteServiceNetworkServiceAssociation';
const conflict = 'ConflictException';

/** The call that associates. Our own tag and the token are added when it is made: they do not belong to the plan. */
export const creation = (parameters: LatticeServicePair): Call => ({ operation: create, parameters });

/** The call that removes the association with this id; null while the id is not known. */
export const deletion = (id: string | null): Call => ({
  operation: remove,
  parameters: { serviceNetworkServiceAssociationIdentifier: id },
});

/** Makes one call of a plan, once. */
export function perform(client: VPCLatticeClient, { operation, parameters }: Call, pair: LatticeServicePair, context: Context) {
  if (operation === create) return associate(client, parameters as LatticeServicePair, pair, context);
  if (operation === remove) return dissociate(client, parameters.serviceNetworkServiceAssociationIdentifier as string, pair);
  throw new Error(`A plan for lattice-service does not call ${operation}`);
}

async function associate(
  client: VPCLatticeClient,
  { tags, ...identifiers }: LatticeServicePair,
  pair: LatticeServicePair,
  context: Context,
): Promise<Outcome> {
  const input = { ...identifiers, tags: { ...tags, [ownTag]: context.associationId }, clientToken: context.token };
  try {
    const answer = await client.send(new CreateServiceNetworkServiceAssociationCommand(input));
    return { type: 'ACCEPTED', handle: answer.id ?? null, words: spoken(wordsOfAnswer(create, answer), answer) };
  } catch (error) {
    return unlessConflict(outcomeOf(create, error), async (words) => {
      const { row } = await look(client, pair);
      if (row === undefined && !says(words, /already (exists|associated)/i)) return { type: 'REFUSED', words };
      if (row !== undefined && row.status !== 'ACTIVE' && row.status !== 'CREATE_IN_PROGRESS') return { type: 'IN_PROGRESS', words };
      const ours = row !== undefined && (await makerOf(client, row)) === context.associationId;
      return { type: ours ? 'ACCEPTED' : 'ALREADY', handle: row?.id ?? null, words };
    });
  }
}

async function dissociate(client: VPCLatticeClient, id: string, pair: LatticeServicePair): Promise<Outcome> {
  const outcome = await requestDeletion(client, id);
  if (outcome.words.error === 'ResourceNotFoundException') return { type: 'ALREADY', handle: null, words: outcome.words };
  return unlessConflict(outcome, async (words) => {
    const { row } = await look(client, pair, id);
    if (row === undefined) return { type: 'ALREADY', handle: null, words };
    return { type: row.status?.endsWith('_IN_PROGRESS') ? 'IN_PROGRESS' : 'REFUSED', words };
  });
}

/** What a conflict is with, AWS often does not say: then only the thing itself tells what to make of it. */
async function unlessConflict(outcome: Outcome, meaning: (words: Words) => Promise<Outcome>): Promise<Outcome> {
  const { words } = outcome;
  if (outcome.type !== 'REFUSED' || words.error !== conflict) return outcome;
  try {
    return await meaning(words);
  } catch (error) {
    if (!isFromAws(error)) throw error;
    // The look failed, not the call, which made nothing: the plan that follows after waiting looks again.
    return { type: 'IN_PROGRESS', words };
  }
}

/** Asks AWS to remove the association with this id, once. */
export async function requestDeletion(client: VPCLatticeClient, id: string): Promise<Outcome> {
  try {
    const answer = await client.send(new DeleteServiceNetworkServiceAssociationCommand({ serviceNetworkServiceAssociationIdentifier: id }));
    return { type: 'ACCEPTED', handle: id, words: wordsOfAnswer(remove, answer, answer.status) };
  } catch (error) {
    const outcome = outcomeOf(remove, error);
    return outcome.words.error === 'AccessDeniedException'
      ? { ...outcome, words: (await wordsIfGone(client, id)) ?? outcome.words }
      : outcome;
  }
}

/** A right that goes by a tag is refused also for what is gone, and has no tags any more. Undefined when it is there, or cannot be read. */
async function wordsIfGone(client: VPCLatticeClient, id: string): Promise<Words | undefined> {
  try {
    const { row, words } = await lookAtOne(client, id);
    return row ? undefined : words;
  } catch (error) {
    if (!isFromAws(error)) throw error;
    return undefined;
  }
}

/** How a call came out that AWS did not take, as far as its answer alone tells. Throws what is not from AWS. */
function outcomeOf(operation: string, error: unknown): Outcome {
  const outcome = outcomeOfError(operation, error, { ...wordsOfError(operation, error), message: messageOf(error) });
  const { words } = outcome;
  // "…, status: CREATE_IN_PROGRESS.", "Creation is in progress." (source: aws-application-networking-k8s, PR 959)
  const busy = words.error === conflict && says(words, /in[ _]progress|being (created|deleted)/i);
  return outcome.type === 'REFUSED' && busy ? { type: 'IN_PROGRESS', words } : outcome;
}

/** AWS's message with what its errors say in members of their own: the quota, the fields. */
function messageOf(error: unknown): string | null {
  const { message, quotaCode, fieldList } = error as {
    message?: string;
    quotaCode?: string;
    fieldList?: { name?: string; message?: string }[];
  };
  const detail = quotaCode ? `quota ${quotaCode}` : fieldList?.map((field) => `${field.name}: ${field.message}`).join('; ');
  return (detail ? `${message} (${detail})` : message) || null;
}
