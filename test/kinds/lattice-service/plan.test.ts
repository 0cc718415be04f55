import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../local/wire/service.ts';
import { latticeServiceOperations } from '../../../src/kinds/lattice-service/operations.ts';
import { otherAccount } from '../../local/simulators/surroundings.ts';
import { checkOf, refusal } from '../kind-world.ts';
import { createLattice, createWorld, networkId, pair, serviceId } from './world.ts';

describe('the service and the network', () => {
  let world: Awaited<ReturnType<typeof createLattice>>;
  beforeEach(async () => {
    world = await createLattice();
  });
  afterEach(() => world.close());

  test('each that is missing is named', async () => {
    const plan = await world.plan();
    expect(checkOf(plan, 'service')).toMatchObject({ result: 'FAIL', reason: 'ServiceNotFound' });
    expect(checkOf(plan, 'service-network')).toMatchObject({ result: 'FAIL', reason: 'ServiceNetworkNotFound' });
  });

  test('a service that is still being created is waited for', async () => {
    world.addService({ name: 'orders', id: serviceId, readyIn: 30 });
    world.addServiceNetwork({ name: 'shop', id: networkId });
    expect(checkOf(await world.plan(), 'service')).toMatchObject({ result: 'WAIT', reason: 'ServiceCreating' });
    world.pass(31);
    expect(checkOf(await world.plan(), 'service')).toMatchObject({ result: 'PASS' });
  });

  test.each(['DELETE_IN_PROGRESS', 'CREATE_FAILED', 'DELETE_FAILED'] as const)('a service in %s ends the plan', async (status) => {
    world.addService({ name: 'orders', id: serviceId, status, failure: { code: 'Broken', message: 'It broke' } });
    world.addServiceNetwork({ name: 'shop', id: networkId });
    const service = checkOf(await world.plan(), 'service');
    expect(service).toMatchObject({ result: 'FAIL', message: expect.stringContaining('AWS says: Broken: It broke.') });
  });

  test('an ARN of another region is refused without a call', async () => {
    const serviceIdentifier = `arn:aws:vpc-lattice:us-west-2:${otherAccount}:service/${serviceId}`;
    const plan = await world.plan({ ...pair, serviceIdentifier });
    expect(plan.checks).toMatchObject([{ name: 'region', result: 'FAIL', reason: 'OtherRegion' }]);
    expect(plan.calls).toEqual([]);
  });

  test("another account's network is allowed, by its ARN", async () => {
    const service = world.addService({ name: 'orders', id: serviceId });
    const network = world.addServiceNetwork({ name: 'shop', id: networkId, account: otherAccount, sharedWith: [world.context().account] });
    const across = { serviceIdentifier: serviceId, serviceNetworkIdentifier: network.arn };
    const plan = await world.plan(across);
    expect(checkOf(plan, 'ownership')).toMatchObject({ result: 'PASS' });
    expect(plan.calls).toMatchObject([{ parameters: { serviceIdentifier: service.arn, serviceNetworkIdentifier: network.arn } }]);
    expect(await world.operations.request(across, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'ACCEPTED' });
  });

  test('who owns neither is told before the call', async () => {
    const shared = { account: otherAccount, sharedWith: [world.context().account] };
    const service = world.addService({ name: 'orders', id: serviceId, ...shared });
    const network = world.addServiceNetwork({ name: 'shop', id: networkId, ...shared });
    const plan = await world.plan({ serviceIdentifier: service.arn, serviceNetworkIdentifier: network.arn });
    expect(checkOf(plan, 'ownership')).toMatchObject({ result: 'FAIL', reason: 'OwnsNeither' });
  });

  test('a network that is not ours to read is unknown and does not stop', async () => {
    world.addService({ name: 'orders', id: serviceId });
    const { arn } = world.addServiceNetwork({ name: 'shop', id: networkId, account: otherAccount });
    const plan = await world.plan({ ...pair, serviceNetworkIdentifier: arn });
    expect(checkOf(plan, 'service-network')).toMatchObject({ result: 'UNKNOWN', reason: 'AccessDenied' });
    expect(plan.checks.filter(({ result }) => result === 'FAIL')).toEqual([]);
  });

  test.each([
    ['GetService', ['service UNKNOWN AccessDenied']],
    ['GetServiceNetwork', ['service-network UNKNOWN AccessDenied', 'authorisation UNKNOWN AuthTypeUnknown']],
  ])('%s that is not allowed does not stop', async (operation, expected) => {
    world.addService({ name: 'orders', id: serviceId });
    world.addServiceNetwork({ name: 'shop', id: networkId });
    world.next(operation, refusal('AccessDeniedException', 'No.', 403));
    const { checks } = await world.plan();
    expect(checks.filter(({ result }) => result !== 'PASS').map(({ name, result, reason }) => `${name} ${result} ${reason}`)).toEqual(
      expected,
    );
  });

  test('of two that are not ours to read nobody knows the owner', async () => {
    for (const operation of ['GetService', 'GetServiceNetwork']) world.next(operation, refusal('AccessDeniedException', 'No.', 403));
    expect(checkOf(await world.plan(), 'ownership')).toMatchObject({ result: 'UNKNOWN', reason: 'OwnerUnknown' });
  });

  test('associations of the network that are not ours to list leave the room in it unknown', async () => {
    const listing = await createLattice({
      wrap: (operations) => ({
        ...operations,
        ListServiceNetworkServiceAssociations: (input: { serviceIdentifier?: string }) => {
          if (input.serviceIdentifier === undefined) throw new AwsError('AccessDeniedException', 'No.', { status: 403 });
          return { items: [] };
        },
      }),
    });
    listing.addService({ name: 'orders', id: serviceId });
    listing.addServiceNetwork({ name: 'shop', id: networkId });
    expect(checkOf(await listing.plan(), 'quota')).toMatchObject({ result: 'UNKNOWN', reason: 'CountUnknown' });
    await listing.close();
  });

  test('an auth policy that can still block traffic is spoken of', async () => {
    world.addService({ name: 'orders', id: serviceId });
    world.addServiceNetwork({ name: 'shop', id: networkId, authType: 'AWS_IAM' });
    expect(checkOf(await world.plan(), 'authorisation')).toMatchObject({ result: 'PASS', reason: 'AuthPolicyApplies' });
  });

  test('the quota is counted to the last page', async () => {
    const service = world.addService({ name: 'orders', id: serviceId });
    const network = world.addServiceNetwork({ name: 'shop', id: networkId });
    for (let count = 0; count < 101; count += 1)
      world.addAssociation({
        serviceArn: service.arn.replace(serviceId, world.addService({ name: `s-${count}` }).id),
        serviceNetworkArn: network.arn,
      });
    const planWith = (quota: number) =>
      latticeServiceOperations(world.client, () => ({ associationsPerNetwork: quota, dissociateOthers: true })).plan(
        pair,
        'ASSOCIATED',
        world.context(),
      );
    expect(checkOf(await planWith(102), 'quota')).toMatchObject({ result: 'PASS' });
    expect(checkOf(await planWith(101), 'quota')).toMatchObject({ result: 'FAIL', reason: 'QuotaReached' });
  });
});

describe('what is there already', () => {
  let world: Awaited<ReturnType<typeof createWorld>>;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  test('an active association is left alone', async () => {
    world.associate();
    expect(await world.plan()).toMatchObject({ changed: false, calls: [], undo: [], impact: 'NONE' });
  });

  test('an active association is left alone though a new one could not be made', async () => {
    world.associate();
    world.next('GetService', refusal('ResourceNotFoundException', 'Not found.', 404, { resourceId: 'x', resourceType: 'SERVICE' }));
    const { checks } = await world.plan();
    expect(checks.map(({ reason }) => reason)).toEqual(['SameRegion', 'AlreadyAssociated']);
  });

  test.each(['CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS'] as const)('%s is waited out, in both directions', async (status) => {
    world.associate({ status });
    expect(checkOf(await world.plan(), 'association')).toMatchObject({ result: 'WAIT' });
    expect(checkOf(await world.plan(pair, 'DISSOCIATED'), 'association')).toMatchObject({ result: 'WAIT' });
  });

  test('a failed creation is removed before another try, and its reason kept', async () => {
    const failed = world.associate({ status: 'CREATE_FAILED', failure: { code: 'DnsFailed', message: 'No such zone' } });
    const plan = await world.plan();
    expect(plan.calls.map(({ operation }) => operation)).toEqual([
      'DeleteServiceNetworkServiceAssociation',
      'CreateServiceNetworkServiceAssociation',
    ]);
    expect(plan).toMatchObject({ changed: true, impact: 'BACKGROUND', before: { id: failed.id, status: 'CREATE_FAILED' } });
    expect(checkOf(plan, 'association')?.message).toContain('DnsFailed: No such zone.');
  });

  test('an active association counts for more than what is left of a failed one', async () => {
    world.associate({ id: 'snsa-00000000000000001', status: 'CREATE_FAILED' });
    world.associate({ id: 'snsa-00000000000000002' });
    expect(await world.plan()).toMatchObject({ changed: false, before: { id: 'snsa-00000000000000002' } });
  });

  test('what is left of a failed creation takes no room from another try', async () => {
    world.associate({ status: 'CREATE_FAILED' });
    const plan = await latticeServiceOperations(world.client, () => ({ associationsPerNetwork: 1, dissociateOthers: true })).plan(
      pair,
      'ASSOCIATED',
      world.context(),
    );
    expect(checkOf(plan, 'quota')).toMatchObject({ result: 'PASS' });
  });

  test('what could not be removed may carry traffic, so that making room for another interrupts it', async () => {
    world.associate({ status: 'DELETE_FAILED' });
    expect(await world.plan()).toMatchObject({ changed: true, impact: 'INTERRUPTS_TRAFFIC', calls: [{}, {}] });
  });

  test.each(['CREATE_FAILED', 'DELETE_FAILED'] as const)('%s is removed when nothing is to be there', async (status) => {
    const { id } = world.associate({ status });
    expect(await world.plan(pair, 'DISSOCIATED')).toMatchObject({
      changed: true,
      calls: [{ parameters: { serviceNetworkServiceAssociationIdentifier: id } }],
      undo: [],
    });
  });

  test('a status that AWS has added since is waited out', async () => {
    const strange = await createLattice({
      wrap: (operations) => ({
        ...operations,
        ListServiceNetworkServiceAssociations: () => ({ items: [{ id: 'snsa-0a1b2c3d4e5f6a7b8', status: 'MOVING' }] }),
      }),
    });
    expect(checkOf(await strange.plan(), 'association')).toMatchObject({ result: 'WAIT', reason: 'StatusUnknown' });
    await strange.close();
  });

  test('a list that cannot be read is not taken for an empty one', async () => {
    world.next('ListServiceNetworkServiceAssociations', refusal('InternalServerException', 'An internal error occurred.', 500));
    await expect(world.plan()).rejects.toThrow('An internal error occurred.');
  });
});
