import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkOf, connectionId, createWorld, customer, interconnect, newLag, oldLag, pair, refusal } from './world.ts';

let world: Awaited<ReturnType<typeof createWorld>>;
const start = async (options?: Parameters<typeof createWorld>[0]) => {
  world = await createWorld(options);
  return world;
};
afterEach(() => world.close());

const failures = async () => (await world.plan()).checks.filter(({ result }) => result === 'FAIL');
const results = async (asked = pair) => (await world.plan(asked)).checks.map(({ name, result }) => `${name} ${result}`);

describe('a plan', () => {
  beforeEach(() => start());

  test('names the move, the way back, and locks all three', async () => {
    expect(await world.plan()).toMatchObject({
      calls: [{ operation: 'AssociateHostedConnection', parameters: { connectionId, parentConnectionId: newLag } }],
      undo: [{ operation: 'AssociateHostedConnection', parameters: { connectionId, parentConnectionId: oldLag } }],
      before: { parentConnectionId: oldLag, connectionState: 'available' },
      scopes: [`dx:${connectionId}`, `dx:${newLag}`, `dx:${oldLag}`],
      impact: 'INTERRUPTS_TRAFFIC',
    });
  });

  test('to where the connection already is makes no call', async () => {
    expect(await world.plan({ connectionId, parentConnectionId: oldLag })).toMatchObject({
      changed: false,
      calls: [],
      undo: [],
      impact: 'NONE',
    });
  });

  test('to a target that is not there is refused', async () => {
    expect(checkOf(await world.plan({ connectionId, parentConnectionId: 'dxlag-fgffffff' }), 'target')).toMatchObject({
      result: 'FAIL',
      reason: 'TargetNotFound',
    });
  });

  test('for a connection that is nowhere is refused', async () => {
    const plan = await world.plan({ connectionId: 'dxcon-fgffffff', parentConnectionId: newLag });
    expect(checkOf(plan, 'connection')).toMatchObject({ result: 'FAIL', reason: 'ConnectionNotFound' });
  });

  test('finds an interconnect as the previous parent, and a LAG', async () => {
    const under = world.addHostedConnection({ name: 'second', account: customer, parentId: interconnect, vlan: 102 });
    expect(await world.plan({ connectionId: under, parentConnectionId: newLag })).toMatchObject({
      before: { parentConnectionId: interconnect },
    });
  });

  test('takes a previous parent that is right', async () => {
    expect(checkOf(await world.plan({ ...pair, previousParentConnectionId: oldLag }), 'previous-parent')).toMatchObject({ result: 'PASS' });
  });

  test('refuses a previous parent that is wrong, and says where the connection is', async () => {
    const check = checkOf(await world.plan({ ...pair, previousParentConnectionId: interconnect }), 'previous-parent');
    expect(check).toMatchObject({ result: 'FAIL', reason: 'PreviousParentDiffers', message: expect.stringContaining(oldLag) });
  });

  test('for a connection whose parent is not to be seen says that it cannot be undone', async () => {
    const dedicated = world.addConnection({ name: 'dedicated' });
    const plan = await world.plan({ connectionId: dedicated, parentConnectionId: newLag });
    expect(plan).toMatchObject({ undo: [], before: { parentConnectionId: null } });
    expect(checkOf(plan, 'previous-parent')).toMatchObject({ result: 'UNKNOWN', message: expect.stringContaining('cannot be undone') });
  });

  test('does not take a list that cannot be read for an empty one', async () => {
    world.next('DescribeHostedConnections', refusal('DirectConnectServerException', 'A server-side error occurred.'));
    await expect(world.plan()).rejects.toThrow('A server-side error occurred.');
  });
});

describe('a VLAN', () => {
  test('that a child of the target has is refused, whatever page it is on', async () => {
    await start();
    for (let vlan = 1000; vlan < 1120; vlan += 1)
      world.addHostedConnection({ id: `dxcon-fga0${vlan}`, name: `child-${vlan}`, parentId: newLag, vlan });
    expect(await failures()).toEqual([]);
    world.addHostedConnection({ id: 'dxcon-fgzzzzzz', name: 'holder', parentId: newLag, vlan: 101 });
    expect(await failures()).toMatchObject([{ name: 'vlan', reason: 'VlanTaken', message: expect.stringContaining('dxcon-fgzzzzzz') }]);
    expect(world.mutatingCalls()).toEqual([]);
  });

  test('of what was deleted or rejected is free', async () => {
    await start();
    world.addHostedConnection({ name: 'was', parentId: newLag, vlan: 101, state: 'deleted' });
    world.addHostedConnection({ name: 'never-was', parentId: newLag, vlan: 101, state: 'rejected' });
    expect(await failures()).toEqual([]);
  });
});

describe('states', () => {
  test.each([
    ['available', 'target PASS'],
    ['requested', 'target WAIT'],
    ['pending', 'target WAIT'],
    ['down', 'target FAIL'],
    ['deleting', 'target FAIL'],
    ['deleted', 'target FAIL'],
    ['unknown', 'target UNKNOWN'],
  ] as const)('a target that is %s: %s', async (state, expected) => {
    await start();
    const parentConnectionId = world.addInterconnect({ name: 'target', state });
    expect(await results({ connectionId, parentConnectionId })).toContain(expected);
  });

  test('a LAG that takes no hosted connections is refused', async () => {
    await start();
    const parentConnectionId = world.addLag({ name: 'closed', allowsHostedConnections: false });
    expect(await results({ connectionId, parentConnectionId })).toContain('hosting FAIL');
  });

  test.each([
    ['ordering', 'connection PASS'],
    ['requested', 'connection PASS'],
    ['pending', 'connection PASS'],
    ['down', 'connection PASS'],
    ['deleting', 'connection FAIL'],
    ['deleted', 'connection FAIL'],
    ['rejected', 'connection FAIL'],
    ['unknown', 'connection UNKNOWN'],
  ] as const)('a connection that is %s: %s', async (state, expected) => {
    await start({ state });
    expect(await results()).toContain(expected);
  });

  test('a state that AWS has added since is waited out', async () => {
    await start({
      wrap: (operations) => ({
        ...operations,
        DescribeHostedConnections: ({ connectionId: parent }: { connectionId: string }) => ({
          connections: parent === oldLag ? [{ connectionId, lagId: oldLag, vlan: 101, connectionState: 'resting' }] : [],
        }),
      }),
    });
    expect(await results()).toContain('connection WAIT');
  });

  test('a connection that the LAG lists but that does not name it yet is waited for, not moved again', async () => {
    await start({
      wrap: (operations) => ({
        ...operations,
        DescribeHostedConnections: ({ connectionId: parent }: { connectionId: string }) => ({
          connections: parent === newLag ? [{ connectionId, lagId: oldLag, vlan: 101, connectionState: 'available' }] : [],
        }),
      }),
    });
    expect(await results()).toContain('arrival WAIT');
  });
});

test('a LAG whose interconnects list its connections too is the parent', async () => {
  const listed = { connectionId, lagId: oldLag, vlan: 101, connectionState: 'available' };
  await start({
    wrap: (operations) => ({
      ...operations,
      DescribeHostedConnections: ({ connectionId: parent }: { connectionId: string }) => ({
        connections: parent === newLag ? [] : [listed],
      }),
    }),
  });
  expect(await world.plan()).toMatchObject({ before: { parentConnectionId: oldLag } });
});

test('a connection that is under several is under none for sure', async () => {
  const listed = { connectionId, vlan: 101, connectionState: 'available' };
  await start({
    wrap: (operations) => ({
      ...operations,
      DescribeHostedConnections: ({ connectionId: parent }: { connectionId: string }) => ({
        connections: parent === newLag ? [] : [listed],
      }),
      DescribeConnections: () => ({ connections: [listed] }),
    }),
  });
  expect(await world.plan()).toMatchObject({ undo: [], before: { parentConnectionId: null } });
});
