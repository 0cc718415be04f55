import type { ConnectionState } from '@aws-sdk/client-direct-connect';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../../local/simulators/faults.ts';
import { intentOf } from '../kind-world.ts';
import { connectionId, createWorld, customer, interconnect, listing, newLag, oldLag, pair, underLag } from './world.ts';

const operation = 'AssociateHostedConnection';
const endsIn = (code: string): FaultEffect => ({ type: 'FAIL_LATER', code, message: '' });

let world: Awaited<ReturnType<typeof createWorld>>;
const start = async (options?: Parameters<typeof createWorld>[0]) => {
  world = await createWorld({ timing: { unseen: [0, 0], interruption: [60, 60] }, ...options });
  return world;
};
afterEach(() => world.close());

/** How it looks early and late after a move to the target that it was under in that state. */
const movedFrom = async (before: ConnectionState | null, now: string) => {
  await start(underLag(newLag, now));
  const intent = { ...intentOf(await world.plan(), world.now()), before: { parentConnectionId: oldLag, connectionState: before } };
  const early = await world.look(intent);
  world.pass(900);
  return { early, late: await world.look(intent) };
};

describe('settled is membership', () => {
  test('an unconfirmed connection settles as unconfirmed', async () => {
    await start({ state: 'ordering' });
    const { intent } = await world.request();
    expect(await world.look(intent)).toMatchObject({ type: 'SETTLED', ours: 'YES', words: { status: 'ordering' } });
  });

  test('a connection that was down settles as down', async () => {
    await start({ state: 'down' });
    const { intent } = await world.request();
    expect(await world.look(intent)).toMatchObject({ type: 'SETTLED', words: { status: 'down' } });
  });

  test('under an interconnect, which the connection does not name', async () => {
    await start();
    const under = { connectionId, parentConnectionId: interconnect };
    const { intent } = await world.request(under);
    world.pass(120);
    expect(await world.look(intent, under)).toMatchObject({ type: 'SETTLED' });
  });

  test('on any page', async () => {
    await start();
    for (let vlan = 1000; vlan < 1100; vlan += 1)
      world.addHostedConnection({ id: `dxcon-fa00${vlan}`, name: `child-${vlan}`, parentId: newLag, vlan });
    const { intent } = await world.request();
    world.pass(120);
    expect(await world.look(intent)).toMatchObject({ type: 'SETTLED' });
  });

  test.each([
    ['that names another', oldLag, 'PENDING'],
    ['of which the list says no LAG', undefined, 'SETTLED'],
  ])('under a LAG that lists a connection %s', async (_, lagId, type) => {
    await start(listing((parent) => (parent === newLag ? [{ connectionId, lagId, connectionState: 'available' }] : [])));
    expect(await world.look(intentOf(await world.plan(), world.now()))).toMatchObject({ type });
  });
});

test('a connection that two others list, and names neither, is elsewhere', async () => {
  const listed = { connectionId, connectionState: 'available' };
  let places: readonly string[] = [oldLag];
  await start(listing((parent) => (places.includes(parent) ? [listed] : [])));
  const third = world.addLag({ name: 'third' });
  const intent = intentOf(await world.plan(), world.now());
  places = [interconnect, third];
  expect(await world.look(intent)).toMatchObject({
    type: 'ELSEWHERE',
    words: { message: expect.stringMatching(/^The connection is under dx/) },
  });
});

describe('the state after the move', () => {
  test('worse than before is pending for 15 minutes, then a failure', async () => {
    await start();
    world.next(operation, endsIn('down'));
    const { intent } = await world.request();
    expect(await world.look(intent)).toMatchObject({ type: 'PENDING' });
    world.pass(899);
    expect(await world.look(intent)).toMatchObject({ type: 'PENDING', words: { status: 'down' } });
    world.pass(1);
    expect(await world.look(intent)).toMatchObject({
      type: 'FAILED',
      ours: 'YES',
      asBefore: false,
      words: {
        operation: 'DescribeHostedConnections',
        status: 'down',
        message: 'The connection was available before the move and is down.',
      },
    });
  });

  test.each([
    ['available', 'available', 'SETTLED', 'SETTLED'],
    ['available', 'pending', 'PENDING', 'FAILED'],
    ['available', 'unknown', 'PENDING', 'FAILED'],
    ['pending', 'available', 'SETTLED', 'SETTLED'],
    ['ordering', 'down', 'PENDING', 'FAILED'],
    ['down', 'pending', 'SETTLED', 'SETTLED'],
    ['unknown', 'down', 'SETTLED', 'SETTLED'],
    [null, 'down', 'SETTLED', 'SETTLED'],
    ['available', 'deleting', 'FAILED', 'FAILED'],
    ['available', 'deleted', 'FAILED', 'FAILED'],
    ['ordering', 'rejected', 'FAILED', 'FAILED'],
  ] as const)('%s before, %s after: %s, and %s in the end', async (before, after, early, late) => {
    const seen = await movedFrom(before, after);
    expect([seen.early.type, seen.late.type]).toEqual([early, late]);
  });

  test('one that AWS has added since is pending, and said to be unknown', async () => {
    expect((await movedFrom('available', 'resting')).late).toMatchObject({ type: 'PENDING', unknownStatus: true });
  });
});

describe('not under the target', () => {
  test('where it was is pending for two minutes, since lists follow late, then elsewhere', async () => {
    await start();
    const intent = intentOf(await world.plan(), world.now());
    world.pass(119);
    expect(await world.look(intent)).toMatchObject({ type: 'PENDING', asBefore: true });
    world.pass(1);
    expect(await world.look(intent)).toMatchObject({ type: 'ELSEWHERE', ours: 'NO', asBefore: true, words: { status: 'available' } });
  });

  test('under a third parent is elsewhere, and not as before', async () => {
    await start();
    const intent = intentOf(await world.plan(), world.now());
    await world.request({ connectionId, parentConnectionId: interconnect });
    world.pass(120);
    expect(await world.look(intent)).toMatchObject({
      type: 'ELSEWHERE',
      ours: 'NO',
      asBefore: false,
      words: { status: expect.any(String), message: `The connection is under ${interconnect}.` },
    });
  });

  test('nowhere is pending for 15 minutes, then a failure that nobody can answer for, and never absent', async () => {
    await start();
    const nowhere = { ...pair, connectionId: 'dxcon-fgffffff' };
    const intent = intentOf(await world.plan(), world.now());
    world.pass(899);
    expect(await world.look(intent, nowhere)).toMatchObject({ type: 'PENDING' });
    world.pass(1);
    expect(await world.look(intent, nowhere)).toMatchObject({
      type: 'FAILED',
      ours: 'UNKNOWN',
      asBefore: false,
      words: { message: 'No LAG or interconnect of this account lists the connection.' },
    });
  });

  test('a parent that is gone has no connections', async () => {
    await start();
    const elsewhere = world.addHostedConnection({ name: 'other', account: customer, parentId: interconnect, vlan: 7 });
    const intent = {
      ...intentOf(await world.plan(), world.now()),
      before: { parentConnectionId: 'dxlag-fggone', connectionState: 'available' },
    };
    world.pass(60);
    expect(await world.look(intent, { connectionId: elsewhere, parentConnectionId: newLag })).toMatchObject({
      type: 'ELSEWHERE',
      asBefore: false,
    });
  });
});

test('what was moved by another hand is not ours', async () => {
  await start();
  const { intent } = await world.request();
  world.pass(120);
  expect(await world.look({ ...intent, adopted: true })).toMatchObject({ type: 'SETTLED', ours: 'NO' });
});
