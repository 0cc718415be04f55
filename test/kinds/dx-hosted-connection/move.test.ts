import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { serverError } from '../../../local/simulators/direct-connect/errors.ts';
import { refusal } from '../kind-world.ts';
import { connectionId, createWorld, newLag, oldLag, pair } from './world.ts';

const operation = 'AssociateHostedConnection';

let world: Awaited<ReturnType<typeof createWorld>>;
beforeEach(async () => {
  world = await createWorld({ timing: { unseen: [0, 0] } });
});
afterEach(() => world.close());

const send = async () => (await world.request()).outcome;

test('an accepted move has the state AWS answered with', async () => {
  expect(await send()).toMatchObject({
    type: 'ACCEPTED',
    handle: connectionId,
    words: { operation, status: expect.stringMatching(/^(pending|down)$/), error: null },
  });
});

test('a server-side error, which comes as HTTP 400, leaves the outcome unknown', async () => {
  world.next(operation, refusal('DirectConnectServerException', 'A server-side error occurred.'));
  expect(await send()).toMatchObject({ type: 'UNKNOWN', words: { error: 'DirectConnectServerException' } });
});

test('a server-side error after a move that was made is found out by looking', async () => {
  world.next(operation, { type: 'LOSE_ANSWER', error: serverError() });
  const { outcome, intent } = await world.request();
  expect(outcome).toMatchObject({ type: 'UNKNOWN' });
  world.pass(120);
  expect(await world.look(intent)).toMatchObject({ type: 'SETTLED', ours: 'YES' });
});

test('another call than a move is a fault of ours', async () => {
  const plan = { ...(await world.plan()), calls: [{ operation: 'DeleteConnection', parameters: {} }] };
  await expect(world.operations.request(pair, 'ASSOCIATED', plan, world.context())).rejects.toThrow(
    'A plan for dx-hosted-connection does not call DeleteConnection',
  );
  await expect(world.operations.request(pair, 'ASSOCIATED', { ...plan, calls: [] }, world.context())).rejects.toThrow(
    'A plan that changes nothing cannot be requested',
  );
});

test('a transition on the way is waited out', async () => {
  world.next(operation, refusal('DirectConnectClientException', `${connectionId} is in a transitioning state.`));
  expect(await send()).toMatchObject({ type: 'IN_PROGRESS' });
});

test.each([
  `VLAN 101 is in use on ${newLag}.`,
  `Could not find Connection with ID ${connectionId}.`,
  'One or more parameters are not valid.',
  'The moon is full.',
])('"%s" is a refusal', async (message) => {
  world.next(operation, refusal('DirectConnectClientException', message));
  expect(await send()).toMatchObject({ type: 'REFUSED', words: { error: 'DirectConnectClientException', message } });
});

test.each(['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded'])('%s is a throttle', async (name) => {
  world.next(operation, refusal(name, 'Slow down.'));
  expect(await send()).toMatchObject({ type: 'THROTTLED', retryAfterSeconds: null });
});

test('a refusal that speaks of the rate is a throttle', async () => {
  world.next(operation, refusal('DirectConnectClientException', 'Rate exceeded'));
  expect(await send()).toMatchObject({ type: 'THROTTLED' });
});

test('"already" counts only where the connection is seen under the target', async () => {
  const message = 'The connection is already associated.';
  world.next(operation, refusal('DirectConnectClientException', message));
  expect(await send()).toMatchObject({ type: 'REFUSED' });
  const plan = await world.plan();
  await world.request();
  world.pass(120);
  world.next(operation, refusal('DirectConnectClientException', message));
  expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({
    type: 'ALREADY',
    handle: connectionId,
  });
});

test('"already", and no way to look, is looked into later', async () => {
  const plan = await world.plan();
  world.next(operation, refusal('DirectConnectClientException', 'The connection is already associated.'));
  world.next('DescribeHostedConnections', refusal('DirectConnectServerException', 'A server-side error occurred.'));
  expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({
    type: 'IN_PROGRESS',
    words: { operation, message: 'The connection is already associated.' },
  });
});

test.each([
  ['another LAG proves nothing', oldLag, 'UNKNOWN'],
  ['no LAG accepts the move', undefined, 'ACCEPTED'],
])('an answer that names %s', async (_, lagId, type) => {
  const answering = await createWorld({
    wrap: (operations) => ({
      ...operations,
      AssociateHostedConnection: () => ({ connectionId, lagId, connectionState: 'available' }),
    }),
  });
  expect((await answering.request()).outcome).toMatchObject({ type });
  await answering.close();
});

test('what cannot be asked for is refused in the same words', async () => {
  const plan = await world.plan();
  await expect(world.operations.plan(pair, 'DISSOCIATED', world.context())).rejects.toThrow('Ask for ASSOCIATED');
  await expect(world.operations.request(pair, 'DISSOCIATED', plan, world.context())).rejects.toThrow('Ask for ASSOCIATED');
});
