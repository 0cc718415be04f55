import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { intentOf, refusal } from '../kind-world.ts';
import { connectionId, createWorld, interconnect, newLag, oldLag } from './world.ts';

const operation = 'AssociateHostedConnection';

let world: Awaited<ReturnType<typeof createWorld>>;
beforeEach(async () => {
  world = await createWorld({ timing: { unseen: [0, 0], interruption: [30, 30] } });
});
afterEach(() => world.close());

/** Our own words, where AWS was not asked. */
const said = (message: string) => ({ operation, status: null, error: null, message, requestId: null });

/** Moved, and settled. */
const moved = async () => {
  const { intent } = await world.request();
  world.pass(120);
  return intent;
};

test('moves the connection back to where it was', async () => {
  const intent = await moved();
  expect(await world.undo(intent)).toMatchObject({ type: 'ACCEPTED' });
  world.pass(60);
  expect(await world.lookBack(intent)).toMatchObject({ type: 'ELSEWHERE', asBefore: true });
  expect(await world.undo(intent)).toMatchObject({ type: 'NOTHING_TO_UNDO' });
  expect(world.sent).toHaveLength(2);
});

test('goes back to an interconnect too', async () => {
  const under = world.addHostedConnection({ name: 'second', parentId: interconnect, vlan: 102 });
  const asked = { connectionId: under, parentConnectionId: newLag };
  const { intent } = await world.request(asked);
  world.pass(120);
  await world.undo(intent, asked);
  world.pass(120);
  expect(await world.lookBack(intent, asked)).toMatchObject({ asBefore: true });
});

test('waits while the move is on its way', async () => {
  const { intent } = await world.request();
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS', words: { message: expect.stringContaining('transitioning') } });
});

test('does not take what it was just after the call for what it is', async () => {
  const intent = intentOf(await world.plan(), world.now());
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
  world.pass(119);
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
  world.pass(1);
  expect(await world.undo(intent)).toMatchObject({ type: 'NOTHING_TO_UNDO' });
  expect(world.sent).toEqual([]);
});

test('cannot be done when nobody knows where the connection was', async () => {
  const intent = { ...(await moved()), before: { parentConnectionId: null, connectionState: 'available' } };
  expect(await world.undo(intent)).toEqual({
    type: 'CANNOT_UNDO',
    words: said('What the connection was under before is not known.'),
  });
});

test('leaves alone what somebody has moved to a third parent', async () => {
  const intent = await moved();
  await world.request({ connectionId, parentConnectionId: interconnect });
  world.pass(600);
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
  world.pass(300);
  expect(await world.undo(intent)).toMatchObject({
    type: 'CANNOT_UNDO',
    words: { message: 'The connection is neither under dxlag-fg0000b2 nor under dxlag-fg0000a1.' },
  });
  expect(world.sent).toHaveLength(2);
});

test('is refused when the old place was taken meanwhile', async () => {
  const intent = await moved();
  world.addHostedConnection({ name: 'intruder', parentId: oldLag, vlan: 101 });
  expect(await world.undo(intent)).toMatchObject({ type: 'REFUSED', words: { message: expect.stringContaining('VLAN 101') } });
});

test('has an unknown outcome after a server-side error', async () => {
  const intent = await moved();
  world.next(operation, refusal('DirectConnectServerException', 'A server-side error occurred.'));
  expect(await world.undo(intent)).toMatchObject({ type: 'UNKNOWN' });
});

test('sends nothing when it cannot look first', async () => {
  const intent = await moved();
  world.next('DescribeHostedConnections', refusal('DirectConnectServerException', 'A server-side error occurred.'));
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
  world.next('DescribeHostedConnections', refusal('ThrottlingException', 'Rate exceeded'));
  expect(await world.undo(intent)).toMatchObject({ type: 'THROTTLED' });
  world.next('DescribeHostedConnections', refusal('AccessDeniedException', 'No.'));
  expect(await world.undo(intent)).toMatchObject({ type: 'REFUSED', words: { operation: 'DescribeHostedConnections' } });
  expect(world.sent).toHaveLength(1);
});

test('of what another hand did is nothing', async () => {
  expect(await world.undo({ ...(await moved()), adopted: true })).toEqual({
    type: 'NOTHING_TO_UNDO',
    words: said('The connection was moved by another hand.'),
  });
});
