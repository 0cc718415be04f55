import type { DescribeVirtualInterfacesRequest, VirtualInterface, VirtualInterfaces } from '@aws-sdk/client-direct-connect';
import type { Caller } from '../../wire/service.ts';
import { type ConnectionDocument, collections, type VirtualInterfaceDocument } from './documents.ts';
import { connectionAs, pageOf, standingOf, tagsAs, type World } from './world.ts';

/** The virtual interfaces of the caller's, or on the caller's connections. One that is not there is no error, but an empty list. */
export const describeVirtualInterfaces =
  (world: World) =>
  (input: DescribeVirtualInterfacesRequest, { account }: Caller): VirtualInterfaces => {
    const stale = world.faults.take('DescribeVirtualInterfaces', input, 'STALE') !== undefined;
    const { connectionId, virtualInterfaceId } = input;
    const found = world.state
      .list<VirtualInterfaceDocument>(collections.virtualInterface)
      .map(([id, document]) => [id, { document, connection: connectionUnder(world, document) }] as const)
      .filter(([id]) => virtualInterfaceId === undefined || id === virtualInterfaceId)
      .filter(([, { connection }]) => connectionId === undefined || connection.id === connectionId)
      .filter(([, { document, connection }]) => document.ownerAccount === account || connection.ownerAccount === account);
    const { items, nextToken } = pageOf(`virtual interfaces of ${connectionId} ${virtualInterfaceId}`, found, input);
    return {
      virtualInterfaces: items.map(({ document, connection }) => virtualInterfaceAs(world, document, connection, { stale, account })),
      nextToken,
    };
  };

function connectionUnder({ state }: World, { id, connectionId }: VirtualInterfaceDocument): ConnectionDocument {
  const connection = state.get<ConnectionDocument>(collections.connection, connectionId);
  if (!connection) throw new Error(`The state has ${id} on ${connectionId}, which it does not have`);
  return connection;
}

/** The interface is up exactly while its connection is. */
function virtualInterfaceAs(
  world: World,
  document: VirtualInterfaceDocument,
  connection: ConnectionDocument,
  { stale, account }: { stale: boolean; account: string },
): VirtualInterface {
  const { id, name, type, routeFilterPrefixes, tags: _, ...facts } = document;
  const under = connectionAs(world, connection, standingOf(world, connection, stale), account);
  const up = under.connectionState === 'available';
  const device = { awsDeviceV2: under.awsDeviceV2, awsLogicalDeviceId: under.awsLogicalDeviceId };
  const { asn, authKey, addressFamily, amazonAddress, customerAddress } = facts;
  const peer = { asn, asnLong: asn, authKey, addressFamily, amazonAddress, customerAddress };
  return {
    ...facts,
    ...device,
    virtualInterfaceId: id,
    virtualInterfaceName: name,
    virtualInterfaceType: type,
    virtualInterfaceState: up ? 'available' : 'down',
    asnLong: asn,
    location: under.location,
    region: world.region,
    jumboFrameCapable: under.jumboFrameCapable,
    routeFilterPrefixes: [...routeFilterPrefixes],
    customerRouterConfig: routerConfigOf(document),
    bgpPeers: [{ bgpPeerId: id.replace('dxvif', 'dxpeer'), ...peer, ...device, bgpPeerState: 'available', bgpStatus: up ? 'up' : 'down' }],
    ...tagsAs(document, account),
  };
}

/** Source of the form: aws-cli, example of describe-virtual-interfaces. */
const routerConfigOf = ({ id, vlan, customerAddress, amazonAddress, asn, authKey, amazonSideAsn, type }: VirtualInterfaceDocument) => `\
<?xml version="1.0" encoding="UTF-8"?>
<logical_connection id="${id}">
  <vlan>${vlan}</vlan>
  <customer_address>${customerAddress}</customer_address>
  <amazon_address>${amazonAddress}</amazon_address>
  <bgp_asn>${asn}</bgp_asn>
  <bgp_auth_key>${authKey}</bgp_auth_key>
  <amazon_bgp_asn>${amazonSideAsn}</amazon_bgp_asn>
  <connection_type>${type}</connection_type>
</logical_connection>
`;
