import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { otherAccount } from '../../local/simulators/surroundings.ts';
import { createLattice, ownTag } from './world.ts';

let world: Awaited<ReturnType<typeof createLattice>>;
beforeEach(async () => {
  world = await createLattice();
});
afterEach(() => world.close());

const targets = (about: Record<string, string>) => world.operations.targets?.(about, world.context());

test('a removed tag means every network in which Liaison put the service, to the last page, and no other', async () => {
  const { arn: serviceArn } = world.addService({ name: 'orders' });
  const network = (name: string) => world.addServiceNetwork({ name }).arn;
  const made = Array.from({ length: 101 }, (_, index) => network(`made-${index}`));
  for (const serviceNetworkArn of made) world.addAssociation({ serviceArn, serviceNetworkArn, tags: ownTag });
  world.addAssociation({ serviceArn, serviceNetworkArn: network('by-hand') });
  world.addAssociation({ serviceArn, serviceNetworkArn: network('by-the-other-account'), account: otherAccount, tags: ownTag });
  const pairs = await targets({ serviceArn });
  expect(pairs?.map(({ serviceNetworkIdentifier }) => serviceNetworkIdentifier).sort()).toEqual(made.sort());
  expect(pairs?.every(({ serviceIdentifier }) => serviceIdentifier === serviceArn)).toBe(true);
});

test('nothing is found for something else', async () => {
  await expect(targets({ packageId: 'F1' })).rejects.toThrow('for a serviceArn');
});
