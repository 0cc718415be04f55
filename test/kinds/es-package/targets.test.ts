import type { DomainPackageDetails } from '@aws-sdk/client-elasticsearch-service';
import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../../local/wire/service.ts';
import { domainsOf } from '../../../src/kinds/es-package/facts.ts';
import { esPackageSelectors } from '../../../src/kinds/es-package/schema.ts';
import { createWorld, pair } from './world.ts';

const context = { account: '111122223333', region: 'eu-central-1' };
const { packageId } = pair;

/** A world in which AWS lists such domains of the package, one on a page. */
const listing = (rows: readonly Partial<DomainPackageDetails>[]) =>
  createWorld({
    wrap: (operations) => ({
      ...operations,
      ListDomainsForPackage: (({ NextToken = '0' }: { NextToken?: string }) => {
        const place = Number(NextToken);
        const next = place + 1 < rows.length && { NextToken: String(place + 1) };
        return { DomainPackageDetailsList: rows.slice(place, place + 1), ...next };
      }) as Operation,
    }),
  });

/** The domains found by the package's id, where AWS lists these. */
async function foundIn(rows: readonly Partial<DomainPackageDetails>[]): Promise<string[]> {
  const world = await listing(rows);
  const pairs = await world.operations.targets?.({ packageId }, context);
  await world.close();
  expect(pairs?.every((found) => found.packageId === packageId)).toBe(true);
  return pairs?.map(({ domainName }) => domainName) ?? [];
}

describe('the domains that a package alone means', () => {
  test('are told where the selector is described', () => {
    expect(esPackageSelectors.packageId.description).toBe(
      'One package, on every domain that has it or is getting it, those where that failed last.',
    );
  });

  test('are all that have it, on every page', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `shop-${index + 1}`);
    expect(await foundIn(names.map((DomainName) => ({ DomainName, DomainPackageStatus: 'ACTIVE' })))).toEqual(names);
  });

  test('are those that are getting it, too, and where that failed at the end; not those that it leaves, or should have left', async () => {
    const rows = ['ASSOCIATION_FAILED', 'DISSOCIATING', 'ACTIVE', 'DISSOCIATION_FAILED', 'ASSOCIATING', 'ADDED_SINCE'];
    expect(await foundIn(rows.map((status) => ({ DomainName: status.toLowerCase(), DomainPackageStatus: status as 'ACTIVE' })))).toEqual([
      'active',
      'associating',
      'association_failed',
    ]);
  });

  test('are none of a plugin, which the same call updates', async () => {
    const row = (DomainName: string, PackageType: string | undefined) => ({
      DomainName,
      DomainPackageStatus: 'ACTIVE' as const,
      PackageType: PackageType as 'TXT-DICTIONARY',
    });
    expect(await foundIn([row('plugin', 'ZIP-PLUGIN'), row('dictionary', 'TXT-DICTIONARY'), row('untold', undefined)])).toEqual([
      'dictionary',
      'untold',
    ]);
  });

  test('are none for a package that has gone, and nothing is found for something else', async () => {
    const world = await createWorld();
    expect(await domainsOf(world.client, 'F999999999')).toStrictEqual([]);
    expect(await world.operations.targets?.({ packageId: 'F999999999' }, context)).toEqual([]);
    await expect(world.operations.targets?.({}, context)).rejects.toThrow('for a packageId');
    await world.close();
  });
});
