import { GetServiceNetworkServiceAssociationCommand, ListTagsForResourceCommand } from '@aws-sdk/client-vpc-lattice';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { associationId, refusal } from '../kind-world.ts';
import { conflict, createWorld, ownTag, pair } from './world.ts';

const create = 'CreateServiceNetworkServiceAssociation';

let world: Awaited<ReturnType<typeof createWorld>>;
beforeEach(async () => {
  world = await createWorld({ timing: { unseen: [0, 0] } });
});
afterEach(() => world.close());

const send = async (desired: 'ASSOCIATED' | 'DISSOCIATED' = 'ASSOCIATED') => (await world.request(pair, desired)).outcome;

describe('a creation', () => {
  test("carries the request's tags and the id of the association", async () => {
    const { outcome } = await world.request({ ...pair, tags: { team: 'shop' } });
    const id = outcome.type === 'ACCEPTED' ? (outcome.handle ?? '') : '';
    const { arn } = await world.client.send(
      new GetServiceNetworkServiceAssociationCommand({ serviceNetworkServiceAssociationIdentifier: id }),
    );
    const { tags } = await world.client.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toEqual({ team: 'shop', 'liaison:association-id': associationId });
  });

  test('carries the token of the run', async () => {
    await send();
    expect(world.sent).toMatchObject([{ operation: create, parameters: { clientToken: `${associationId}-1` } }]);
  });

  test('with the token of the same run makes one association, however often it is sent', async () => {
    const { plan, outcome } = await world.request();
    const again = await world.operations.request(pair, 'ASSOCIATED', plan, world.context());
    expect(again).toMatchObject({ type: 'ACCEPTED', handle: outcome.type === 'ACCEPTED' && outcome.handle });
  });

  test.each([
    'Invalid resource status for this operation, resource id svc-0a1b2c3d4e5f6a7b8, status: CREATE_IN_PROGRESS.',
    'Deletion is in progress.',
    'The association is being deleted.',
  ])('refused with "%s" is tried again later', async (message) => {
    world.next(create, conflict(message));
    expect(await send()).toMatchObject({ type: 'IN_PROGRESS', words: { error: 'ConflictException', message } });
  });

  test('meets what somebody else made since the plan, and adopts it', async () => {
    const plan = await world.plan();
    const { id } = world.associate();
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'ALREADY', handle: id });
  });

  test('meets what this association made itself, and owns it', async () => {
    const plan = await world.plan();
    const { id } = world.associate({ tags: ownTag });
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'ACCEPTED', handle: id });
  });

  test('meets what another association of Liaison made, and adopts it', async () => {
    const plan = await world.plan();
    const { id } = world.associate({ tags: { 'liaison:association-id': 'assoc_other' } });
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'ALREADY', handle: id });
  });

  test('refused for another reason than a conflict is refused, whatever is there', async () => {
    const plan = await world.plan();
    world.associate();
    world.next(create, refusal('AccessDeniedException', 'No.', 403));
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'REFUSED' });
  });

  test('that meets a conflict, and then a fault of ours, has no outcome', async () => {
    const plan = await world.plan();
    world.next(create, conflict('Association already exists.'));
    world.client.middlewareStack.add(
      (next, { commandName }) =>
        (request) => {
          if (commandName === 'ListServiceNetworkServiceAssociationsCommand') throw new TypeError('ours');
          return next(request);
        },
      { step: 'initialize' },
    );
    await expect(world.operations.request(pair, 'ASSOCIATED', plan, world.context())).rejects.toThrow('ours');
  });

  test('meets what somebody else is making, and adopts it', async () => {
    const plan = await world.plan();
    const { id } = world.associate({ status: 'CREATE_IN_PROGRESS' });
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'ALREADY', handle: id });
  });

  test('meets what AWS says is there and does not show yet, and adopts it', async () => {
    world.next(create, conflict('Association already exists.'));
    expect(await send()).toMatchObject({ type: 'ALREADY', handle: null });
  });

  test('meets what is left of a failed one, and is planned again', async () => {
    const plan = await world.plan();
    world.associate({ status: 'CREATE_FAILED' });
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test('refused with a conflict nobody knows is refused when there is nothing to be seen', async () => {
    world.next(create, conflict('The moon is full.'));
    expect(await send()).toMatchObject({ type: 'REFUSED', words: { message: 'The moon is full.' } });
  });

  test('refused with a conflict, and no way to look, is looked into later', async () => {
    const plan = await world.plan();
    world.next(create, conflict('Association already exists.'));
    world.next('ListServiceNetworkServiceAssociations', refusal('InternalServerException', 'An internal error occurred.', 500));
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test('beyond a quota is refused, and the quota named', async () => {
    const members = { resourceType: 'SERVICE_NETWORK', serviceCode: 'vpc-lattice', quotaCode: 'L-75D4A19E' };
    world.next(create, refusal('ServiceQuotaExceededException', 'The limit is reached.', 402, members));
    expect(await send()).toMatchObject({ type: 'REFUSED', words: { message: 'The limit is reached. (quota L-75D4A19E)' } });
  });

  test('that is not valid is refused, and the field named', async () => {
    const members = { reason: 'fieldValidationFailed', fieldList: [{ name: 'tags', message: 'too many' }] };
    world.next(create, refusal('ValidationException', 'Not valid.', 400, members));
    expect(await send()).toMatchObject({ type: 'REFUSED', words: { message: 'Not valid. (tags: too many)' } });
  });

  // Every exception the operation names, but for conflicts, which have tests of their own.
  test.each([
    ['ValidationException', 400, { reason: 'other' }, 'REFUSED'],
    ['AccessDeniedException', 403, {}, 'REFUSED'],
    ['ResourceNotFoundException', 404, { resourceId: 'x', resourceType: 'SERVICE' }, 'REFUSED'],
    ['ServiceQuotaExceededException', 402, { resourceType: 'x', serviceCode: 'x', quotaCode: 'L-1' }, 'REFUSED'],
    ['ThrottlingException', 429, {}, 'THROTTLED'],
    ['InternalServerException', 500, {}, 'UNKNOWN'],
  ])('refused with %s and HTTP %i is %4$s, and nothing is there', async (name, status, members, type) => {
    world.next(create, refusal(name, 'So it is.', status, members));
    expect(await send()).toMatchObject({ type, words: { operation: create, error: name, message: expect.stringContaining('So it is.') } });
    expect(await world.plan()).toMatchObject({ changed: true, before: null });
  });

  test('that is refused because of the rate is throttled, whatever else is in progress', async () => {
    world.next(create, conflict('Rate exceeded: creation is in progress.'));
    expect(await send()).toMatchObject({ type: 'THROTTLED', words: { error: 'ConflictException' } });
  });

  test('that is throttled says how long AWS asks to wait', async () => {
    world.next(create, refusal('ThrottlingException', 'Rate exceeded', 429, { retryAfterSeconds: 7 }));
    expect(await send()).toMatchObject({ type: 'THROTTLED', retryAfterSeconds: 7 });
  });

  test('that AWS fails at has an unknown outcome', async () => {
    world.next(create, refusal('InternalServerException', 'An internal error occurred.', 500));
    expect(await send()).toMatchObject({ type: 'UNKNOWN', words: { error: 'InternalServerException' } });
  });
});

test('a plan that changes nothing cannot be requested', async () => {
  world.associate();
  await expect(world.request()).rejects.toThrow('A plan that changes nothing cannot be requested');
});

test('a call that no plan of this kind makes is a fault of ours', async () => {
  const plan = { ...(await world.plan()), calls: [{ operation: 'DeleteService', parameters: {} }] };
  await expect(world.operations.request(pair, 'ASSOCIATED', plan, world.context())).rejects.toThrow(
    'A plan for lattice-service does not call DeleteService',
  );
});
