import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Operation } from '../../../local/wire/service.ts';
import { latticeServiceOperations } from '../../../src/kinds/lattice-service/operations.ts';
import { otherAccount } from '../../local/simulators/surroundings.ts';
import { associationId, intentOf, refusal } from '../kind-world.ts';
import { conflict, createLattice, createWorld, ownTag, pair } from './world.ts';

const list = 'ListServiceNetworkServiceAssociations';
const get = 'GetServiceNetworkServiceAssociation';
const remove = 'DeleteServiceNetworkServiceAssociation';
const id = 'snsa-0a1b2c3d4e5f6a7b8';
const arn = `arn:aws:vpc-lattice:eu-central-1:111122223333:servicenetworkserviceassociation/${id}`;

type Operations = Readonly<Record<string, Operation>>;

let world: Awaited<ReturnType<typeof createWorld>>;
beforeEach(async () => {
  world = await createWorld({ timing: { unseen: [0, 0] } });
});
afterEach(() => world.close());

/** A world that answers these operations so. */
async function answering(answers: Readonly<Record<string, () => unknown>>) {
  await world.close();
  world = await createWorld({ timing: { unseen: [0, 0] }, wrap: (operations: Operations) => ({ ...operations, ...answers }) });
  return world;
}
const showing = (...items: object[]) => answering({ [list]: () => ({ items }), [get]: () => items[0] });

describe('a look', () => {
  test('goes by the list where that shows what is meant, and tells so', async () => {
    const { intent } = await world.request();
    world.pass(60);
    expect(await world.look(intent)).toMatchObject({ words: { operation: list, error: null } });
  });

  test('tells in the words of the single read that nothing is there', async () => {
    world.associate();
    const { intent } = await world.request(pair, 'DISSOCIATED');
    world.pass(60);
    expect(await world.look(intent, 'DISSOCIATED')).toMatchObject({
      type: 'SETTLED',
      words: { operation: get, error: 'ResourceNotFoundException' },
    });
  });

  test('that is not allowed is thrown', async () => {
    const intent = { ...intentOf(await world.plan(), world.now()), handle: id };
    world.next(get, refusal('AccessDeniedException', 'No.', 403));
    await expect(world.look(intent)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    world.next('GetService', refusal('InternalServerException', 'An internal error occurred.', 500));
    await expect(world.plan()).rejects.toMatchObject({ name: 'InternalServerException' });
  });

  test('finds what a call removes by its id, also where the answer was lost and no list shows it', async () => {
    const added = world.associate();
    const intent = intentOf(await world.plan(pair, 'DISSOCIATED'), world.now());
    expect(intent).toMatchObject({ handle: null, call: { parameters: { serviceNetworkServiceAssociationIdentifier: added.id } } });
    await answering({ [list]: () => ({ items: [] }), [get]: () => ({ id: added.id, status: 'DELETE_IN_PROGRESS' }) });
    expect(await world.look(intent, 'DISSOCIATED')).toMatchObject({ type: 'PENDING', words: { status: 'DELETE_IN_PROGRESS' } });
  });

  test('that finds nothing tells nothing of whose it was', async () => {
    const intent = intentOf(await world.plan(), world.now());
    for (const type of ['PENDING', 'ABSENT']) {
      expect(await world.look(intent)).toMatchObject({ type, ours: 'UNKNOWN', unknownStatus: false });
      world.pass(120);
    }
  });

  test.each([
    ['ACTIVE', 'SETTLED', 'PENDING', false],
    ['CREATE_IN_PROGRESS', 'PENDING', 'PENDING', false],
    ['DELETE_IN_PROGRESS', 'PENDING', 'PENDING', false],
    ['CREATE_FAILED', 'FAILED', 'PENDING', false],
    ['DELETE_FAILED', 'FAILED', 'FAILED', false],
    ['MOVING', 'PENDING', 'PENDING', true],
  ])('%s is %s on the way to associated, and %s on the way out', async (status, toAssociate, toDissociate, unknownStatus) => {
    const intent = { ...intentOf(await world.plan(), world.now()), handle: id };
    await showing({ id, status });
    expect(await world.look(intent)).toMatchObject({ type: toAssociate, unknownStatus });
    const removal = { ...intent, before: { id, status: 'ACTIVE' } };
    expect(await world.look(removal, 'DISSOCIATED')).toMatchObject({ type: toDissociate, ours: 'YES', unknownStatus });
    expect(await world.look({ ...removal, adopted: true }, 'DISSOCIATED')).toMatchObject({ ours: 'NO' });
  });
});

describe('what AWS may leave out', () => {
  test('lists that are not there are empty', async () => {
    await answering({ [list]: () => ({}), ListServices: () => ({}) });
    expect((await world.plan(pair, 'DISSOCIATED')).checks.map(({ reason }) => reason)).toEqual(['SameRegion', 'NotAssociated']);
    const tag = { key: 'environment' };
    expect(await world.operations.targets?.({ tag, serviceNetworkIdentifier: pair.serviceNetworkIdentifier }, world.context())).toEqual([]);
  });

  test('what has no id cannot be removed', async () => {
    const intent = intentOf(await world.plan(), world.now());
    await answering({ [list]: () => ({ items: [{ arn, status: 'ACTIVE' }] }), ListTagsForResource: () => ({ tags: ownTag }) });
    for (const handle of [null, id]) expect(await world.undo({ ...intent, handle })).toMatchObject({ type: 'CANNOT_UNDO' });
    expect(world.sent).toEqual([]);
  });

  test('what names no network is no pair', async () => {
    await answering({ [list]: () => ({ items: [{ arn, id, status: 'ACTIVE' }] }), ListTagsForResource: () => ({ tags: ownTag }) });
    expect(await world.operations.targets?.({ serviceArn: world.arns.serviceArn }, world.context())).toEqual([]);
  });

  test('a conflict with what has no status is a refusal', async () => {
    world.associate();
    const plan = await world.plan(pair, 'DISSOCIATED');
    await showing({ id });
    world.next(remove, conflict('The moon is full.'));
    expect(await world.operations.request(pair, 'DISSOCIATED', plan, world.context())).toMatchObject({ type: 'REFUSED' });
  });
});

describe('tags', () => {
  test('of what is gone are not ours', async () => {
    world.associate({ tags: ownTag });
    world.next('ListTagsForResource', refusal('ResourceNotFoundException', 'Gone.', 404, { resourceId: 'x', resourceType: 'y' }));
    const plan = await latticeServiceOperations(world.client, () => ({ associationsPerNetwork: 500, dissociateOthers: false })).plan(
      pair,
      'DISSOCIATED',
      world.context(),
    );
    expect(plan.checks).toContainEqual(expect.objectContaining({ reason: 'NotMadeByLiaison' }));
  });

  test('of a service that is not ours to see do not keep what we made from being found', async () => {
    const sharedWith = [world.context().account];
    const { arn: serviceArn } = world.addService({ name: 'shared', account: otherAccount, sharedWith });
    world.addAssociation({ serviceArn, serviceNetworkArn: world.arns.serviceNetworkArn, tags: ownTag });
    expect(await world.operations.targets?.({ serviceArn }, world.context())).toHaveLength(1);
  });

  test('mean the services of this account only, whoever shows them', async () => {
    const own = world.arns.serviceArn;
    const foreign = own.replace(world.context().account, otherAccount);
    const items = [{ arn: own }, { arn: foreign }, {}, { arn: 'svc-0a1b2c3d4e5f6a7b8' }];
    await answering({ ListServices: () => ({ items }), ListTagsForResource: () => ({ tags: { environment: 'staging' } }) });
    const selector = { tag: { key: 'environment' }, serviceNetworkIdentifier: pair.serviceNetworkIdentifier };
    expect(await world.operations.targets?.(selector, world.context())).toEqual([{ ...pair, serviceIdentifier: own }]);
  });
});

describe('a conflict', () => {
  test('nobody knows, with what somebody else has made, is that', async () => {
    const plan = await world.plan();
    const { id: made } = world.associate();
    world.next('CreateServiceNetworkServiceAssociation', conflict('The moon is full.'));
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'ALREADY', handle: made });
  });

  test('is one by its name: input that is not valid is refused, whatever it says is in progress', async () => {
    const fieldList = ['tags', 'clientToken'].map((name) => ({ name, message: 'in progress' }));
    const members = { reason: 'fieldValidationFailed', fieldList };
    world.next('CreateServiceNetworkServiceAssociation', refusal('ValidationException', 'Not valid.', 400, members));
    expect((await world.request()).outcome).toMatchObject({
      type: 'REFUSED',
      words: { message: 'Not valid. (tags: in progress; clientToken: in progress)' },
    });
  });
});

describe('a plan', () => {
  const names = async (...asked: Parameters<typeof world.plan>) => (await world.plan(...asked)).checks.map(({ name }) => name);

  // Strictly: toEqual takes no notice of an element too many that is undefined.
  test('looks at what it needs and at nothing else', async () => {
    expect(await names()).toStrictEqual(['region', 'association', 'service', 'service-network', 'ownership', 'authorisation', 'quota']);
    expect(await names(pair, 'DISSOCIATED')).toStrictEqual(['region', 'association']);
    world.next('GetServiceNetwork', refusal('AccessDeniedException', 'No.', 403));
    expect(await names()).not.toContain('quota');
    world.associate();
    expect(await names()).toStrictEqual(['region', 'association']);
  });

  test('names the two as they were asked for where one account owns both', async () => {
    expect((await world.plan()).calls).toEqual([{ operation: 'CreateServiceNetworkServiceAssociation', parameters: pair }]);
  });

  test('for another region ends before it has looked, and is neither out of date nor done', async () => {
    const serviceIdentifier = world.arns.serviceArn.replace('eu-central-1', 'us-west-2');
    expect(await world.plan({ ...pair, serviceIdentifier })).toMatchObject({ changed: true, outOfDate: false, calls: [] });
  });

  const tagged = { trigger: { type: 'TAG' as const, key: 'liaison:service-network', value: null, at: 0 } };

  test('for a tag that asks to associate asks nobody whose the rest of an earlier try is', async () => {
    world.associate({ status: 'CREATE_FAILED' });
    expect(await names(pair, 'ASSOCIATED', tagged)).not.toContain('made-by-liaison');
    world.next('ListTagsForResource', refusal('AccessDeniedException', 'No.', 403));
    expect((await world.plan(pair, 'ASSOCIATED', tagged)).checks).toContainEqual(
      expect.objectContaining({ name: 'tag', result: 'UNKNOWN' }),
    );
  });

  test('for a service that is not ours to read cannot tell what its tags say', async () => {
    world.next('GetService', refusal('AccessDeniedException', 'No.', 403));
    const { checks } = await world.plan(pair, 'DISSOCIATED', tagged);
    expect(checks).toContainEqual(expect.objectContaining({ name: 'tag', result: 'UNKNOWN', reason: 'TagsUnreadable' }));
  });

  test('for a service named by its ARN reads its tags without reading the service', async () => {
    world.next('GetService', refusal('AccessDeniedException', 'No.', 403));
    const plan = await world.plan({ ...pair, serviceIdentifier: world.arns.serviceArn }, 'DISSOCIATED', tagged);
    expect(plan.checks).toContainEqual(expect.objectContaining({ name: 'tag', reason: 'TagHolds' }));
  });
});

test('as many as the quota allows fit, and not one more', async () => {
  const lattice = await createLattice();
  const { arn: serviceNetworkIdentifier } = lattice.addServiceNetwork({ name: 'small' });
  const pairs = ['a', 'b', 'c'].map((name) => ({ serviceIdentifier: lattice.addService({ name }).arn, serviceNetworkIdentifier }));
  const { quotas } = latticeServiceOperations(lattice.client, () => ({ associationsPerNetwork: 2, dissociateOthers: true }));
  expect(await quotas?.(pairs.slice(1), 'ASSOCIATED')).toMatchObject([{ result: 'PASS' }]);
  expect(await quotas?.(pairs, 'ASSOCIATED')).toMatchObject([{ result: 'FAIL' }]);
  await lattice.close();
});

test('a look that fails before an undo is told by its name', async () => {
  const intent = { ...intentOf(await world.plan(), world.now()), token: associationId };
  world.next(list, refusal('InternalServerException', 'An internal error occurred.', 500));
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS', words: { operation: list } });
});
