import type { Connection, ConnectionState, MacSecKey, Tag } from '@aws-sdk/client-direct-connect';
import { pageOf as anyPageOf, type PageRequest } from '../../page.ts';
import type { Surroundings } from '../../wire/service.ts';
import type { Faults } from '../faults.ts';
import { valueAt } from '../timeline.ts';
import { type ConnectionDocument, collections, type InterconnectDocument, type LagDocument, type Port } from './documents.ts';
import { clientError } from './errors.ts';
import type { DirectConnectTiming } from './timing.ts';

/** What the operations of the simulator work on. */
export interface World extends Surroundings {
  readonly faults: Faults;
  readonly timing: DirectConnectTiming;
}

/** The LAG or interconnect of that id. */
export const parentOf = ({ state }: World, id: string): LagDocument | InterconnectDocument | undefined =>
  state.get<LagDocument>(collections.lag, id) ?? state.get<InterconnectDocument>(collections.interconnect, id);

/** Where a connection stands: under what, and in which state. */
export interface Standing {
  /** Null for a dedicated connection that is no link of a LAG. */
  readonly parentId: string | null;
  readonly state: ConnectionState;
}

/** Where a connection stands for a reader; `stale`: for one behind the last change. */
export function standingOf({ clock }: World, connection: ConnectionDocument, stale = false): Standing {
  const now = clock.now();
  const known = <Value>(timeline: Parameters<typeof valueAt<Value>>[0]) => valueAt(timeline, now, { stale }) ?? valueAt(timeline, now);
  return {
    parentId: connection.hosted ? (known(connection.parents) ?? null) : connection.lagId,
    state: known(connection.states) ?? 'unknown',
  };
}

/** A connection as AWS shows it to that account: tags are for the owner's eyes only. */
export function connectionAs(world: World, connection: ConnectionDocument, { parentId, state }: Standing, account: string): Connection {
  const { id, name, ownerAccount, bandwidth, hosted } = connection;
  const parent = parentId === null ? undefined : parentOf(world, parentId);
  const port = hosted ? parent?.port : connection.port;
  if (!port) throw new Error(`The state has ${id} under ${parentId}, which it does not have`);
  return {
    ownerAccount,
    connectionId: id,
    connectionName: name,
    connectionState: state,
    region: world.region,
    bandwidth,
    ...(parentId?.startsWith('dxlag-') && { lagId: parentId }),
    // The letter of authorization is for the port, and not for what is hosted on it.
    ...portAs(hosted ? { ...port, loaIssueTime: null } : port),
    ...tagsAs(connection, account),
    // Keys belong to the port; a hosted connection only tells whether the port under it is capable.
    ...(hosted && {
      vlan: connection.vlan,
      partnerName: port.providerName,
      macSecCapable: false,
      macSecKeys: [],
      partnerInterconnectMacSecCapable: port.macSecCapable,
    }),
  };
}

/** The members that connections, LAGs and interconnects share. */
export function portAs({ loaIssueTime, macSecKeys, ...port }: Port) {
  const keys: MacSecKey[] = [...macSecKeys];
  return {
    ...port,
    awsDevice: port.awsDeviceV2,
    macSecKeys: keys,
    ...(loaIssueTime !== null && { loaIssueTime: new Date(loaIssueTime) }),
  };
}

/** The tags, for the owner; left out where there are none to show, because the model has no empty list of tags. */
export const tagsAs = ({ ownerAccount, tags }: { ownerAccount: string; tags: readonly Tag[] }, account: string): { tags?: Tag[] } =>
  ownerAccount === account && tags.length > 0 ? { tags: [...tags] } : {};

/** One page; no more than 100 items, however many are asked for. Source: API reference, maxResults. */
export const pageOf = <Item>(list: string, entries: readonly (readonly [string, Item])[], request: PageRequest) =>
  anyPageOf(list, entries, request, { most: 100, refuse: clientError });
