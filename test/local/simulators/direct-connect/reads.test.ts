import type { Connection, Lag } from '@aws-sdk/client-direct-connect';
import { describe, expect, test } from '@jest/globals';
import { otherAccount, told } from '../surroundings.ts';
import { createPartner } from './partner.ts';

const refused = (message: string) => ({ name: 'DirectConnectClientException', status: 400, message });
const ids = (connections: unknown) => (connections as Connection[]).map(({ connectionId }) => connectionId);

describe('connections', () => {
  test('the owner sees the hosted one, with its tags and its LAG; the partner sees no tags', async () => {
    const { call, move, children, lag, hosted, clock } = createPartner();
    await move();
    clock.pass(60);
    const { connections } = await call('DescribeConnections', { connectionId: hosted }, otherAccount);
    expect(connections).toMatchObject([{ connectionId: hosted, lagId: lag, tags: [{ key: 'Name', value: 'a' }], vlan: 101 }]);
    const [child] = await children(lag);
    expect([child?.connectionId, child?.tags]).toEqual([hosted, undefined]);
  });

  test('nobody sees another account’s connection by DescribeConnections', async () => {
    const { call, hosted } = createPartner();
    expect(ids((await call('DescribeConnections')).connections)).not.toContain(hosted);
    expect(await told(call('DescribeConnections', { connectionId: hosted }))).toEqual(
      refused(`Could not find Connection with ID ${hosted}.`),
    );
  });

  test('a dedicated one has the port’s keys and letter of authorization', async () => {
    const { call, simulator } = createPartner();
    const key = {
      secretARN: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:key',
      ckn: '0011',
      state: 'associated',
      startOn: 'now',
    };
    const port = {
      macSecKeys: [key],
      portEncryptionStatus: 'Encryption Up',
      encryptionMode: 'must_encrypt',
      loaIssueTime: 1_700_000_000_000,
    };
    const connectionId = simulator().addConnection({ name: 'own', port });
    const [connection] = (await call('DescribeConnections', { connectionId })).connections as Connection[];
    expect(connection).toMatchObject({ ...port, macSecCapable: true, loaIssueTime: new Date(1_700_000_000_000), bandwidth: '10Gbps' });
    for (const member of ['vlan', 'lagId', 'partnerName', 'partnerInterconnectMacSecCapable'])
      expect(connection).not.toHaveProperty(member);
  });
});

describe('hosted connections', () => {
  test('are listed by their parent; one’s own id is the wrong question', async () => {
    const { call, children, interconnect, hosted } = createPartner();
    expect(ids(await children(interconnect))).toEqual([hosted]);
    expect(await told(call('DescribeHostedConnections', { connectionId: hosted }))).toEqual(
      refused(`111122223333 DescribeHostedConnections failed for connection ${hosted} doesn't exist.`),
    );
  });

  test('are the partner’s to list', async () => {
    const { call, interconnect } = createPartner();
    const question = { connectionId: interconnect };
    expect(await told(call('DescribeHostedConnections', question, otherAccount))).toMatchObject({ name: 'DirectConnectClientException' });
  });

  test('come a hundred at most to a page', async () => {
    const { call, simulator, lag } = createPartner();
    const added = Array.from({ length: 205 }, (_, vlan) => simulator().addHostedConnection({ name: `c${vlan}`, parentId: lag, vlan }));
    const all: unknown[] = [];
    const sizes: number[] = [];
    let nextToken: unknown;
    do {
      const page = await call('DescribeHostedConnections', { connectionId: lag, maxResults: 500, nextToken });
      all.push(...ids(page.connections));
      sizes.push((page.connections as []).length);
      nextToken = page.nextToken;
    } while (nextToken);
    expect(sizes).toEqual([100, 100, 5]);
    expect(all).toEqual([...added].sort());
    expect(await told(call('DescribeHostedConnections', { connectionId: lag, nextToken: 'nonsense' }))).toEqual(
      refused('The nextToken is not valid.'),
    );
    expect(await told(call('DescribeHostedConnections', { connectionId: lag, maxResults: 0 }))).toEqual(
      refused('maxResults must be 1 or more.'),
    );
  });
});

describe('LAGs and interconnects', () => {
  test('a LAG has its links, and is not found when it is not the caller’s', async () => {
    const { call, lag } = createPartner();
    const [found] = (await call('DescribeLags', { lagId: lag })).lags as Lag[];
    expect(found).toEqual({
      lagId: lag,
      lagName: 'frankfurt',
      lagState: 'available',
      ownerAccount: '111122223333',
      connectionsBandwidth: '10Gbps',
      numberOfConnections: 2,
      minimumLinks: 0,
      allowsHostedConnections: true,
      connections: [expect.objectContaining({ lagId: lag }), expect.objectContaining({ lagId: lag })],
      region: 'eu-central-1',
      location: 'EqFR5',
      awsDevice: 'FR5-lag',
      awsDeviceV2: 'FR5-lag',
      awsLogicalDeviceId: 'EqDC2-1a2b3c4d5e6f7',
      hasLogicalRedundancy: 'unknown',
      jumboFrameCapable: true,
      providerName: 'Example Partner',
      macSecCapable: true,
      encryptionMode: 'no_encrypt',
      macSecKeys: [],
    });
    expect(await told(call('DescribeLags', { lagId: lag }, otherAccount))).toEqual(refused(`Could not find Lag with ID ${lag}.`));
  });

  test('an interconnect is found by its id and tells its LAG', async () => {
    const { call, simulator, lag } = createPartner();
    const interconnectId = simulator().addInterconnect({ name: 'bundled', lagId: lag, tags: [{ key: 'a', value: '1' }] });
    expect((await call('DescribeInterconnects', { interconnectId })).interconnects).toMatchObject([
      {
        interconnectId,
        interconnectName: 'bundled',
        interconnectState: 'available',
        bandwidth: '10Gbps',
        lagId: lag,
        region: 'eu-central-1',
      },
    ]);
    expect(await told(call('DescribeInterconnects', { interconnectId: 'dxcon-nowhere' }))).toEqual(
      refused('Could not find Interconnect with ID dxcon-nowhere.'),
    );
  });

  test.each([
    ['DescribeLags', 'lags', 'lagId'],
    ['DescribeInterconnects', 'interconnects', 'interconnectId'],
    ['DescribeConnections', 'connections', 'connectionId'],
  ])('%s comes in pages', async (operation, member, id) => {
    const { call, simulator } = createPartner();
    simulator().addLag({ name: 'second' });
    simulator().addInterconnect({ name: 'second' });
    const whole = (await call(operation))[member] as object[];
    const first = await call(operation, { maxResults: 1 });
    const second = await call(operation, { maxResults: 99, nextToken: first.nextToken });
    expect([...(first[member] as object[]), ...(second[member] as object[])]).toEqual(whole);
    expect(first[member]).toHaveLength(1);
    expect(second.nextToken).toBeUndefined();
    expect(new Set(whole.map((each) => (each as Record<string, unknown>)[id])).size).toBe(whole.length);
  });
});

describe('virtual interfaces', () => {
  const addresses = { amazonAddress: '192.168.1.1/30', customerAddress: '192.168.1.2/30' };

  test('go down with their connection, and up again', async () => {
    const { call, simulator, move, hosted, clock } = createPartner();
    const id = simulator().addVirtualInterface({ name: 'private', account: otherAccount, connectionId: hosted, vlan: 101, ...addresses });
    const read = async () =>
      ((await call('DescribeVirtualInterfaces', { connectionId: hosted }, otherAccount)).virtualInterfaces as Record<string, unknown>[])[0];
    expect(await read()).toEqual({
      ownerAccount: otherAccount,
      virtualInterfaceId: id,
      location: 'EqDB3',
      connectionId: hosted,
      virtualInterfaceType: 'private',
      virtualInterfaceName: 'private',
      vlan: 101,
      asn: 65000,
      asnLong: 65000,
      amazonSideAsn: 64512,
      authKey: 'asdf34example',
      ...addresses,
      addressFamily: 'ipv4',
      virtualInterfaceState: 'available',
      customerRouterConfig: expect.stringContaining('<vlan>101</vlan>'),
      mtu: 1500,
      jumboFrameCapable: true,
      virtualGatewayId: '',
      directConnectGatewayId: '',
      routeFilterPrefixes: [],
      bgpPeers: [
        {
          bgpPeerId: id.replace('dxvif', 'dxpeer'),
          asn: 65000,
          asnLong: 65000,
          authKey: 'asdf34example',
          addressFamily: 'ipv4',
          ...addresses,
          bgpPeerState: 'available',
          bgpStatus: 'up',
          awsDeviceV2: 'EqDB3-port',
          awsLogicalDeviceId: 'EqDC2-1a2b3c4d5e6f7',
        },
      ],
      region: 'eu-central-1',
      awsDeviceV2: 'EqDB3-port',
      awsLogicalDeviceId: 'EqDC2-1a2b3c4d5e6f7',
      siteLinkEnabled: false,
    });
    await move();
    expect(await read()).toMatchObject({ virtualInterfaceState: 'down', bgpPeers: [{ bgpStatus: 'down' }] });
    clock.pass(60);
    expect(await read()).toMatchObject({ virtualInterfaceState: 'available', bgpPeers: [{ bgpStatus: 'up', awsDeviceV2: 'FR5-lag' }] });
  });

  test('of a customer are not the partner’s to see; what is not there is an empty list', async () => {
    const { call, simulator, hosted } = createPartner();
    const id = simulator().addVirtualInterface({ name: 'private', account: otherAccount, connectionId: hosted, vlan: 101, ...addresses });
    const read = async (question: object, from?: string) => (await call('DescribeVirtualInterfaces', question, from)).virtualInterfaces;
    expect(await read({ connectionId: hosted })).toEqual([]);
    expect(await read({ virtualInterfaceId: 'dxvif-nowhere' }, otherAccount)).toEqual([]);
    expect(await read({ virtualInterfaceId: id }, otherAccount)).toHaveLength(1);
  });

  test('come in pages', async () => {
    const { call, simulator } = createPartner();
    const connectionId = simulator().addConnection({ name: 'own' });
    for (const vlan of [1, 2, 3]) simulator().addVirtualInterface({ name: `vif-${vlan}`, connectionId, vlan, ...addresses });
    const first = await call('DescribeVirtualInterfaces', { connectionId, maxResults: 2 });
    const second = await call('DescribeVirtualInterfaces', { connectionId, maxResults: 2, nextToken: first.nextToken });
    expect([first.virtualInterfaces, second.virtualInterfaces].map((items) => (items as []).length)).toEqual([2, 1]);
    expect(second.nextToken).toBeUndefined();
  });
});

describe('tags', () => {
  const arnOf = (id: string, account: string) => `arn:aws:directconnect:eu-central-1:${account}:${id.split('-')[0]}/${id}`;

  test('are for the owner', async () => {
    const { call, hosted, lag, interconnect } = createPartner();
    const own = arnOf(hosted, otherAccount);
    expect(await call('DescribeTags', { resourceArns: [own] }, otherAccount)).toEqual({
      resourceTags: [{ resourceArn: own, tags: [{ key: 'Name', value: 'a' }] }],
    });
    expect(await told(call('DescribeTags', { resourceArns: [own] }))).toEqual(refused(`Resource ${own} does not exist.`));
    const resourceArns = [arnOf(lag, '111122223333'), arnOf(interconnect, '111122223333')];
    expect(await call('DescribeTags', { resourceArns })).toEqual({
      resourceTags: resourceArns.map((resourceArn) => ({ resourceArn })),
    });
  });

  test('of what is not there are refused', async () => {
    const { call, lag } = createPartner();
    for (const arn of [arnOf('dxlag-nowhere', '111122223333'), arnOf(lag, otherAccount), 'nonsense'])
      expect(await told(call('DescribeTags', { resourceArns: [arn] }))).toEqual(refused(`Resource ${arn} does not exist.`));
  });
});
