import type { ConnectionState } from '@aws-sdk/client-direct-connect';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../../local/simulators/faults.ts';
import { intentOf } from '../kind-world.ts';
import { createWorld, oldLag, underLag } from './world.ts';

const operation = 'AssociateHostedConnection';
const down: FaultEffect = { type: 'FAIL_LATER', code: 'down', message: '' };

let world: Awaited<ReturnType<typeof createWorld>>;
const start = async (options?: Parameters<typeof createWorld>[0]) => {
  world = await createWorld({ timing: { unseen: [0, 0], interruption: [60, 60] }, ...options });
};
afterEach(() => world.close());

/** Where it was, in that state now, and in another before. */
const startBack = async (before: ConnectionState | null, now: string | undefined) => {
  await start(underLag(oldLag, now));
  return { ...intentOf(await world.plan(), world.now()), before: { parentConnectionId: oldLag, connectionState: before } };
};

describe('back where it was', () => {
  test('taken back, it is as before once its state is no worse than before', async () => {
    await start();
    const { intent } = await world.request();
    world.pass(130);
    await world.undo(intent);
    world.pass(5);
    expect(await world.lookBack(intent)).toMatchObject({ type: 'PENDING', asBefore: false });
    world.pass(55);
    expect(await world.lookBack(intent)).toMatchObject({ type: 'ELSEWHERE', asBefore: true, words: { status: 'available' } });
  });

  test('taken back, and down ever since, it is never as before', async () => {
    await start();
    const { intent } = await world.request();
    world.pass(130);
    world.next(operation, down);
    await world.undo(intent);
    world.pass(3600);
    expect(await world.lookBack(intent)).toMatchObject({
      type: 'PENDING',
      ours: 'NO',
      asBefore: false,
      unknownStatus: false,
      words: {
        operation: 'DescribeHostedConnections',
        status: 'down',
        message: 'The connection is back where it was, and not as it was: available before the move, down now.',
      },
    });
  });

  test.each([
    ['available', 'available', true],
    ['available', 'pending', false],
    ['available', 'unknown', false],
    ['pending', 'available', true],
    ['ordering', 'requested', true],
    ['ordering', 'down', false],
    ['down', 'down', true],
    [null, 'down', true],
    ['down', 'deleting', false],
    ['down', 'deleted', false],
    ['ordering', 'rejected', false],
    [null, 'rejected', false],
    ['available', undefined, false],
  ] as const)('%s before, %s after taking back: as before is %s', async (before, after, asBefore) => {
    const intent = await startBack(before, after);
    world.pass(3600);
    const type = asBefore ? 'ELSEWHERE' : 'PENDING';
    expect(await world.lookBack(intent)).toMatchObject({ type, asBefore, unknownStatus: false });
  });

  test('a state that AWS does not tell is called unknown', async () => {
    const message = 'The connection is back where it was, and not as it was: unknown before the move, unknown now.';
    const intent = await startBack(null, undefined);
    expect(await world.lookBack(intent)).toMatchObject({ words: { message } });
  });

  test('a state that AWS has added since is pending, and said to be unknown', async () => {
    const intent = await startBack('available', 'resting');
    expect(await world.lookBack(intent)).toMatchObject({ type: 'PENDING', asBefore: false, unknownStatus: true });
  });

  test.each(['down', 'deleted'])('of a call that may never have taken, a line that is %s by itself tells nothing', async (state) => {
    const intent = await startBack('available', state);
    world.pass(120);
    expect(await world.look(intent)).toMatchObject({ type: 'ELSEWHERE', ours: 'NO', asBefore: true, words: { status: state } });
  });
});
