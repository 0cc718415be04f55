import { describe, expect, test } from '@jest/globals';
import { serverError } from '../../../../local/simulators/direct-connect/errors.ts';
import { otherAccount, told } from '../surroundings.ts';
import { createPartner } from './partner.ts';

const refused = (message: string) => ({ name: 'DirectConnectClientException', status: 400, message });

describe('moving a hosted connection', () => {
  test('answers with the connection under its new parent, whose port it now has', async () => {
    const { move, lag, hosted } = createPartner();
    expect(await move()).toEqual({
      ownerAccount: '444455556666',
      connectionId: hosted,
      connectionName: 'customer-a',
      connectionState: expect.stringMatching(/^(pending|down)$/),
      region: 'eu-central-1',
      location: 'EqFR5',
      bandwidth: '500Mbps',
      vlan: 101,
      partnerName: 'Example Partner',
      lagId: lag,
      awsDevice: 'FR5-lag',
      jumboFrameCapable: true,
      awsDeviceV2: 'FR5-lag',
      awsLogicalDeviceId: 'EqDC2-1a2b3c4d5e6f7',
      hasLogicalRedundancy: 'unknown',
      providerName: 'Example Partner',
      macSecCapable: false,
      portEncryptionStatus: 'Encryption Down',
      encryptionMode: 'no_encrypt',
      macSecKeys: [],
      partnerInterconnectMacSecCapable: true,
    });
  });

  test('interrupts traffic for a while and then is through', async () => {
    const { move, seen, clock } = createPartner();
    expect(await seen()).toEqual([{ under: 'interconnect', connectionState: 'available' }]);
    const { connectionState } = await move();
    clock.pass(59);
    expect(await seen()).toEqual([{ under: 'lag', connectionState }]);
    clock.pass(1);
    expect(await seen()).toEqual([{ under: 'lag', connectionState: 'available' }]);
  });

  test('is seen at once or some seconds later, as the seed has it', async () => {
    const places = new Set<string | undefined>();
    for (const seed of Array(12).keys()) {
      const { move, seen, clock } = createPartner({}, seed);
      await move();
      const [now, ...more] = await seen();
      places.add(now?.under);
      expect(more).toEqual([]);
      clock.pass(5);
      expect(await seen()).toMatchObject([{ under: 'lag' }]);
    }
    expect([...places].sort()).toEqual(['interconnect', 'lag']);
  });

  test('goes back the same way, and no lagId is left', async () => {
    const { move, interconnect, clock } = createPartner();
    await move();
    clock.pass(60);
    const back = await move(interconnect);
    expect(back).toMatchObject({ location: 'EqDB3', awsDeviceV2: 'EqDB3-port' });
    expect(back).not.toHaveProperty('lagId');
  });

  test('one that the customer has not confirmed stays ordering', async () => {
    const { move, seen, clock, simulator, interconnect, lag, children } = createPartner();
    const ordered = simulator().addHostedConnection({ name: 'new', parentId: interconnect, vlan: 300, state: 'ordering' });
    expect(await move(lag, ordered)).toMatchObject({ connectionState: 'ordering', lagId: lag });
    clock.pass(60);
    expect((await children(lag)).map(({ connectionState }) => connectionState)).toEqual(['ordering']);
    expect(await seen()).toMatchObject([{ under: 'interconnect' }]);
  });

  test('to where it already is interrupts it all the same', async () => {
    const { move, interconnect, seen, clock } = createPartner();
    await move(interconnect);
    expect(await seen()).toEqual([{ under: 'interconnect', connectionState: expect.stringMatching(/^(pending|down)$/) }]);
    clock.pass(60);
    expect(await seen()).toEqual([{ under: 'interconnect', connectionState: 'available' }]);
  });

  test('is reported by CloudTrail, refused or not', async () => {
    const { move, events, lag, hosted, simulator } = createPartner();
    simulator().addHostedConnection({ name: 'taken', parentId: lag, vlan: 102 });
    await move();
    await told(move());
    expect(events.map(({ source, detail }) => [source, detail.eventSource, detail.eventName, detail.errorCode])).toEqual([
      ['aws.directconnect', 'directconnect.amazonaws.com', 'AssociateHostedConnection', undefined],
      ['aws.directconnect', 'directconnect.amazonaws.com', 'AssociateHostedConnection', 'DirectConnectClientException'],
    ]);
    expect(events[0]?.detail.requestParameters).toEqual({ connectionId: hosted, parentConnectionId: lag });
  });
});

describe('what a move is refused for', () => {
  test('a VLAN that another child of the target has, even one that has only just been moved there', async () => {
    const { move, seen, simulator, interconnect, lag, hosted } = createPartner();
    const taken = simulator().addHostedConnection({ name: 'taken', parentId: interconnect, vlan: 101 });
    await move(lag, taken);
    expect(await told(move())).toEqual(refused(`VLAN 101 is in use on ${lag} by ${taken}.`));
    expect(await seen()).toEqual([{ under: 'interconnect', connectionState: 'available' }]);
    expect(hosted).not.toBe(taken);
  });

  test('a child that is gone has no VLAN any more', async () => {
    const { move, simulator, lag } = createPartner();
    simulator().addHostedConnection({ name: 'gone', parentId: lag, vlan: 101, state: 'deleted' });
    expect(await move()).toMatchObject({ lagId: lag });
  });

  test('an IP address that a virtual interface under the target has', async () => {
    const { move, simulator, lag, hosted } = createPartner();
    const other = simulator().addHostedConnection({ name: 'other', parentId: lag, vlan: 102 });
    const addresses = { amazonAddress: '192.168.1.1/30', customerAddress: '192.168.1.2/30' };
    simulator().addVirtualInterface({ name: 'mine', connectionId: hosted, vlan: 101, ...addresses });
    const taken = simulator().addVirtualInterface({ name: 'theirs', connectionId: other, vlan: 102, ...addresses });
    const message = `An IP address of a virtual interface of ${hosted} is in use on ${lag} by ${taken}.`;
    expect(await told(move())).toEqual(refused(message));
  });

  test('connections and parents that are not there, or not the caller’s', async () => {
    const { move, lag, hosted, simulator } = createPartner();
    const dedicated = simulator().addConnection({ name: 'own' });
    const foreignLag = simulator().addLag({ name: 'foreign', account: otherAccount });
    expect(await told(move(lag, 'dxcon-nowhere'))).toEqual(refused('Could not find Connection with ID dxcon-nowhere.'));
    expect(await told(move(lag, dedicated))).toEqual(refused(`Could not find Connection with ID ${dedicated}.`));
    expect(await told(move('dxlag-nowhere'))).toEqual(refused('Could not find Lag with ID dxlag-nowhere.'));
    expect(await told(move('dxcon-nowhere'))).toEqual(refused('Could not find Interconnect with ID dxcon-nowhere.'));
    expect(await told(move(foreignLag))).toEqual(refused(`Could not find Lag with ID ${foreignLag}.`));
    expect(await told(move(foreignLag, hosted, otherAccount))).toEqual(refused(`Could not find Connection with ID ${hosted}.`));
  });

  test('a target that is not ready for it', async () => {
    const { move, simulator } = createPartner();
    const pending = simulator().addLag({ name: 'pending', state: 'pending' });
    const down = simulator().addInterconnect({ name: 'down', state: 'down' });
    const closed = simulator().addLag({ name: 'closed', allowsHostedConnections: false });
    expect(await told(move(pending))).toEqual(refused(`${pending} is in a transitioning state.`));
    expect(await told(move(down))).toEqual(refused(`${down} is in the down state.`));
    expect(await told(move(closed))).toEqual(refused(`${closed} does not allow hosted connections.`));
  });

  test('a connection that is being moved, or is gone', async () => {
    const { move, interconnect, lag, hosted, clock, simulator } = createPartner();
    await move();
    expect(await told(move(interconnect))).toEqual(refused(`${hosted} is in a transitioning state.`));
    clock.pass(60);
    expect(await move(interconnect)).toMatchObject({ connectionId: hosted });
    const rejected = simulator().addHostedConnection({ name: 'no', parentId: interconnect, vlan: 9, state: 'rejected' });
    expect(await told(move(lag, rejected))).toEqual(refused(`${rejected} is in the rejected state.`));
  });
});

describe('faults', () => {
  const operation = 'AssociateHostedConnection';

  test('a server error with nothing done', async () => {
    const { move, seen, faults } = createPartner();
    faults.add({ operation, effect: { type: 'REFUSE', error: serverError() } });
    expect(await told(move())).toMatchObject({ name: 'DirectConnectServerException', status: 400 });
    expect(await seen()).toEqual([{ under: 'interconnect', connectionState: 'available' }]);
  });

  test('the same server error though the move was made', async () => {
    const { move, seen, faults, clock, hosted } = createPartner();
    const effect = { type: 'LOSE_ANSWER', error: serverError() } as const;
    faults.add({ operation, resource: hosted, effect });
    expect(await told(move())).toEqual({ name: 'DirectConnectServerException', status: 400, message: 'A server-side error occurred.' });
    clock.pass(60);
    expect(await seen()).toEqual([{ under: 'lag', connectionState: 'available' }]);
  });

  test('an answer that is lost though the move was made', async () => {
    const { move, seen, faults, clock } = createPartner();
    faults.add({ operation, effect: { type: 'LOSE_ANSWER' } });
    expect(await told(move())).toMatchObject({ name: 'LostAnswer' });
    clock.pass(60);
    expect(await seen()).toEqual([{ under: 'lag', connectionState: 'available' }]);
  });

  test('a connection that does not come back', async () => {
    const { move, seen, faults, clock } = createPartner();
    faults.add({ operation, effect: { type: 'FAIL_LATER', code: 'unknown', message: '' } });
    await move();
    clock.pass(3600);
    expect(await seen()).toEqual([{ under: 'lag', connectionState: 'unknown' }]);
  });

  test('a move that a fault ended in another state, mended by the next one', async () => {
    const { move, seen, faults, clock, interconnect } = createPartner();
    faults.add({ operation, effect: { type: 'FAIL_LATER', code: 'down', message: '' }, times: 2 });
    for (const parentConnectionId of [undefined, interconnect]) {
      await move(parentConnectionId);
      clock.pass(3600);
      expect(await seen()).toMatchObject([{ connectionState: 'down' }]);
    }
    await move();
    clock.pass(3600);
    expect(await seen()).toEqual([{ under: 'lag', connectionState: 'available' }]);
  });

  test('a fault that names no state is told to whoever wrote it', async () => {
    const { move, faults } = createPartner();
    faults.add({ operation, effect: { type: 'FAIL_LATER', code: 'broken', message: '' } });
    await expect(move()).rejects.toThrow("A fault says that a connection ends in 'broken', which is no connectionState");
  });

  test('an interruption that takes longer', async () => {
    const { move, seen, faults, clock } = createPartner();
    faults.add({ operation, effect: { type: 'SLOW', factor: 20 } });
    const { connectionState } = await move();
    clock.pass(1199);
    expect(await seen()).toEqual([{ under: 'lag', connectionState }]);
    clock.pass(1);
    expect(await seen()).toEqual([{ under: 'lag', connectionState: 'available' }]);
  });

  test('a reader behind sees the connection where it was', async () => {
    const { move, children, faults, clock, lag, interconnect, hosted } = createPartner();
    await move();
    clock.pass(5);
    faults.add({ operation: 'DescribeHostedConnections', times: 2, effect: { type: 'STALE' } });
    expect(await children(lag)).toEqual([]);
    expect(await children(interconnect)).toMatchObject([{ connectionId: hosted, connectionState: 'available' }]);
    expect(await children(lag)).toMatchObject([{ connectionId: hosted }]);
  });
});

test('a simulator made again on the same state goes on with the move', async () => {
  const { move, seen, clock, restart } = createPartner();
  const { connectionState } = await move();
  restart();
  clock.pass(59);
  expect(await seen()).toEqual([{ under: 'lag', connectionState }]);
  restart();
  clock.pass(1);
  expect(await seen()).toEqual([{ under: 'lag', connectionState: 'available' }]);
});
