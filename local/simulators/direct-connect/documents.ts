import type {
  AddressFamily,
  ConnectionState,
  HasLogicalRedundancy,
  LagState,
  MacSecKey,
  RouteFilterPrefix,
  Tag,
} from '@aws-sdk/client-direct-connect';
import type { Random } from '../../random.ts';
import type { State } from '../../state.ts';
import type { Timeline } from '../timeline.ts';

/** The port at AWS's end: what a hosted connection has from the LAG or interconnect under which it is. */
export interface Port {
  readonly location: string;
  readonly awsDeviceV2: string;
  readonly awsLogicalDeviceId: string;
  readonly hasLogicalRedundancy: HasLogicalRedundancy;
  readonly jumboFrameCapable: boolean;
  readonly providerName: string;
  readonly macSecCapable: boolean;
  readonly portEncryptionStatus: string;
  readonly encryptionMode: string;
  readonly macSecKeys: readonly MacSecKey[];
  /** Null until a letter of authorization was asked for. */
  readonly loaIssueTime: number | null;
}

interface Owned {
  readonly id: string;
  readonly name: string;
  readonly ownerAccount: string;
  readonly bandwidth: string;
  readonly tags: readonly Tag[];
}

interface Parent extends Owned {
  readonly port: Port;
  /** LAGs and interconnects have the same states. */
  readonly state: LagState;
}

/** A LAG as the state keeps it; its bandwidth is that of each link. */
export interface LagDocument extends Parent {
  readonly minimumLinks: number;
  readonly allowsHostedConnections: boolean;
}

/** An interconnect as the state keeps it. */
export interface InterconnectDocument extends Parent {
  readonly lagId: string | null;
}

/** A dedicated connection, which has its own port and may be a link of a LAG, or a hosted one. */
export type ConnectionDocument = HostedConnectionDocument | DedicatedConnectionDocument;

interface Connection extends Owned {
  readonly states: Timeline<ConnectionState>;
}

/** A hosted connection as the state keeps it: what a move moves. */
export interface HostedConnectionDocument extends Connection {
  readonly hosted: true;
  readonly vlan: number;
  /** The LAG or interconnect under which it is. */
  readonly parents: Timeline<string>;
  /** What its state would be, had not a fault ended its last move in another. */
  readonly faultless?: ConnectionState;
}

/** A dedicated connection as the state keeps it. */
export interface DedicatedConnectionDocument extends Connection {
  readonly hosted: false;
  readonly port: Port;
  readonly lagId: string | null;
}

/** A virtual interface as the state keeps it. */
export interface VirtualInterfaceDocument {
  readonly id: string;
  readonly name: string;
  readonly ownerAccount: string;
  readonly connectionId: string;
  readonly type: string;
  readonly vlan: number;
  readonly asn: number;
  readonly amazonSideAsn: number;
  readonly authKey: string;
  readonly amazonAddress: string;
  readonly customerAddress: string;
  readonly addressFamily: AddressFamily;
  readonly mtu: number;
  readonly virtualGatewayId: string;
  readonly directConnectGatewayId: string;
  readonly routeFilterPrefixes: readonly RouteFilterPrefix[];
  readonly siteLinkEnabled: boolean;
  readonly tags: readonly Tag[];
}

/** Where each sort of document is kept. */
export const collections = {
  lag: 'direct-connect/lag',
  interconnect: 'direct-connect/interconnect',
  connection: 'direct-connect/connection',
  virtualInterface: 'direct-connect/virtual-interface',
} as const;

/** A new id: dxcon-fg9607vm and the like. */
export const newId = (prefix: 'dxcon' | 'dxlag' | 'dxvif', random: Random): string =>
  `${prefix}-f${Array.from({ length: 7 }, () => Math.floor(random() * 36).toString(36)).join('')}`;

/** Every hosted connection. */
export const hostedConnections = (state: State): HostedConnectionDocument[] =>
  state
    .list<ConnectionDocument>(collections.connection)
    .map(([, connection]) => connection)
    .filter((connection) => connection.hosted);
