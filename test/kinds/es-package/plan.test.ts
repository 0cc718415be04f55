import { AssociatePackageCommand, DissociatePackageCommand, UpdatePackageCommand } from '@aws-sdk/client-elasticsearch-service';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Plan } from '../../../src/kinds/kind.ts';
import { refusal } from '../kind-world.ts';
import { createWorld, type EsWorld, failure, pair } from './world.ts';

const input = { PackageID: pair.packageId, DomainName: pair.domainName };
const source = { PackageSource: { S3BucketName: 'dictionaries', S3Key: 'synonyms.txt' } };

/** Names and reasons of the checks that do not pass. */
const standing = ({ checks }: Plan) =>
  checks.filter(({ result }) => result !== 'PASS').map(({ name, result, reason }) => [name, result, reason]);

describe('a plan to associate', () => {
  let world: EsWorld;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  test('names the call, its undo, the version to come and what was there', async () => {
    expect(await world.plan()).toMatchObject({
      changed: true,
      calls: [{ operation: 'AssociatePackage', parameters: input }],
      undo: [{ operation: 'DissociatePackage', parameters: input }],
      targetVersion: 'v1',
      before: { associated: false },
      scopes: ['es:domain/catalogue'],
    });
  });

  test('an older version on the domain makes it an upgrade, which has no undo', async () => {
    world.addPackage({ id: 'F222222222', name: 'stopwords', version: 10 });
    world.addAssociation({ packageId: 'F222222222', domainName: 'catalogue', version: 'v9' });
    const upgrade = await world.operations.plan({ ...pair, packageId: 'F222222222' }, 'ASSOCIATED', world.context());
    expect(upgrade).toMatchObject({ changed: true, undo: [], targetVersion: 'v10', impact: 'BACKGROUND' });
    expect(upgrade.calls).toHaveLength(1);
    expect(upgrade.before).toEqual({ associated: true, version: 'v9', status: 'ACTIVE' });
  });

  test('the same or a later version on the domain leaves nothing to do', async () => {
    world.addAssociation({ ...pair, version: 'v3' });
    expect(await world.plan()).toMatchObject({ changed: false, calls: [], undo: [], impact: 'NONE' });
  });

  test('a package being copied is waited for, even where an older version is on the domain', async () => {
    world.addAssociation(pair);
    await world.client.send(new UpdatePackageCommand({ PackageID: pair.packageId, ...source }));
    world.pass(11);
    const plan = await world.plan();
    expect(plan.changed).toBe(true);
    expect(standing(plan)).toEqual([['package-available', 'WAIT', 'PackageCopying']]);
    world.pass(60);
    expect(await world.plan()).toMatchObject({ changed: true, targetVersion: 'v2' });
  });

  test('a domain that changes is waited for, even where the package is on it', async () => {
    world.addAssociation(pair);
    world.setDomainProcessing('catalogue', 600);
    const plan = await world.plan();
    expect(plan.changed).toBe(true);
    expect(standing(plan)).toEqual([['domain-steady', 'WAIT', 'DomainProcessing']]);
  });

  test('a pair on its way in or out is waited for', async () => {
    await world.client.send(new AssociatePackageCommand(input));
    world.pass(11);
    expect(standing(await world.plan())).toEqual([['pair-steady', 'WAIT', 'PairAssociating']]);
    world.pass(600);
    expect(await world.plan()).toMatchObject({ changed: false });
    await world.client.send(new DissociatePackageCommand(input));
    world.pass(11);
    expect(standing(await world.plan())).toEqual([['pair-steady', 'WAIT', 'PairDissociating']]);
  });

  test('another package that changes on the domain is waited for', async () => {
    world.addPackage({ id: 'F222222222', name: 'stopwords' });
    await world.client.send(new AssociatePackageCommand({ ...input, PackageID: 'F222222222' }));
    world.pass(11);
    expect(standing(await world.plan())).toEqual([['other-packages-steady', 'WAIT', 'OtherPackageChanging']]);
  });

  test('a package or a domain that does not exist is a failure of the plan, by its name and not by HTTP 404', async () => {
    const missing = { packageId: 'F999999999', domainName: 'nowhere' };
    expect(standing(await world.operations.plan(missing, 'ASSOCIATED', world.context()))).toEqual([
      ['package-exists', 'FAIL', 'PackageNotFound'],
      ['domain-exists', 'FAIL', 'DomainNotFound'],
    ]);
  });

  test('a domain with twenty other packages is full', async () => {
    fill(world);
    expect(standing(await world.plan())).toEqual([['room-on-domain', 'FAIL', 'DomainFull']]);
  });

  test('room that is being made is waited for', async () => {
    fill(world);
    await world.client.send(new DissociatePackageCommand({ ...input, PackageID: 'F200000001' }));
    world.pass(11);
    expect(standing(await world.plan())).toContainEqual(['room-on-domain', 'WAIT', 'RoomBeingMade']);
    world.pass(600);
    expect(standing(await world.plan())).toEqual([]);
  });

  test('a pair that is on the domain needs no more room', async () => {
    world.addAssociation({ ...pair, version: 'v0' });
    fill(world);
    expect(standing(await world.plan())).toEqual([]);
  });

  test('what cannot be read is thrown as AWS said it', async () => {
    world.next('DescribePackages', refusal('AccessDeniedException', 'Not allowed to look.', 403));
    await expect(world.plan()).rejects.toMatchObject({ name: 'AccessDeniedException', message: 'Not allowed to look.' });
  });
});

/** Puts twenty other packages on the domain. */
function fill(world: EsWorld) {
  for (let number = 1; number <= 20; number += 1) {
    const packageId = `F2000000${String(number).padStart(2, '0')}`;
    world.addPackage({ id: packageId, name: `dictionary-${number}` });
    world.addAssociation({ packageId, domainName: 'catalogue' });
  }
}

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

describe('a plan to dissociate', () => {
  let world: EsWorld;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  test('names the call and shows that it cannot be undone', async () => {
    world.addAssociation(pair);
    expect(await world.plan('DISSOCIATED')).toMatchObject({
      changed: true,
      calls: [{ operation: 'DissociatePackage', parameters: input }],
      undo: [],
      targetVersion: null,
      before: { associated: true, version: 'v1', status: 'ACTIVE' },
    });
  });

  test('a pair that is not there is dissociated already, and so is one of a domain or package that is not', async () => {
    expect(await world.plan('DISSOCIATED')).toMatchObject({ changed: false, calls: [] });
    const missing = { packageId: 'F999999999', domainName: 'nowhere' };
    expect(await world.operations.plan(missing, 'DISSOCIATED', world.context())).toMatchObject({ changed: false, calls: [] });
  });

  test('a domain that changes is waited for', async () => {
    world.addAssociation(pair);
    world.setDomainProcessing('catalogue', 600, 'UpgradingEngineVersion');
    expect(standing(await world.plan('DISSOCIATED'))).toEqual([['domain-steady', 'WAIT', 'DomainUpgrading']]);
  });

  test('a pair that is not there, on a domain that changes, has nothing to be undone either', async () => {
    world.setDomainProcessing('catalogue', 600, 'UpgradingEngineVersion');
    expect(await world.plan('DISSOCIATED')).toMatchObject({ undo: [], before: { associated: false } });
  });
});
