import { DeleteServiceNetworkServiceAssociationCommand } from '@aws-sdk/client-vpc-lattice';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refusal } from '../kind-world.ts';
import { conflict, createWorld, pair } from './world.ts';

const remove = 'DeleteServiceNetworkServiceAssociation';

let world: Awaited<ReturnType<typeof createWorld>>;
beforeEach(async () => {
  world = await createWorld({ timing: { unseen: [0, 0] } });
});
afterEach(() => world.close());

const send = async (desired: 'ASSOCIATED' | 'DISSOCIATED' = 'ASSOCIATED') => (await world.request(pair, desired)).outcome;

describe('a deletion', () => {
  test('of what is gone since the plan is done already', async () => {
    world.associate();
    world.next(remove, refusal('ResourceNotFoundException', 'Not found.', 404, { resourceId: 'x', resourceType: 'y' }));
    expect(await send('DISSOCIATED')).toMatchObject({ type: 'ALREADY' });
  });

  test.each([
    ['ValidationException', 400, { reason: 'other' }, 'REFUSED'],
    ['AccessDeniedException', 403, {}, 'REFUSED'],
    ['ThrottlingException', 429, {}, 'THROTTLED'],
    ['InternalServerException', 500, {}, 'UNKNOWN'],
  ])('refused with %s and HTTP %i is %4$s', async (name, status, members, type) => {
    world.associate();
    world.next(remove, refusal(name, 'So it is.', status, members));
    expect(await send('DISSOCIATED')).toMatchObject({ type, words: { operation: remove, error: name } });
  });

  test.each([
    ['that no right allows, because what had the tag is gone, is done already', refusal('AccessDeniedException', 'No.', 403), 'ALREADY'],
    ['refused with a conflict nobody knows is done already', conflict('The moon is full.'), 'ALREADY'],
    ['refused because of the rate is tried again', refusal('ThrottlingException', 'Rate exceeded', 429), 'THROTTLED'],
  ] as const)('of what has gone since the plan, %s', async (_, answer, type) => {
    const { id } = world.associate();
    const plan = await world.plan(pair, 'DISSOCIATED');
    await world.client.send(new DeleteServiceNetworkServiceAssociationCommand({ serviceNetworkServiceAssociationIdentifier: id }));
    world.pass(600);
    world.next(remove, answer);
    expect(await world.operations.request(pair, 'DISSOCIATED', plan, world.context())).toMatchObject({ type });
  });

  test('that no right allows, with a look that fails by a fault of ours, throws that', async () => {
    world.associate();
    const plan = await world.plan(pair, 'DISSOCIATED');
    world.next(remove, refusal('AccessDeniedException', 'No.', 403));
    world.client.middlewareStack.add(
      (next, { commandName }) =>
        (request) => {
          if (commandName === 'GetServiceNetworkServiceAssociationCommand') throw new TypeError('ours');
          return next(request);
        },
      { step: 'initialize' },
    );
    await expect(world.operations.request(pair, 'DISSOCIATED', plan, world.context())).rejects.toThrow('ours');
  });

  test('that no right allows stays refused where nobody can look whether it is gone', async () => {
    world.associate();
    world.next(remove, refusal('AccessDeniedException', 'No.', 403));
    world.next('GetServiceNetworkServiceAssociation', refusal('AccessDeniedException', 'No.', 403));
    expect(await send('DISSOCIATED')).toMatchObject({ type: 'REFUSED', words: { operation: remove } });
  });

  test('of what is being made is tried again later', async () => {
    world.associate();
    world.next(remove, conflict('Creation is in progress.'));
    expect(await send('DISSOCIATED')).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test.each(['CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS'] as const)('refused with a conflict nobody knows waits for %s', async (status) => {
    world.associate({ status });
    world.next(remove, conflict('The moon is full.'));
    expect(await send('DISSOCIATED')).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test('refused with a conflict nobody knows, and no way to look, is looked into later', async () => {
    world.associate();
    const plan = await world.plan(pair, 'DISSOCIATED');
    world.next(remove, conflict('The moon is full.'));
    world.next('ListServiceNetworkServiceAssociations', refusal('InternalServerException', 'An internal error occurred.', 500));
    expect(await world.operations.request(pair, 'DISSOCIATED', plan, world.context())).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test('refused with a conflict nobody knows is refused while the association stands', async () => {
    world.associate();
    world.next(remove, conflict('The moon is full.'));
    expect(await send('DISSOCIATED')).toMatchObject({ type: 'REFUSED' });
  });
});
