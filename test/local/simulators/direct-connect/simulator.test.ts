import {
  AssociateHostedConnectionCommand,
  DescribeConnectionsCommand,
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  DescribeTagsCommand,
  DescribeVirtualInterfacesCommand,
  DirectConnectClient,
  DirectConnectClientException,
  DirectConnectServerException,
} from '@aws-sdk/client-direct-connect';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { serverError } from '../../../../local/simulators/direct-connect/errors.ts';
import { serving } from '../surroundings.ts';
import { createPartner } from './partner.ts';

let partner: ReturnType<typeof createPartner>;
let client: DirectConnectClient;
let end: () => Promise<void>;

beforeEach(async () => {
  partner = createPartner();
  const served = await serving(partner, partner.simulator().service);
  client = new DirectConnectClient(served.client);
  end = served.end;
});

afterEach(async () => {
  client.destroy();
  await end();
});

const failure = (call: Promise<unknown>) => call.catch((reason: unknown) => reason);

describe('Direct Connect for the SDK’s client', () => {
  test('a hosted connection is moved and seen where it went', async () => {
    const { hosted, lag, clock } = partner;
    const moved = await client.send(new AssociateHostedConnectionCommand({ connectionId: hosted, parentConnectionId: lag }));
    expect(moved).toMatchObject({ connectionId: hosted, lagId: lag, vlan: 101, macSecKeys: [], partnerInterconnectMacSecCapable: true });
    clock.pass(60);
    const { connections } = await client.send(new DescribeHostedConnectionsCommand({ connectionId: lag }));
    expect(connections).toMatchObject([{ connectionId: hosted, connectionState: 'available' }]);
  });

  test('what is there can be discovered', async () => {
    const { lag, interconnect, simulator } = partner;
    const loaIssueTime = Date.parse('2026-01-01T00:00:00Z');
    const connectionId = simulator().addConnection({ name: 'own', port: { loaIssueTime }, tags: [{ key: 'Name', value: 'own' }] });
    const addresses = { amazonAddress: '192.168.1.1/30', customerAddress: '192.168.1.2/30' };
    const virtualInterfaceId = simulator().addVirtualInterface({ name: 'vif', connectionId, vlan: 5, ...addresses });
    expect((await client.send(new DescribeLagsCommand({}))).lags).toMatchObject([{ lagId: lag, numberOfConnections: 2 }]);
    expect((await client.send(new DescribeInterconnectsCommand({}))).interconnects).toMatchObject([{ interconnectId: interconnect }]);
    expect((await client.send(new DescribeConnectionsCommand({ connectionId }))).connections).toMatchObject([
      { connectionId, loaIssueTime: new Date(loaIssueTime) },
    ]);
    expect((await client.send(new DescribeVirtualInterfacesCommand({ connectionId }))).virtualInterfaces).toMatchObject([
      { virtualInterfaceId, bgpPeers: [{ bgpStatus: 'up' }] },
    ]);
    const resourceArns = [`arn:aws:directconnect:eu-central-1:111122223333:dxcon/${connectionId}`];
    expect((await client.send(new DescribeTagsCommand({ resourceArns }))).resourceTags).toEqual([
      { resourceArn: resourceArns[0], tags: [{ key: 'Name', value: 'own' }] },
    ]);
  });

  test('pages follow one another by their tokens', async () => {
    const { simulator, lag } = partner;
    for (let vlan = 1; vlan <= 101; vlan += 1) simulator().addHostedConnection({ name: `c${vlan}`, parentId: lag, vlan });
    const first = await client.send(new DescribeHostedConnectionsCommand({ connectionId: lag }));
    const second = await client.send(new DescribeHostedConnectionsCommand({ connectionId: lag, nextToken: first.nextToken }));
    expect([first.connections?.length, second.connections?.length, second.nextToken]).toEqual([100, 1, undefined]);
  });

  test('both errors are HTTP 400', async () => {
    const { hosted, lag, faults } = partner;
    const missing = await failure(client.send(new DescribeLagsCommand({ lagId: 'dxlag-nowhere' })));
    expect(missing).toBeInstanceOf(DirectConnectClientException);
    expect(missing).toMatchObject({ message: 'Could not find Lag with ID dxlag-nowhere.', $metadata: { httpStatusCode: 400 } });
    faults.add({ operation: 'AssociateHostedConnection', effect: { type: 'REFUSE', error: serverError() } });
    const move = new AssociateHostedConnectionCommand({ connectionId: hosted, parentConnectionId: lag });
    const broken = await failure(client.send(move));
    expect(broken).toBeInstanceOf(DirectConnectServerException);
    expect(broken).toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });

  test('a required member that is missing is a client error', async () => {
    const lacking = new AssociateHostedConnectionCommand({ connectionId: partner.hosted, parentConnectionId: undefined });
    expect(await failure(client.send(lacking))).toBeInstanceOf(DirectConnectClientException);
  });
});
