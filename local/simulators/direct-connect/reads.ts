import type {
  Connections,
  DescribeConnectionsRequest,
  DescribeHostedConnectionsRequest,
  DescribeInterconnectsRequest,
  DescribeLagsRequest,
  Interconnect,
  Interconnects,
  Lag,
  Lags,
} from '@aws-sdk/client-direct-connect';
import type { Caller } from '../../wire/service.ts';
import { type ConnectionDocument, collections, hostedConnections, type InterconnectDocument, type LagDocument } from './documents.ts';
import { clientError, notFound } from './errors.ts';
import { connectionAs, pageOf, parentOf, portAs, standingOf, tagsAs, type World } from './world.ts';

/** The connections that the caller owns, dedicated and hosted, or one of them. */
export const describeConnections =
  (world: World) =>
  (input: DescribeConnectionsRequest, { account }: Caller): Connections => {
    const stale = world.faults.take('DescribeConnections', input, 'STALE') !== undefined;
    const own = ownedBy(account, world.state.list<ConnectionDocument>(collections.connection), input.connectionId, 'Connection');
    const { items, nextToken } = pageOf('connections', own, input);
    return { connections: items.map((each) => connectionAs(world, each, standingOf(world, each, stale), account)), nextToken };
  };

/** The hosted connections under a LAG or interconnect of the caller's, whoever owns them. */
export const describeHostedConnections =
  (world: World) =>
  (input: DescribeHostedConnectionsRequest, { account }: Caller): Connections => {
    const stale = world.faults.take('DescribeHostedConnections', input, 'STALE') !== undefined;
    const parentId = input.connectionId ?? '';
    if (parentOf(world, parentId)?.ownerAccount !== account)
      throw clientError(`${account} DescribeHostedConnections failed for connection ${parentId} doesn't exist.`);
    const children = hostedConnections(world.state)
      .map((connection) => ({ connection, standing: standingOf(world, connection, stale) }))
      .filter(({ standing }) => standing.parentId === parentId)
      .map((child) => [child.connection.id, child] as const);
    const { items, nextToken } = pageOf(`hosted connections of ${parentId}`, children, input);
    return { connections: items.map(({ connection, standing }) => connectionAs(world, connection, standing, account)), nextToken };
  };

/** The caller's LAGs with their links, or one of them. */
export const describeLags =
  (world: World) =>
  (input: DescribeLagsRequest, { account }: Caller): Lags => {
    const own = ownedBy(account, world.state.list<LagDocument>(collections.lag), input.lagId, 'Lag');
    const { items, nextToken } = pageOf('lags', own, input);
    return { lags: items.map((lag) => lagAs(world, lag, account)), nextToken };
  };

/** The caller's interconnects, or one of them. */
export const describeInterconnects =
  (world: World) =>
  (input: DescribeInterconnectsRequest, { account }: Caller): Interconnects => {
    const all = world.state.list<InterconnectDocument>(collections.interconnect);
    const { items, nextToken } = pageOf('interconnects', ownedBy(account, all, input.interconnectId, 'Interconnect'), input);
    return { interconnects: items.map((interconnect) => interconnectAs(world, interconnect, account)), nextToken };
  };

/** What the account owns of them, or the one asked for; throws when that is not there for this account. */
function ownedBy<Document extends { readonly id: string; readonly ownerAccount: string }>(
  account: string,
  entries: [string, Document][],
  id: string | undefined,
  what: Parameters<typeof notFound>[0],
): [string, Document][] {
  const own = entries.filter(([, document]) => document.ownerAccount === account && (id === undefined || document.id === id));
  if (id !== undefined && own.length === 0) throw notFound(what, id);
  return own;
}

function lagAs(world: World, lag: LagDocument, account: string): Lag {
  const links = world.state
    .list<ConnectionDocument>(collections.connection)
    .map(([, connection]) => connection)
    .filter((connection) => !connection.hosted && connection.lagId === lag.id)
    .map((connection) => connectionAs(world, connection, standingOf(world, connection), account));
  const { loaIssueTime: _, portEncryptionStatus: __, ...port } = portAs(lag.port);
  return {
    lagId: lag.id,
    lagName: lag.name,
    lagState: lag.state,
    ownerAccount: lag.ownerAccount,
    connectionsBandwidth: lag.bandwidth,
    numberOfConnections: links.length,
    minimumLinks: lag.minimumLinks,
    allowsHostedConnections: lag.allowsHostedConnections,
    connections: links,
    region: world.region,
    ...port,
    ...tagsAs(lag, account),
  };
}

const interconnectAs = (world: World, interconnect: InterconnectDocument, account: string): Interconnect => ({
  interconnectId: interconnect.id,
  interconnectName: interconnect.name,
  interconnectState: interconnect.state,
  bandwidth: interconnect.bandwidth,
  region: world.region,
  ...(interconnect.lagId !== null && { lagId: interconnect.lagId }),
  ...portAs(interconnect.port),
  ...tagsAs(interconnect, account),
});
