import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Selector } from '../../../src/kinds/kind.ts';
import type { LatticeServicePair } from '../../../src/kinds/lattice-service/pair.ts';
import { otherAccount } from '../../local/simulators/surroundings.ts';
import { refusal } from '../kind-world.ts';
import { createLattice, ownTag } from './world.ts';

let world: Awaited<ReturnType<typeof createLattice>>;
beforeEach(async () => {
  world = await createLattice();
});
afterEach(() => world.close());

const targets = (about: Selector) => world.operations.targets?.(about, world.context());

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

test.each([
  ['the id', (arn: string) => arn.split('/').at(-1) ?? ''],
  ['the ARN', (arn: string) => arn],
])('a changed tag means every network in which Liaison put the service, but for the one that it names now by %s', async (_, name) => {
  const [stays, ...others] = ['stays', 'goes', 'goes too'].map((network) => world.addServiceNetwork({ name: network }).arn);
  const key = 'liaison:service-network';
  const { arn: serviceArn } = world.addService({ name: 'wandering', tags: { [key]: name(stays ?? '') } });
  for (const serviceNetworkArn of [stays ?? '', ...others]) world.addAssociation({ serviceArn, serviceNetworkArn, tags: ownTag });
  const found = (await targets({ serviceArn, unlessNamedBy: key }))?.map(({ serviceNetworkIdentifier }) => serviceNetworkIdentifier);
  expect(found?.sort()).toEqual(others.sort());
});

test('a changed tag means nothing while the service is not where it says', async () => {
  const [before, then] = ['before', 'then'].map((network) => world.addServiceNetwork({ name: network }));
  const key = 'liaison:service-network';
  const { arn: serviceArn } = world.addService({ name: 'on its way', tags: { [key]: then?.id ?? '' } });
  world.addAssociation({ serviceArn, serviceNetworkArn: before?.arn ?? '', tags: ownTag });
  expect(await targets({ serviceArn, unlessNamedBy: key })).toEqual([]);
  world.addAssociation({ serviceArn, serviceNetworkArn: then?.arn ?? '', tags: ownTag, status: 'CREATE_IN_PROGRESS' });
  expect(await targets({ serviceArn, unlessNamedBy: key })).toEqual([]);
});

test('a changed tag that is not ours to see means nothing', async () => {
  const { arn: serviceArn } = world.addService({ name: 'shared', account: otherAccount });
  world.addAssociation({ serviceArn, serviceNetworkArn: world.addServiceNetwork({ name: 'own' }).arn, tags: ownTag });
  expect(await targets({ serviceArn, unlessNamedBy: 'liaison:service-network' })).toEqual([]);
});

test('nothing is found for something else', async () => {
  await expect(targets({ packageId: 'F1' })).rejects.toThrow(
    'lattice-service finds pairs for a serviceArn, or for a tag and a serviceNetworkIdentifier.',
  );
});

test('a tag and a network mean every service of the account with that tag, to the last page', async () => {
  const { arn: serviceNetworkIdentifier } = world.addServiceNetwork({ name: 'shop' });
  const service = (name: string, tags: Record<string, string>, more = {}) => world.addService({ name, tags, ...more }).arn;
  const staging = Array.from({ length: 101 }, (_, index) => service(`staging-${index}`, { environment: 'staging' }));
  const empty = service('empty', { environment: '' });
  service('none', {});
  const found = async (tag: { key: string; value?: string }) =>
    (await targets({ tag, serviceNetworkIdentifier }))?.map(({ serviceIdentifier }) => serviceIdentifier).sort();
  expect(await found({ key: 'environment', value: 'staging' })).toEqual(staging.sort());
  expect(await found({ key: 'environment', value: '' })).toEqual([empty]);
  expect(await found({ key: 'environment' })).toEqual([empty, ...staging].sort());
  expect(await found({ key: 'constructor' })).toEqual([]);
});

describe('what many pairs need together', () => {
  const pairs = (count: number, serviceNetworkIdentifier: string): LatticeServicePair[] =>
    Array.from({ length: count }, (_, index) => ({
      serviceIdentifier: world.addService({ name: `service-${index}` }).arn,
      serviceNetworkIdentifier,
    }));

  test('is said for each network, with what is there already', async () => {
    const [shop, empty] = ['shop', 'empty'].map((name) => world.addServiceNetwork({ name })) as [
      { id: string; arn: string },
      { id: string; arn: string },
    ];
    const asked = pairs(300, shop.id);
    for (const { serviceIdentifier } of asked.slice(0, 200))
      world.addAssociation({ serviceArn: serviceIdentifier, serviceNetworkArn: shop.arn });
    const others = pairs(401, empty.arn);
    expect(await world.operations.quotas?.([...asked, ...others], 'ASSOCIATED')).toEqual([
      {
        name: `quota ${shop.id}`,
        result: 'PASS',
        reason: 'WithinQuota',
        message: `Service network ${shop.id}: 100 new + 200 existing = 300 of 500 service associations.`,
      },
      { name: `quota ${empty.id}`, result: 'PASS', reason: 'WithinQuota', message: expect.stringContaining('401 new + 0 existing') },
    ]);
    expect(await world.operations.quotas?.([...asked, ...pairs(201, shop.arn), ...pairs(101, shop.arn)], 'ASSOCIATED')).toMatchObject([
      {
        result: 'FAIL',
        reason: 'QuotaExceeded',
        message: `Service network ${shop.id}: 402 new + 200 existing = 602 of 500 service associations: leave 102 out, or have the quota raised and ASSOCIATIONS_PER_NETWORK with it.`,
      },
    ]);
  });

  test('is nothing where they are taken away, and not known where it is not ours to see', async () => {
    const asked = pairs(2, 'sn-0a1b2c3d4e5f6a7b8');
    expect(await world.operations.quotas?.(asked, 'DISSOCIATED')).toEqual([]);
    world.next('ListServiceNetworkServiceAssociations', refusal('AccessDeniedException', 'No.', 403));
    expect(await world.operations.quotas?.(asked, 'ASSOCIATED')).toEqual([
      {
        name: 'quota sn-0a1b2c3d4e5f6a7b8',
        result: 'UNKNOWN',
        reason: 'CountUnknown',
        message: 'The associations of sn-0a1b2c3d4e5f6a7b8 are not ours to list.',
      },
    ]);
  });
});
