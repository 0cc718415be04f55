import {
  AssociatePackageCommand,
  DissociatePackageCommand,
  ElasticsearchServiceClient,
  ListPackagesForDomainCommand,
} from '@aws-sdk/client-elasticsearch-service';
import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../../local/wire/service.ts';
import { quotasOf } from '../../../src/kinds/es-package/quotas.ts';
import type { Desired } from '../../../src/kinds/kind.ts';
import { intentOf } from '../kind-world.ts';
import { slowService } from '../recorded.ts';
import { createWorld, pair } from './world.ts';

/** The same operation in pages of one. */
const inOnes =
  (operation: Operation | undefined): Operation =>
  (input: never, caller) =>
    operation?.({ ...(input as object), MaxResults: 1 } as never, caller);

const context = { account: '111122223333', region: 'eu-central-1' };

const pagesOfOne = () =>
  createWorld({
    wrap: (operations) => ({
      ...operations,
      ListPackagesForDomain: inOnes(operations.ListPackagesForDomain),
      ListDomainsForPackage: inOnes(operations.ListDomainsForPackage),
    }),
  });

describe('what many pairs need together', () => {
  test('is said for each domain that more than one package is brought to', async () => {
    const world = await createWorld();
    world.addDomain({ name: 'shop' });
    const ids = Array.from({ length: 21 }, (_, index) => `F1000000${String(index).padStart(2, '0')}`);
    for (const [index, id] of ids.entries()) world.addPackage({ id, name: `dictionary-${index}` });
    for (const packageId of ids.slice(0, 18)) world.addAssociation({ packageId, domainName: 'shop' });
    const quotas = (asked: readonly string[], desired: Desired = 'ASSOCIATED') =>
      world.operations.quotas?.(
        asked.map((packageId) => ({ packageId, domainName: 'shop' })),
        desired,
      );
    expect(await quotas(ids.slice(17, 20))).toEqual([
      { name: 'quota shop', result: 'PASS', reason: 'WithinQuota', message: 'Domain shop: 2 new + 18 existing = 20 of 20 packages.' },
    ]);
    expect(await quotas(ids.slice(18))).toMatchObject([
      {
        result: 'FAIL',
        reason: 'QuotaExceeded',
        message: 'Domain shop: 3 new + 18 existing = 21 of 20 packages: leave 1 out, or take some off first.',
      },
    ]);
    expect([await quotas(ids.slice(20)), await quotas(ids, 'DISSOCIATED')]).toEqual([[], []]);
    const nowhere = ids.slice(0, 2).map((packageId) => ({ packageId, domainName: 'nowhere' }));
    expect(await world.operations.quotas?.(nowhere, 'ASSOCIATED')).toMatchObject([
      { message: 'Domain nowhere: 2 new + 0 existing = 2 of 20 packages.' },
    ]);
    await world.close();
  });

  test('does not count what is being taken off, which each would wait for', async () => {
    const world = await createWorld();
    world.addDomain({ name: 'shop' });
    const ids = Array.from({ length: 21 }, (_, index) => `F1000000${String(index).padStart(2, '0')}`);
    for (const [index, id] of ids.entries()) world.addPackage({ id, name: `dictionary-${index}` });
    for (const packageId of ids.slice(0, 19)) world.addAssociation({ packageId, domainName: 'shop' });
    await world.client.send(new DissociatePackageCommand({ PackageID: ids[0], DomainName: 'shop' }));
    world.pass(11);
    const quotas = (asked: readonly (string | undefined)[]) =>
      world.operations.quotas?.(
        asked.map((packageId = '') => ({ packageId, domainName: 'shop' })),
        'ASSOCIATED',
      );
    expect(await quotas(ids.slice(19))).toMatchObject([{ message: 'Domain shop: 2 new + 18 existing = 20 of 20 packages.' }]);
    expect(await quotas([ids[0], ...ids.slice(19)])).toMatchObject([
      { result: 'FAIL', message: 'Domain shop: 3 new + 18 existing = 21 of 20 packages: leave 1 out, or take some off first.' },
    ]);
    await world.close();
  });
});

test('domains are asked for their packages a few at a time', async () => {
  const { calls, send } = slowService({ DomainPackageDetailsList: [] });
  const client = Object.assign(Object.create(ElasticsearchServiceClient.prototype), { send });
  const pairs = Array.from({ length: 24 }, (_, index) => ({ packageId: `F${index % 2}`, domainName: `domain-${index >> 1}` }));
  expect((await quotasOf(client, pairs, 'ASSOCIATED')).map(({ name }) => name)).toEqual(
    pairs.filter((_, index) => index % 2 === 0).map(({ domainName }) => `quota ${domainName}`),
  );
  expect(calls.most).toBe(5);
});

describe('lists', () => {
  test('are read to the last page', async () => {
    const world = await pagesOfOne();
    for (const number of [1, 2, 3]) {
      world.addPackage({ id: `F00000000${number}`, name: `dictionary-${number}` });
      world.addAssociation({ packageId: `F00000000${number}`, domainName: 'catalogue' });
    }
    world.addAssociation(pair);
    const firstPage = await world.client.send(new ListPackagesForDomainCommand({ DomainName: 'catalogue' }));
    expect(firstPage.DomainPackageDetailsList).toHaveLength(1);
    const plan = await world.plan();
    expect(plan).toMatchObject({ changed: false, before: { associated: true, version: 'v1' } });
    expect(await world.operations.observe(pair, 'ASSOCIATED', intentOf(plan, world.now()), world.context())).toMatchObject({
      type: 'SETTLED',
    });
    await world.close();
  });

  test('are, even after the pair itself has been found', async () => {
    const world = await pagesOfOne();
    world.addAssociation(pair);
    world.addPackage({ id: 'F211111111', name: 'plurals' });
    world.addAssociation({ packageId: 'F211111111', domainName: 'catalogue' });
    world.addPackage({ id: 'F222222222', name: 'stopwords' });
    await world.client.send(new AssociatePackageCommand({ PackageID: 'F222222222', DomainName: 'catalogue' }));
    world.pass(11);
    const plan = await world.plan();
    expect(plan.checks).toContainEqual(expect.objectContaining({ reason: 'OtherPackageChanging' }));
    expect(plan).toMatchObject({ before: { associated: true, version: 'v1', status: 'ACTIVE' } });
    await world.close();
  });

  test('that AWS leaves out are empty, and rows that name no domain are none', async () => {
    const answers: Record<string, object> = { ListPackagesForDomain: {}, ListDomainsForPackage: {}, DescribePackages: {} };
    const world = await createWorld({
      wrap: (operations) => ({ ...operations, ...Object.fromEntries(Object.keys(answers).map((name) => [name, () => answers[name]])) }),
    });
    expect((await world.plan()).checks).toContainEqual(expect.objectContaining({ reason: 'PackageNotFound' }));
    expect(await world.plan('DISSOCIATED')).toMatchObject({ changed: false });
    expect(await world.operations.quotas?.([pair, { ...pair, packageId: 'F2' }], 'ASSOCIATED')).toMatchObject([
      { message: 'Domain catalogue: 2 new + 0 existing = 2 of 20 packages.' },
    ]);
    expect(await world.operations.targets?.({ packageId: pair.packageId }, context)).toEqual([]);
    answers.ListDomainsForPackage = { DomainPackageDetailsList: [{ DomainPackageStatus: 'ACTIVE' }] };
    expect(await world.operations.targets?.({ packageId: pair.packageId }, context)).toEqual([]);
    await world.close();
  });

  test('of packages are asked for the one alone, and searched for it all the same', async () => {
    const asked: unknown[] = [];
    const world = await createWorld({
      wrap: (operations) => ({
        ...operations,
        DescribePackages: (input: { Filters?: unknown }, caller) => {
          asked.push(input.Filters);
          return operations.DescribePackages?.({} as never, caller);
        },
      }),
    });
    world.addPackage({ id: 'F000000001', name: 'plurals', version: 7 });
    expect(await world.plan()).toMatchObject({ targetVersion: 'v1' });
    expect(asked).toEqual([[{ Name: 'PackageID', Value: [pair.packageId] }]]);
    await world.close();
  });

  test('of packages are, even when AWS filters after it cuts the pages', async () => {
    const world = await createWorld({
      wrap: (operations) => ({
        ...operations,
        DescribePackages: (input: never, caller) =>
          'NextToken' in (input as object)
            ? operations.DescribePackages?.({ Filters: [{ Name: 'PackageID', Value: [pair.packageId] }] } as never, caller)
            : { PackageDetailsList: [], NextToken: 'more' },
      }),
    });
    expect(await world.plan()).toMatchObject({ changed: true, targetVersion: 'v1' });
    await world.close();
  });
});
