import {
  type Connection,
  DescribeConnectionsCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  type DirectConnectClient,
  type Interconnect,
  type Lag,
} from '@aws-sdk/client-direct-connect';
import { nameOf, wordsOfAnswer, wordsOfError } from '../../errors.ts';
import { type Intent, inParallel, type Words } from '../kind.ts';

/** How many parents are asked for their connections at once. */
const parentsAtOnce = 4;

/** The most a page holds (source: Direct Connect API reference, maxResults). */
const maxResults = 100;

/** How long a connection may be in a worse state than before its move, or in no list. Milliseconds. */
export const settlingFor = 15 * 60_000;

/** A LAG or interconnect of this account. */
export interface Parent {
  readonly id: string;
  readonly state: string | undefined;
  /** Whether it takes hosted connections; undefined when AWS does not say. */
  readonly hosts: boolean | undefined;
  readonly location: string | undefined;
  /** Megabits per second of all its links; undefined when AWS does not say. */
  readonly bandwidth: number | undefined;
  readonly macSecCapable: boolean | undefined;
}

/** The hosted connections under a parent, and AWS's words about them. */
export interface Children {
  readonly connections: readonly Connection[];
  readonly words: Words;
}

interface Page {
  readonly nextToken?: string | undefined;
}

/** All pages of a list: the SDK has no paginators for this service. */
async function everyPage<Answer extends Page>(
  read: (page: { maxResults: number; nextToken?: string }) => Promise<Answer>,
  nextToken?: string,
): Promise<Answer[]> {
  const answer = await read({ maxResults, ...(nextToken && { nextToken }) });
  return [answer, ...(answer.nextToken ? await everyPage(read, answer.nextToken) : [])];
}

/** Every LAG and interconnect of this account. */
export async function listParents(client: DirectConnectClient): Promise<Parent[]> {
  const lags = await everyPage((page) => client.send(new DescribeLagsCommand(page)));
  const interconnects = await everyPage((page) => client.send(new DescribeInterconnectsCommand(page)));
  return [
    ...lags.flatMap(({ lags = [] }) => lags).map(lagAs),
    ...interconnects.flatMap(({ interconnects = [] }) => interconnects).map(interconnectAs),
  ];
}

/** Its bandwidth is given for each of its links. */
function lagAs({
  lagId,
  lagState,
  allowsHostedConnections,
  connectionsBandwidth,
  numberOfConnections,
  location,
  macSecCapable,
}: Lag): Parent {
  const ofLink = megabits(connectionsBandwidth);
  const bandwidth = ofLink === undefined || numberOfConnections === undefined ? undefined : ofLink * numberOfConnections;
  return { id: String(lagId), state: lagState, hosts: allowsHostedConnections, location, bandwidth, macSecCapable };
}

const interconnectAs = ({ interconnectId, interconnectState, bandwidth, location, macSecCapable }: Interconnect): Parent => ({
  id: String(interconnectId),
  state: interconnectState,
  hosts: true,
  location,
  bandwidth: megabits(bandwidth),
  macSecCapable,
});

/** The form of bandwidths: Direct Connect API reference, 500Mbps and 10Gbps. Undefined for any other. */
export function megabits(bandwidth: string | undefined): number | undefined {
  const said = bandwidth?.match(/^(\d+)([MG])bps$/);
  return said ? Number(said[1]) * (said[2] === 'G' ? 1000 : 1) : undefined;
}

/** The hosted connections under a LAG or interconnect; none when it does not exist. */
export async function childrenOf(client: DirectConnectClient, parentId: string): Promise<Children> {
  const operation = 'DescribeHostedConnections';
  try {
    const pages = await everyPage((page) => client.send(new DescribeHostedConnectionsCommand({ connectionId: parentId, ...page })));
    return { connections: pages.flatMap(({ connections = [] }) => connections), words: wordsOfAnswer(operation, pages.at(-1) ?? {}) };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { connections: [], words: wordsOfError(operation, error) };
  }
}

/** The one of `connections` with this id. */
export const among = (connections: readonly Connection[], connectionId: string): Connection | undefined =>
  connections.find((connection) => connection.connectionId === connectionId);

/** Where a hosted connection was found. */
export interface Place {
  readonly parentId: string;
  readonly connection: Connection;
  readonly words: Words;
}

/** Under which of `parents` the connection is listed. AWS shows what was deleted for a while, and has nothing under it. */
export async function placesOf(client: DirectConnectClient, connectionId: string, parents: readonly Parent[]): Promise<Place[]> {
  const there = parents.filter(({ state }) => state !== 'deleted');
  const seen = await inParallel(there, parentsAtOnce, async ({ id }): Promise<Place[]> => {
    const { connections, words } = await childrenOf(client, id);
    const connection = among(connections, connectionId);
    return connection ? [{ parentId: id, connection, words }] : [];
  });
  return seen.flat();
}

/**
 * The one of the places where the connection is. The interconnects of a LAG may list its connections too: then the LAG is meant, which the
 * connection names. Of several others none is for sure, unless one of them is `expected`.
 */
export function placeAmong(places: readonly Place[], expected?: string): Place | undefined {
  const named = places.find(({ parentId, connection }) => connection.lagId === parentId);
  return named ?? (places.length === 1 ? places[0] : places.find(({ parentId }) => parentId === expected));
}

/** A connection of this account by its id, wherever it is; undefined when AWS shows none. */
export async function connectionOf(client: DirectConnectClient, connectionId: string): Promise<Connection | undefined> {
  try {
    const { connections } = await client.send(new DescribeConnectionsCommand({ connectionId }));
    return connections && among(connections, connectionId);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Direct Connect says what is wrong in the message only (sources: terraform-provider-aws, issue 43499 and its finders). */
const isNotFound = (error: unknown): boolean =>
  nameOf(error) === 'DirectConnectClientException' && /does(?: not|n't) exist|could not find/i.test((error as Error).message);

/** What is deleted or was rejected is still listed for a while, and holds nothing any more. */
export const isGone = ({ connectionState }: Connection): boolean => connectionState === 'deleted' || connectionState === 'rejected';

/**
 * Whether a connection listed under a parent has arrived there: under a LAG it names no other. A list need not say the LAG at all, and one that
 * leaves it out says nothing against being there. No connection names an interconnect, so that under one the list alone tells.
 */
export const hasArrived = ({ lagId }: Connection, parentId: string): boolean =>
  !parentId.startsWith('dxlag-') || (lagId ?? parentId) === parentId;

/** What a plan keeps of where the connection was. */
export interface Before {
  readonly parentConnectionId: string | null;
  readonly connectionState: string | null;
}

/** The before-image as the plan made it. */
export const beforeOf = ({ before }: Pick<Intent, 'before'>) => before as unknown as Before;
