import { AssociatePackageCommand, DissociatePackageCommand, UpdatePackageCommand } from '@aws-sdk/client-elasticsearch-service';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refusal, standing } from '../kind-world.ts';
import { createWorld, type EsWorld, pair } from './world.ts';

const input = { PackageID: pair.packageId, DomainName: pair.domainName };
const source = { PackageSource: { S3BucketName: 'dictionaries', S3Key: 'synonyms.txt' } };

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
