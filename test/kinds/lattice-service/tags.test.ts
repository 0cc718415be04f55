import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { unseenFor } from '../../../src/kinds/kind.ts';
import { latticeServiceOperations } from '../../../src/kinds/lattice-service/operations.ts';
import { otherAccount } from '../../local/simulators/surroundings.ts';
import { associationId, checkOf, refusal } from '../kind-world.ts';
import { createLattice, networkId, ownTag, pair, serviceId } from './world.ts';

const tagKey = 'liaison:service-network';
/** Long ago, unless said otherwise. */
const tagged = (value: string | null, at = 0) => ({ trigger: { type: 'TAG' as const, key: tagKey, value, at } });

describe('a stage that may remove only what Liaison made', () => {
  let world: Awaited<ReturnType<typeof createLattice>>;
  const planOf = (desired: 'ASSOCIATED' | 'DISSOCIATED') =>
    latticeServiceOperations(world.client, () => ({ associationsPerNetwork: 500, dissociateOthers: false })).plan(
      pair,
      desired,
      world.context(),
    );
  const setUp = () => ({
    serviceArn: world.addService({ name: 'orders', id: serviceId }).arn,
    serviceNetworkArn: world.addServiceNetwork({ name: 'shop', id: networkId }).arn,
  });
  beforeEach(async () => {
    world = await createLattice();
  });
  afterEach(() => world.close());

  test('dissociates what it made', async () => {
    world.addAssociation({ ...setUp(), tags: ownTag });
    expect(checkOf(await planOf('DISSOCIATED'), 'made-by-liaison')).toMatchObject({
      result: 'PASS',
      reason: 'MadeByLiaison',
      message: `The association was made by ${associationId}.`,
    });
  });

  test('says of what somebody else made that it does not remove it, and what to do', async () => {
    world.addAssociation(setUp());
    expect(checkOf(await planOf('DISSOCIATED'), 'made-by-liaison')).toMatchObject({
      result: 'FAIL',
      reason: 'NotMadeByLiaison',
      message:
        'The association was not made by Liaison, and this stage removes no other: remove it where it was made, or deploy with the parameter dissociateOthers "true".',
    });
  });

  test('does not clear away what somebody else failed to make', async () => {
    world.addAssociation({ ...setUp(), status: 'CREATE_FAILED' });
    expect(checkOf(await planOf('ASSOCIATED'), 'made-by-liaison')).toMatchObject({ result: 'FAIL' });
  });

  test('asks nobody whose it is where nothing is removed', async () => {
    world.addAssociation(setUp());
    expect(checkOf(await planOf('ASSOCIATED'), 'made-by-liaison')).toBeUndefined();
  });
});

describe('a tag that asked', () => {
  let world: Awaited<ReturnType<typeof createLattice>>;
  const setUp = (value: string | null) => {
    const service = world.addService({ name: 'orders', id: serviceId, tags: value === null ? {} : { [tagKey]: value } });
    return { serviceArn: service.arn, serviceNetworkArn: world.addServiceNetwork({ name: 'shop', id: networkId }).arn };
  };
  beforeEach(async () => {
    world = await createLattice();
  });
  afterEach(() => world.close());

  test.each([networkId, ` ${networkId}\n`, `${networkId};`, `arn:aws:vpc-lattice:eu-central-1:123456789012:servicenetwork/${networkId}`])(
    'still holds when it says %j: this network and nothing else',
    async (value) => {
      setUp(value);
      const plan = await world.plan(pair, 'ASSOCIATED', tagged(value));
      expect(plan.outOfDate).toBe(false);
      expect(checkOf(plan, 'tag')).toMatchObject({
        result: 'PASS',
        reason: 'TagHolds',
        message: 'The tag liaison:service-network of the service still asks for this.',
      });
    },
  );

  test.each([null, 'sn-0ffffffffffffffff', `${networkId} sn-0ffffffffffffffff`])('is out of date once it says %j', async (value) => {
    setUp(value);
    const plan = await world.plan(pair, 'ASSOCIATED', tagged(networkId));
    expect(plan).toMatchObject({ outOfDate: true });
    expect(checkOf(plan, 'tag')).toMatchObject({
      result: 'PASS',
      reason: 'TagChanged',
      message: 'The tag liaison:service-network of the service no longer asks for this.',
    });
  });

  test.each([
    ['ASSOCIATED', null, networkId],
    ['DISSOCIATED', networkId, null],
  ] as const)('is waited for when %s was asked for just now, and AWS still says %j', async (desired, shown, value) => {
    world.addAssociation({ ...setUp(shown), tags: ownTag });
    const { now } = world.context();
    const plan = await world.plan(pair, desired, tagged(value, now - unseenFor + 1));
    expect(plan.outOfDate).toBe(false);
    expect(checkOf(plan, 'tag')).toMatchObject({
      result: 'WAIT',
      reason: 'TagNotSeen',
      message: 'AWS may still show the tag liaison:service-network as it was before.',
    });
    expect(await world.plan(pair, desired, tagged(value, now - unseenFor))).toMatchObject({ outOfDate: true });
  });

  test('is of a service that is there, also where AWS does not show that yet', async () => {
    world.addServiceNetwork({ name: 'shop', id: networkId });
    const { now } = world.context();
    const serviceIdentifier = `arn:aws:vpc-lattice:eu-central-1:123456789012:service/${serviceId}`;
    const asked = (at: number) => world.plan({ ...pair, serviceIdentifier }, 'ASSOCIATED', tagged(networkId, at));
    expect(checkOf(await asked(now - unseenFor + 1), 'service')).toMatchObject({
      result: 'WAIT',
      reason: 'ServiceNotSeen',
      message: 'AWS does not show the service yet, which was tagged just now.',
    });
    expect(checkOf(await asked(now - unseenFor), 'service')).toMatchObject({ result: 'FAIL', reason: 'ServiceNotFound' });
  });

  test.each([null, 'sn-0ffffffffffffffff'])('removes when it says %j', async (value) => {
    world.addAssociation({ ...setUp(value), tags: ownTag });
    const plan = await world.plan(pair, 'DISSOCIATED', tagged(null));
    expect(plan).toMatchObject({ outOfDate: false, changed: true });
    expect(checkOf(plan, 'made-by-liaison')).toMatchObject({ result: 'PASS' });
  });

  test.each([networkId, `${networkId} sn-0ffffffffffffffff`])('removes nothing once it says %j again', async (value) => {
    world.addAssociation({ ...setUp(value), tags: ownTag });
    expect(await world.plan(pair, 'DISSOCIATED', tagged(null))).toMatchObject({ outOfDate: true });
  });

  test('removes only what Liaison made', async () => {
    world.addAssociation(setUp(null));
    const plan = await world.plan(pair, 'DISSOCIATED', tagged(null));
    expect(checkOf(plan, 'made-by-liaison')).toMatchObject({
      result: 'FAIL',
      reason: 'NotMadeByLiaison',
      message: 'The association was not made by Liaison, and a tag that is gone takes away no other: ask for DISSOCIATED if it is to go.',
    });
  });

  test('takes tags it may not see for those of somebody else', async () => {
    world.addAssociation({ ...setUp(null), account: otherAccount, tags: ownTag });
    const plan = await world.plan(pair, 'DISSOCIATED', tagged(null));
    expect(checkOf(plan, 'made-by-liaison')).toMatchObject({ result: 'FAIL' });
  });

  test('removes nothing when the tags of the service cannot be read', async () => {
    world.addAssociation({ ...setUp(null), tags: ownTag });
    world.next('ListTagsForResource', refusal('AccessDeniedException', 'No.', 403), 2);
    expect(checkOf(await world.plan(pair, 'DISSOCIATED', tagged(null)), 'tag')).toMatchObject({
      result: 'FAIL',
      reason: 'TagsUnreadable',
      message: 'The tags of the service could not be read, and in doubt nothing is removed: ask for DISSOCIATED if it is to go.',
    });
  });

  test('whose value cannot be read is not known, and does not stop what removes nothing', async () => {
    setUp(networkId);
    for (const desired of ['ASSOCIATED', 'DISSOCIATED'] as const) {
      world.next('ListTagsForResource', refusal('AccessDeniedException', 'No.', 403));
      const plan = await world.plan(pair, desired, tagged(networkId));
      expect(plan.outOfDate).toBe(false);
      expect(checkOf(plan, 'tag')).toMatchObject({
        result: 'UNKNOWN',
        reason: 'TagsUnreadable',
        message: 'The tags of the service could not be read.',
      });
    }
  });
});
