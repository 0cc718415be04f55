import { GetServiceNetworkServiceAssociationCommand, ListTagsForResourceCommand } from '@aws-sdk/client-vpc-lattice';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { associationId, conflict, createWorld, ownTag, pair, refusal } from './world.ts';

const create = 'CreateServiceNetworkServiceAssociation';
const remove = 'DeleteServiceNetworkServiceAssociation';

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

  test('meets what is left of a failed one, and is planned again', async () => {
    const plan = await world.plan();
    world.associate({ status: 'CREATE_FAILED' });
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test('refused with a conflict nobody knows is refused when there is nothing to be seen', async () => {
    world.next(create, conflict('The moon is full.'));
    expect(await send()).toMatchObject({ type: 'REFUSED', words: { message: 'The moon is full.' } });
  });

  test('refused with a conflict, and no way to look, has an unknown outcome', async () => {
    const plan = await world.plan();
    world.next(create, conflict('Association already exists.'));
    world.next('ListServiceNetworkServiceAssociations', refusal('InternalServerException', 'An internal error occurred.', 500));
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'UNKNOWN' });
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

  test('that is throttled says how long AWS asks to wait', async () => {
    world.next(create, refusal('ThrottlingException', 'Rate exceeded', 429, { retryAfterSeconds: 7 }));
    expect(await send()).toMatchObject({ type: 'THROTTLED', retryAfterSeconds: 7 });
  });

  test('that AWS fails at has an unknown outcome', async () => {
    world.next(create, refusal('InternalServerException', 'An internal error occurred.', 500));
    expect(await send()).toMatchObject({ type: 'UNKNOWN', words: { error: 'InternalServerException' } });
  });
});

describe('a deletion', () => {
  test('of what is gone since the plan is done already', async () => {
    world.associate();
    world.next(remove, refusal('ResourceNotFoundException', 'Not found.', 404, { resourceId: 'x', resourceType: 'y' }));
    expect(await send('DISSOCIATED')).toMatchObject({ type: 'ALREADY' });
  });

  test('of what is being made is tried again later', async () => {
    world.associate();
    world.next(remove, conflict('Creation is in progress.'));
    expect(await send('DISSOCIATED')).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test('refused with a conflict nobody knows is refused while the association stands', async () => {
    world.associate();
    world.next(remove, conflict('The moon is full.'));
    expect(await send('DISSOCIATED')).toMatchObject({ type: 'REFUSED' });
  });
});

test('a plan that changes nothing cannot be requested', async () => {
  world.associate();
  await expect(world.request()).rejects.toThrow('changes nothing');
});
