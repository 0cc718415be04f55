import {
  type Connection,
  DescribeConnectionsCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  type DirectConnectClient,
} from '@aws-sdk/client-direct-connect';
import { nameOf, wordsOfAnswer, wordsOfError } from '../../errors.ts';
import type { Intent, Words } from '../kind.ts';

/** The most a page holds (source: Direct Connect API reference, maxResults). */
const maxResults = 100;

/** What is not seen this soon after a move may only not be seen yet. Milliseconds. */
export const unseenFor = 60_000;

/** How long a connection may be in a worse state than before its move, or in no list. Milliseconds. */
export const settlingFor = 15 * 60_000;

/** A LAG or interconnect of this account. */
export interface Parent {
  readonly id: string;
  readonly state: string | undefined;
  /** Whether it takes hosted connections; undefined when AWS does not say. */
  readonly hosts: boolean | undefined;
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
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let nextToken: string | undefined;
  do {
    const answer = await read({ maxResults, ...(nextToken && { nextToken }) });
    answers.push(answer);
    nextToken = answer.nextToken;
  } while (nextToken);
  return answers;
}

/** Every LAG and interconnect of this account. */
export async function listParents(client: DirectConnectClient): Promise<Parent[]> {
  const lags = await everyPage((page) => client.send(new DescribeLagsCommand(page)));
  const interconnects = await everyPage((page) => client.send(new DescribeInterconnectsCommand(page)));
  return [
    ...lags
      .flatMap(({ lags = [] }) => lags)
      .map(({ lagId = '', lagState, allowsHostedConnections }) => ({ id: lagId, state: lagState, hosts: allowsHostedConnections })),
    ...interconnects
      .flatMap(({ interconnects = [] }) => interconnects)
      .map(({ interconnectId = '', interconnectState }) => ({ id: interconnectId, state: interconnectState, hosts: true })),
  ];
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

/** The one of `children` with this id. */
export const among = ({ connections }: Children, connectionId: string): Connection | undefined =>
  connections.find((connection) => connection.connectionId === connectionId);

/** Where a hosted connection was found. */
export interface Place {
  readonly parentId: string;
  readonly connection: Connection;
  readonly words: Words;
}

/**
 * The one parent under which the connection is, of all but those in `except`. The interconnects of a LAG may list its
 * connections too: then the LAG is meant, which the connection names. Undefined when it is under none, or under several.
 */
export async function placeOf(client: DirectConnectClient, connectionId: string, parents: readonly Parent[]): Promise<Place | undefined> {
  const places: Place[] = [];
  for (const { id } of parents) {
    const children = await childrenOf(client, id);
    const connection = among(children, connectionId);
    if (connection) places.push({ parentId: id, connection, words: children.words });
  }
  const named = places.find(({ parentId, connection }) => connection.lagId === parentId);
  return named ?? (places.length === 1 ? places[0] : undefined);
}

/** A connection of this account by its id, wherever it is; undefined when AWS shows none. */
export async function connectionOf(client: DirectConnectClient, connectionId: string): Promise<Connection | undefined> {
  try {
    const { connections = [] } = await client.send(new DescribeConnectionsCommand({ connectionId }));
    return connections.find((connection) => connection.connectionId === connectionId);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Direct Connect says what is wrong in the message only (sources: terraform-provider-aws, issue 43499 and its finders). */
const isNotFound = (error: unknown): boolean =>
  nameOf(error) === 'DirectConnectClientException' && /does(?: not|n't) exist|could not find/i.test((error as Error).message);

/** Whether a connection listed under a parent has arrived there: under a LAG it names that LAG. */
export const hasArrived = ({ lagId }: Connection, parentId: string): boolean => !parentId.startsWith('dxlag-') || lagId === parentId;

/** What a plan keeps of where the connection was. */
export interface Before {
  readonly parentConnectionId: string | null;
  readonly connectionState: string | null;
}

/** The before-image as the plan made it. */
export const beforeOf = ({ before }: Pick<Intent, 'before'>) => before as unknown as Before;
