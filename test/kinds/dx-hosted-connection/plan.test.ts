import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Parent, placesOf } from '../../../src/kinds/dx-hosted-connection/connections.ts';
import { checkOf, refusal } from '../kind-world.ts';
import { slowService } from '../recorded.ts';
import { connectionId, createWorld, customer, interconnect, listing, newLag, oldLag, pair } from './world.ts';

let world: Awaited<ReturnType<typeof createWorld>>;
const start = async (options?: Parameters<typeof createWorld>[0]) => {
  world = await createWorld(options);
  return world;
};
afterEach(() => world.close());

const failures = async () => (await world.plan()).checks.filter(({ result }) => result === 'FAIL');
const results = async (asked = pair) => (await world.plan(asked)).checks.map(({ name, result }) => `${name} ${result}`);

test('parents are asked for their connections a few at a time', async () => {
  await start();
  const { calls, send } = slowService({ connections: [] });
  const parents = Array.from({ length: 9 }, (_, index) => ({ id: `dxlag-${index}`, state: 'available' }) as Parent);
  expect(await placesOf({ send } as never, connectionId, parents)).toEqual([]);
  expect(calls.most).toBe(4);
});

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
    expect(plan).toMatchObject({ undo: [], before: { parentConnectionId: null, connectionState: 'available' } });
    expect(checkOf(plan, 'connection')).toMatchObject({ result: 'PASS', reason: 'ConnectionAvailable' });
    expect(checkOf(plan, 'previous-parent')).toMatchObject({ result: 'UNKNOWN', message: expect.stringContaining('cannot be undone') });
    const given = await world.plan({ connectionId: dedicated, parentConnectionId: newLag, previousParentConnectionId: oldLag });
    expect(checkOf(given, 'previous-parent')).toMatchObject({ result: 'FAIL', message: expect.stringContaining('found under none') });
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
    expect(world.sent).toEqual([]);
  });

  test('of what was deleted or rejected is free', async () => {
    await start();
    world.addHostedConnection({ name: 'was', parentId: newLag, vlan: 101, state: 'deleted' });
    world.addHostedConnection({ name: 'never-was', parentId: newLag, vlan: 101, state: 'rejected' });
    expect(await failures()).toEqual([]);
  });
});

describe('where the connection already is', () => {
  test.each(['down', 'deleting', 'unknown', 'pending'] as const)('a target that is %s changes nothing', async (state) => {
    await start();
    const parentConnectionId = world.addInterconnect({ name: 'target', state });
    const there = world.addHostedConnection({ name: 'there', parentId: parentConnectionId, vlan: 7 });
    const plan = await world.plan({ connectionId: there, parentConnectionId });
    expect(plan).toMatchObject({ changed: false, calls: [], before: { parentConnectionId, connectionState: 'available' } });
    expect(plan.checks.map(({ reason }) => reason)).toEqual(['ConnectionAvailable', 'AlreadyThere']);
  });

  test('a LAG that takes no more hosted connections changes nothing', async () => {
    await start();
    const parentConnectionId = world.addLag({ name: 'closed', allowsHostedConnections: false });
    const there = world.addHostedConnection({ name: 'there', parentId: parentConnectionId, vlan: 7 });
    expect((await world.plan({ connectionId: there, parentConnectionId })).checks.map(({ result }) => result)).toEqual(['PASS', 'PASS']);
  });
});

test('what AWS still shows of a LAG that was deleted is not asked for its connections', async () => {
  await start({
    wrap: (operations) => ({
      ...operations,
      DescribeHostedConnections: (input: never, caller) => {
        if ((input as { connectionId: string }).connectionId === 'dxlag-fgdead01') throw new Error('asked for what is deleted');
        return operations.DescribeHostedConnections?.(input, caller);
      },
    }),
  });
  world.addLag({ name: 'dead', id: 'dxlag-fgdead01', state: 'deleted' });
  expect(await world.plan()).toMatchObject({ before: { parentConnectionId: oldLag } });
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
    await start(listing((parent) => (parent === oldLag ? [{ connectionId, lagId: oldLag, vlan: 101, connectionState: 'resting' }] : [])));
    expect(await results()).toContain('connection WAIT');
  });

  test('a connection that the LAG lists, of which the list says no LAG, is there', async () => {
    await start(listing((parent) => (parent === newLag ? [{ connectionId, vlan: 101, connectionState: 'available' }] : [])));
    expect(await results()).toContain('arrival PASS');
    expect(await world.plan()).toMatchObject({ changed: false, calls: [] });
  });

  test('a connection that the LAG lists but that does not name it yet is waited for, not moved again', async () => {
    await start(listing((parent) => (parent === newLag ? [{ connectionId, lagId: oldLag, vlan: 101, connectionState: 'available' }] : [])));
    expect(await results()).toContain('arrival WAIT');
    expect(await world.plan()).toMatchObject({ changed: true, calls: [] });
  });
});

test('a LAG whose interconnects list its connections too is the parent', async () => {
  const listed = { connectionId, lagId: oldLag, vlan: 101, connectionState: 'available' };
  await start(listing((parent) => (parent === newLag ? [] : [listed])));
  expect(await world.plan()).toMatchObject({ before: { parentConnectionId: oldLag } });
});

test('a connection that arrives under the target while it is looked for has not come from there', async () => {
  let looks = 0;
  await start({
    wrap: (operations) => ({
      ...operations,
      DescribeHostedConnections: ({ connectionId: parent }: { connectionId: string }) => {
        if (parent === newLag) looks += 1;
        return { connections: parent === newLag && looks > 1 ? [{ connectionId, lagId: newLag, vlan: 101 }] : [] };
      },
    }),
  });
  expect(await world.plan()).toMatchObject({ undo: [], before: { parentConnectionId: null } });
});

test('a connection that is under several is under none for sure', async () => {
  const listed = { connectionId, vlan: 101, connectionState: 'available' };
  await start({
    wrap: (operations) => ({
      ...operations,
      DescribeHostedConnections: ({ connectionId: parent }: { connectionId: string }) => ({
        connections: parent === newLag ? [] : [listed],
      }),
      DescribeConnections: () => ({ connections: [] }),
    }),
  });
  const plan = await world.plan();
  expect(plan).toMatchObject({ undo: [], before: { parentConnectionId: null } });
  expect([checkOf(plan, 'connection'), checkOf(plan, 'previous-parent')]).toMatchObject([{ result: 'PASS' }, { result: 'UNKNOWN' }]);
  expect(await world.plan({ ...pair, previousParentConnectionId: oldLag })).toMatchObject({ before: { parentConnectionId: oldLag } });
  const another = checkOf(await world.plan({ ...pair, previousParentConnectionId: 'dxlag-ffffffff' }), 'previous-parent');
  expect(another).toMatchObject({ result: 'FAIL', message: expect.stringContaining(`it is under ${oldLag} or `) });
});
