import { DissociatePackageCommand, UpdatePackageCommand } from '@aws-sdk/client-elasticsearch-service';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { standing } from '../kind-world.ts';
import { createWorld, type EsWorld, failure, pair } from './world.ts';

const input = { PackageID: pair.packageId, DomainName: pair.domainName };
const source = { PackageSource: { S3BucketName: 'dictionaries', S3Key: 'synonyms.txt' } };

describe('a plan after a package was updated', () => {
  let world: EsWorld;
  beforeEach(async () => {
    world = await createWorld();
    world.addAssociation(pair);
    world.pass(3600);
  });
  afterEach(() => world.close());

  /** The update's own event, which CloudTrail dates by the whole second. */
  const update = async () => {
    await world.client.send(new UpdatePackageCommand({ PackageID: pair.packageId, ...source }));
    return { trigger: { type: 'PACKAGE_UPDATED', at: Math.floor(world.now() / 1000) * 1000 } } as const;
  };

  test('waits while AWS still shows the package as it was', async () => {
    const event = await update();
    world.next('DescribePackages', { type: 'STALE' });
    const plan = await world.plan('ASSOCIATED', event);
    expect(plan.changed).toBe(true);
    expect(standing(plan)).toEqual([['package-updated', 'WAIT', 'PackageUpdateNotSeen']]);
  });

  test.each([
    ['waits for', 119, [['package-updated', 'WAIT', 'PackageUpdateNotSeen']]],
    ['takes', 120, []],
  ])('%s an update that AWS dates a moment before its event, %i seconds after it', async (_, seconds, expected) => {
    const { trigger } = await update();
    world.pass(100);
    const at = world.now();
    world.pass(seconds);
    expect(standing(await world.plan('ASSOCIATED', { trigger: { ...trigger, at } }))).toEqual(expected);
  });

  test('waits while the update is copied and validated, then upgrades to its version', async () => {
    const event = await update();
    world.pass(11);
    expect(standing(await world.plan('ASSOCIATED', event))).toEqual([['package-available', 'WAIT', 'PackageCopying']]);
    world.pass(60);
    const plan = await world.plan('ASSOCIATED', event);
    expect(standing(plan)).toEqual([]);
    expect(plan).toMatchObject({ changed: true, outOfDate: false, targetVersion: 'v2' });
  });

  test('fails when the update fails, in the words AWS has for it', async () => {
    world.next('UpdatePackage', { type: 'FAIL_LATER', code: 'VALIDATION_FAILED', message: 'Line 7 is not valid' });
    const event = await update();
    world.pass(60);
    const plan = await world.plan('ASSOCIATED', event);
    expect(standing(plan)).toEqual([['package-available', 'FAIL', 'PackageValidationFailed']]);
    expect(plan.checks.find(({ result }) => result === 'FAIL')?.message).toContain('AWS says: Line 7 is not valid.');
  });

  test('does not take the failure of an earlier update for one of this', async () => {
    world.next('UpdatePackage', { type: 'FAIL_LATER', code: 'COPY_FAILED', message: 'No such file' });
    await update();
    world.pass(60);
    const event = await update();
    world.next('DescribePackages', { type: 'STALE' });
    const results = (await world.plan('ASSOCIATED', event)).checks.map(({ result }) => result);
    expect(results).toContain('WAIT');
    expect(results).not.toContain('FAIL');
  });

  test('is out of date where the package has been taken off the domain since', async () => {
    const event = await update();
    await world.client.send(new DissociatePackageCommand(input));
    world.pass(600);
    expect(await world.plan('ASSOCIATED', event)).toMatchObject({ outOfDate: true, changed: false, calls: [], undo: [], impact: 'NONE' });
    expect(await world.plan()).toMatchObject({ outOfDate: false, changed: true });
  });

  test('is out of date where a later version is there than the one that was tried', async () => {
    const { trigger } = await update();
    world.pass(600);
    const [of2, of3] = ['v2', 'v3'].map((version) => ({ trigger: { ...trigger, version } })) as [object, object];
    expect(await world.plan('ASSOCIATED', of2)).toMatchObject({ outOfDate: false, changed: true, targetVersion: 'v2' });
    await update();
    world.pass(600);
    expect(await world.plan('ASSOCIATED', of2)).toMatchObject({ outOfDate: true, changed: false, calls: [], undo: [], impact: 'NONE' });
    expect(await world.plan('ASSOCIATED', of3)).toMatchObject({ outOfDate: false, changed: true, targetVersion: 'v3' });
    // The canary's own, and those of before, go by no version.
    expect(await world.plan('ASSOCIATED', { trigger })).toMatchObject({ outOfDate: false, changed: true, targetVersion: 'v3' });
  });

  test('is not out of date while AWS still shows an earlier version than the one that was tried', async () => {
    const { trigger } = await update();
    world.next('DescribePackages', { type: 'STALE' });
    const plan = await world.plan('ASSOCIATED', { trigger: { ...trigger, version: 'v2' } });
    expect(plan.outOfDate).toBe(false);
    expect(standing(plan)).toEqual([['package-updated', 'WAIT', 'PackageUpdateNotSeen']]);
  });

  test('is out of date where the package was to be taken off and could not be', async () => {
    const event = await update();
    world.next('DissociatePackage', failure);
    await world.client.send(new DissociatePackageCommand(input));
    world.pass(600);
    expect(await world.plan('ASSOCIATED', event)).toMatchObject({ outOfDate: true, changed: false });
  });
});
