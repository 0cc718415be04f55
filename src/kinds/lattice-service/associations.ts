import {
  GetServiceNetworkServiceAssociationCommand,
  ListTagsForResourceCommand,
  paginateListServiceNetworkServiceAssociations,
  type ServiceNetworkServiceAssociationSummary,
  type VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { nameOf, wordsOfAnswer, wordsOfError } from '../../errors.ts';
import type { Intent, Observation, Words } from '../kind.ts';
import { type LatticeServicePair, ownTag } from './pair.ts';

/** An association as a list or a single read shows it. */
export type Row = ServiceNetworkServiceAssociationSummary;

/** What a look found, and AWS's words about it. */
export interface Look {
  readonly row: Row | undefined;
  readonly words: Words;
}

/** All associations of a service, of a network, or of the two, to the last page. */
export async function listAssociations(
  client: VPCLatticeClient,
  by: { serviceIdentifier?: string; serviceNetworkIdentifier?: string },
): Promise<{ rows: ServiceNetworkServiceAssociationSummary[]; words: Words }> {
  const operation = 'ListServiceNetworkServiceAssociations';
  const rows: ServiceNetworkServiceAssociationSummary[] = [];
  let words = wordsOfAnswer(operation, {});
  for await (const page of paginateListServiceNetworkServiceAssociations({ client, pageSize: 100 }, by)) {
    rows.push(...(page.items ?? []));
    words = wordsOfAnswer(operation, page);
  }
  return { rows, words };
}

/**
 * Looks for the association of a pair. A known id that no list shows is read by itself, because lists follow a change later
 * than single reads do; so is one that failed, because lists do not say why.
 */
export async function look(
  client: VPCLatticeClient,
  { serviceIdentifier, serviceNetworkIdentifier }: LatticeServicePair,
  id: string | null = null,
): Promise<Look> {
  const { rows, words } = await listAssociations(client, { serviceIdentifier, serviceNetworkIdentifier });
  const known = rows.find((row) => row.id === id);
  if (id !== null && !known) {
    const single = await lookAtOne(client, id);
    if (single.row || rows.length === 0) return single;
  }
  const row = known ?? oneOf(rows);
  return row?.id !== undefined && isFailed(row) ? lookAtOne(client, row.id) : { row, words: spoken(words, row) };
}

/** Reads one association by its id; none when AWS knows none of that id. */
export async function lookAtOne(client: VPCLatticeClient, id: string): Promise<Look> {
  const operation = 'GetServiceNetworkServiceAssociation';
  try {
    const row = await client.send(new GetServiceNetworkServiceAssociationCommand({ serviceNetworkServiceAssociationIdentifier: id }));
    const { failureCode, failureMessage } = row;
    const words = spoken(wordsOfAnswer(operation, row), row);
    return { row, words: { ...words, error: failureCode ?? null, message: isFailed(row) ? (failureMessage ?? null) : words.message } };
  } catch (error) {
    if (nameOf(error) !== 'ResourceNotFoundException') throw error;
    return { row: undefined, words: wordsOfError(operation, error) };
  }
}

/** The words with what AWS shows of an association: its status, whose it is, and the name by which clients reach the service. */
export function spoken(words: Words, row: Partial<Row> = {}): Words {
  const { serviceName, serviceNetworkName, customDomainName, dnsEntry, createdBy } = row;
  const at = customDomainName ?? dnsEntry?.domainName;
  const said = [
    serviceName && serviceNetworkName && `${serviceName} in ${serviceNetworkName}`,
    at && `at ${at}`,
    createdBy && `made by ${createdBy}`,
  ];
  return { ...words, status: row.status ?? null, message: said.filter(Boolean).join(' ') || null };
}

/** Of several of one pair the one that counts: what could not be made is nothing. */
export const oneOf = (rows: readonly Row[] = []): Row | undefined => rows.find(({ status }) => status !== 'CREATE_FAILED') ?? rows[0];

/** AWS gave up making or removing it. */
export const isFailed = ({ status }: Pick<Row, 'status'>): boolean => status === 'CREATE_FAILED' || status === 'DELETE_FAILED';

/** The tags of a service or an association; undefined when AWS does not show them to us or knows no such thing. */
export async function tagsOf(client: VPCLatticeClient, resourceArn: string): Promise<Record<string, string> | undefined> {
  try {
    const { tags = {} } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
    return tags;
  } catch (error) {
    if (['AccessDeniedException', 'ResourceNotFoundException'].includes(nameOf(error))) return undefined;
    throw error;
  }
}

/** The id of the Liaison association that made this one; undefined when none did, or when its tags are not ours to see. */
export const makerOf = async (client: VPCLatticeClient, { arn }: Row): Promise<string | undefined> =>
  arn === undefined ? undefined : (await tagsOf(client, arn))?.[ownTag];

/** Whether what is there was made by this association: it is what our call answered with, or carries our id. */
export async function ownershipOf(
  client: VPCLatticeClient,
  row: Row,
  { adopted, handle }: Pick<Intent, 'adopted' | 'handle'>,
  associationId: string,
): Promise<Observation['ours']> {
  if (adopted) return 'NO';
  if (row.id === handle) return 'YES';
  return (await makerOf(client, row)) === associationId ? 'YES' : 'NO';
}

/** What a plan keeps of the association there was; null when there was none. */
export interface Before {
  readonly id: string | null;
  readonly status: string | null;
}

/** The before-image of what a look found. */
export const beforeImage = (row: Row | undefined) => (row ? { id: row.id ?? null, status: row.status ?? null } : null);

/** The before-image as the plan made it. */
export const beforeOf = ({ before }: Pick<Intent, 'before'>) => before as Before | null;
