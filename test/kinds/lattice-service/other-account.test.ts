import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../local/wire/service.ts';
import { otherAccount } from '../../local/simulators/surroundings.ts';
import { createLattice, networkId, pair, serviceId } from './world.ts';

describe('what another account owns, named by its id', () => {
  let world: Awaited<ReturnType<typeof createLattice>>;
  beforeEach(async () => {
    world = await createLattice();
  });
  afterEach(() => world.close());

  test('to dissociate, what lists do not know by an id of another account is looked for by the other of the two', async () => {
    const sharedWith = [world.context().account];
    const service = world.addService({ name: 'orders', id: serviceId, account: otherAccount, sharedWith });
    const network = world.addServiceNetwork({ name: 'shop', id: networkId });
    expect(await world.plan(pair, 'DISSOCIATED')).toMatchObject({ changed: false });
    const { id } = world.addAssociation({ serviceArn: service.arn, serviceNetworkArn: network.arn });
    expect(await world.plan(pair, 'DISSOCIATED')).toMatchObject({ changed: true, before: { id, status: 'ACTIVE' } });
    const { outcome, intent } = await world.request(pair, 'DISSOCIATED');
    expect(outcome.type).toBe('ACCEPTED');
    world.pass(600);
    expect(await world.look(intent, 'DISSOCIATED')).toMatchObject({ type: 'SETTLED' });
  });

  test('and where that list is not ours to read, the others count', async () => {
    const lists = 'ListServiceNetworkServiceAssociations';
    await world.close();
    let [asked, error] = [0, 'AccessDeniedException'];
    world = await createLattice({
      wrap: (operations) => ({
        ...operations,
        [lists]: () => {
          asked += 1;
          if (asked > 1) throw new AwsError(error, 'No.', { status: 403 });
          return { items: [] };
        },
      }),
    });
    expect(await world.plan(pair, 'DISSOCIATED')).toMatchObject({ changed: false });
    expect(asked).toBe(3);
    [asked, error] = [0, 'ThrottlingException'];
    await expect(world.plan(pair, 'DISSOCIATED')).rejects.toMatchObject({ name: error });
  });

  test('and so it is when the network is of the other account, whatever else the service and the network are associated with', async () => {
    const sharedWith = [world.context().account];
    const foreign = { account: otherAccount, sharedWith };
    const service = world.addService({ name: 'orders', id: serviceId });
    const network = world.addServiceNetwork({ name: 'shop', id: networkId, ...foreign });
    const [another, elsewhere] = [world.addService({ name: 'rates', ...foreign }), world.addServiceNetwork({ name: 'lab', ...foreign })];
    world.addAssociation({ serviceArn: service.arn, serviceNetworkArn: elsewhere.arn });
    expect(await world.plan(pair, 'DISSOCIATED')).toMatchObject({ changed: false });
    world.addAssociation({ serviceArn: another.arn, serviceNetworkArn: network.arn });
    expect(await world.plan({ ...pair, serviceNetworkIdentifier: network.arn }, 'DISSOCIATED')).toMatchObject({ changed: false });
    const { id } = world.addAssociation({ serviceArn: service.arn, serviceNetworkArn: network.arn });
    expect(await world.plan(pair, 'DISSOCIATED')).toMatchObject({ changed: true, before: { id } });
  });
});
