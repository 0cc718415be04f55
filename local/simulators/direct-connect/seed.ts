import type { ConnectionState, LagState, RouteFilterPrefix, Tag } from '@aws-sdk/client-direct-connect';
import {
  type ConnectionDocument,
  collections,
  type InterconnectDocument,
  type LagDocument,
  newId,
  type Port,
  type VirtualInterfaceDocument,
} from './documents.ts';
import { parentOf, type World } from './world.ts';

/** What is left out gets a usual value, a new id and the world's own account. */
export interface NewResource {
  readonly name: string;
  readonly id?: string;
  readonly account?: string;
  readonly bandwidth?: string;
  readonly tags?: readonly Tag[];
}

/** What LAGs and interconnects have in common. */
export interface NewParent extends NewResource {
  /** available when left out. */
  readonly state?: LagState;
  readonly port?: Partial<Port>;
}

/** A LAG to put there, with its links. */
export interface NewLag extends NewParent {
  /** Dedicated connections that are bundled in it; 2 when left out. */
  readonly links?: number;
  readonly minimumLinks?: number;
  /** True when left out. */
  readonly allowsHostedConnections?: boolean;
}

/** A hosted connection to put there. */
export interface NewHostedConnection extends NewResource {
  readonly parentId: string;
  readonly vlan: number;
  /** available when left out. */
  readonly state?: ConnectionState;
}

/** A virtual interface to put there. */
export interface NewVirtualInterface extends NewResource {
  readonly connectionId: string;
  readonly vlan: number;
  readonly amazonAddress: string;
  readonly customerAddress: string;
  readonly type?: 'private' | 'public' | 'transit';
  readonly asn?: number;
  readonly virtualGatewayId?: string;
  readonly directConnectGatewayId?: string;
  readonly routeFilterPrefixes?: readonly RouteFilterPrefix[];
}

/** Puts a LAG with its links there; gives its id. */
export const addLag =
  (world: World) =>
  ({ links = 2, minimumLinks = 0, allowsHostedConnections = true, port, state = 'available', ...lag }: NewLag): string => {
    const document: LagDocument = {
      ...ownedFrom(world, 'dxlag', { bandwidth: '10Gbps', ...lag }),
      port: portFrom(port),
      state,
      minimumLinks,
      allowsHostedConnections,
    };
    world.state.put(collections.lag, document.id, document);
    for (let link = 1; link <= links; link += 1)
      addConnection(world)({
        name: `${lag.name}-${link}`,
        account: document.ownerAccount,
        bandwidth: document.bandwidth,
        lagId: document.id,
        port: document.port,
      });
    return document.id;
  };

/** Puts an interconnect there; gives its id. */
export const addInterconnect =
  (world: World) =>
  ({ lagId, port, state = 'available', ...interconnect }: NewParent & { readonly lagId?: string }): string => {
    const document: InterconnectDocument = {
      ...ownedFrom(world, 'dxcon', { bandwidth: '10Gbps', ...interconnect }),
      port: portFrom(port),
      state,
      lagId: lagId ?? null,
    };
    world.state.put(collections.interconnect, document.id, document);
    return document.id;
  };

/** Puts a dedicated connection there; gives its id. */
export const addConnection =
  (world: World) =>
  ({ lagId, port, ...connection }: NewResource & { readonly lagId?: string; readonly port?: Partial<Port> }): string =>
    put(world, {
      ...ownedFrom(world, 'dxcon', { bandwidth: '10Gbps', ...connection }),
      hosted: false,
      states: [{ at: world.clock.now(), value: 'available' }],
      port: portFrom(port),
      lagId: lagId ?? null,
    });

/** Puts a hosted connection under a LAG or interconnect; gives its id. Throws when the parent is not there. */
export const addHostedConnection =
  (world: World) =>
  ({ parentId, vlan, state = 'available', ...connection }: NewHostedConnection): string => {
    if (!parentOf(world, parentId)) throw new Error(`There is no ${parentId} to put a hosted connection under`);
    const at = world.clock.now();
    return put(world, {
      ...ownedFrom(world, 'dxcon', { bandwidth: '500Mbps', ...connection }),
      hosted: true,
      vlan,
      states: [{ at, value: state }],
      parents: [{ at, value: parentId }],
    });
  };

/** Puts a virtual interface on a connection; gives its id. Throws when the connection is not there. */
export const addVirtualInterface =
  (world: World) =>
  ({ connectionId, vlan, amazonAddress, customerAddress, ...more }: NewVirtualInterface): string => {
    if (!world.state.get(collections.connection, connectionId)) throw new Error(`There is no ${connectionId} to put an interface on`);
    const { bandwidth: _, ...owned } = ownedFrom(world, 'dxvif', { bandwidth: '', ...more });
    const document: VirtualInterfaceDocument = {
      ...owned,
      connectionId,
      type: more.type ?? 'private',
      vlan,
      asn: more.asn ?? 65000,
      amazonSideAsn: 64512,
      authKey: 'asdf34example',
      amazonAddress,
      customerAddress,
      addressFamily: amazonAddress.includes('.') ? 'ipv4' : 'ipv6',
      mtu: 1500,
      virtualGatewayId: more.virtualGatewayId ?? '',
      directConnectGatewayId: more.directConnectGatewayId ?? '',
      routeFilterPrefixes: more.routeFilterPrefixes ?? [],
      siteLinkEnabled: false,
    };
    world.state.put(collections.virtualInterface, document.id, document);
    return document.id;
  };

function put({ state }: World, connection: ConnectionDocument): string {
  state.put(collections.connection, connection.id, connection);
  return connection.id;
}

const ownedFrom = (
  world: World,
  prefix: Parameters<typeof newId>[0],
  { id, name, account, bandwidth, tags }: NewResource & { readonly bandwidth: string },
) => ({
  id: id ?? newId(prefix, world.random),
  name,
  ownerAccount: account ?? world.account,
  bandwidth,
  tags: tags ?? [],
});

/** The form of locations and devices: aws-cli, example of describe-lags. */
const portFrom = (port: Partial<Port> = {}): Port => ({
  location: 'EqDC2',
  awsDeviceV2: 'EqDC2-1a2b3c4d5e6f7',
  awsLogicalDeviceId: 'EqDC2-1a2b3c4d5e6f7',
  hasLogicalRedundancy: 'unknown',
  jumboFrameCapable: true,
  providerName: 'Example Partner',
  macSecCapable: true,
  portEncryptionStatus: 'Encryption Down',
  encryptionMode: 'no_encrypt',
  macSecKeys: [],
  loaIssueTime: null,
  ...port,
});
