import { describe, expect, test } from '@jest/globals';
import { usualTiming } from '../../../../local/simulators/elasticsearch-service/timing.ts';
import { moment, start } from '../surroundings.ts';
import { createEsWorld, refusal } from './world.ts';

/** Shown at once, so that a test about something else need not wait for the lists. */
const prompt = { lag: [0, 0] } as const;

describe('associating', () => {
  test('the answer says ASSOCIATING with every member that AWS fills', async () => {
    const { associate } = createEsWorld();
    expect(await associate()).toMatchObject({
      DomainPackageDetails: {
        PackageID: 'F1',
        PackageName: 'synonyms',
        PackageType: 'TXT-DICTIONARY',
        LastUpdated: start,
        DomainName: 'shop',
        DomainPackageStatus: 'ASSOCIATING',
        PackageVersion: 'v3',
        ReferencePath: 'analyzers/F1',
      },
    });
  });

  test('a new association is not in the list at first, then ASSOCIATING, then ACTIVE', async () => {
    const { associate, rows, clock } = createEsWorld();
    await associate();
    expect(await rows()).toEqual([]);
    clock.pass(5);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ASSOCIATING', LastUpdated: start }]);
    clock.pass(144);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ASSOCIATING' }]);
    clock.pass(1);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ACTIVE', PackageVersion: 'v3', LastUpdated: moment(150) }]);
  });

  test('after an upgrade call the list goes on to show the old version as ACTIVE', async () => {
    const { simulator, pair, associate, rows, clock } = createEsWorld();
    simulator().addAssociation({ packageId: pair.PackageID, domainName: 'shop', version: 'v2' });
    await associate();
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ACTIVE', PackageVersion: 'v2' }]);
    clock.pass(5);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ASSOCIATING', PackageVersion: 'v3' }]);
    clock.pass(145);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ACTIVE', PackageVersion: 'v3' }]);
  });

  test('the version is the one available at the call, whatever comes in later', async () => {
    const { associate, update, rows, clock } = createEsWorld(prompt);
    await associate();
    await update();
    clock.pass(150);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ACTIVE', PackageVersion: 'v3' }]);
  });

  test('a failure that was scripted comes late and says why', async () => {
    const { associate, faults, rows, clock } = createEsWorld();
    faults.add({ operation: 'AssociatePackage', resource: 'F1', effect: { type: 'FAIL_LATER', code: 'BadFormat', message: 'Line 7.' } });
    await associate();
    clock.pass(419);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ASSOCIATING' }]);
    clock.pass(1);
    expect(await rows()).toMatchObject([
      { DomainPackageStatus: 'ASSOCIATION_FAILED', ErrorDetails: { ErrorType: 'BadFormat', ErrorMessage: 'Line 7.' } },
    ]);
  });

  test('what failed can be tried again', async () => {
    const { associate, faults, rows, clock } = createEsWorld();
    faults.add({ operation: 'AssociatePackage', effect: { type: 'FAIL_LATER', code: 'BadFormat', message: 'Line 7.' } });
    await associate();
    clock.pass(420);
    await associate();
    clock.pass(150);
    const [row] = await rows();
    expect(row).toMatchObject({ DomainPackageStatus: 'ACTIVE' });
    expect(row).not.toHaveProperty('ErrorDetails');
  });

  test('a slow one takes as many times longer', async () => {
    const { associate, faults, rows, clock } = createEsWorld();
    faults.add({ operation: 'AssociatePackage', effect: { type: 'SLOW', factor: 4 } });
    await associate();
    clock.pass(599);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ASSOCIATING' }]);
    clock.pass(1);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ACTIVE' }]);
  });

  test('the usual time is from two to three minutes', async () => {
    const { associate, rows, clock } = createEsWorld(usualTiming);
    await associate();
    clock.pass(120);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ASSOCIATING' }]);
    clock.pass(60);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ACTIVE' }]);
  });
});

describe('associating what cannot be', () => {
  test('the same version again is a conflict', async () => {
    const { associate, clock } = createEsWorld();
    await associate();
    clock.pass(150);
    expect(await refusal(associate())).toEqual({ name: 'ConflictException', message: 'Package is already in desired state', status: 409 });
  });

  test('while it is associating or dissociating is a conflict, even before the list shows so', async () => {
    const { associate, dissociate, clock } = createEsWorld();
    await associate();
    expect(await refusal(associate())).toMatchObject({ name: 'ConflictException', message: expect.stringContaining('ASSOCIATING') });
    expect(await refusal(dissociate())).toMatchObject({ name: 'ConflictException' });
    clock.pass(150);
    await dissociate();
    expect(await refusal(associate())).toMatchObject({ name: 'ConflictException', message: expect.stringContaining('DISSOCIATING') });
    expect(await refusal(dissociate())).toMatchObject({ name: 'ConflictException' });
  });

  test('an unknown package or domain is not found, with status 409', async () => {
    const { associate, dissociate } = createEsWorld();
    const missing = { name: 'ResourceNotFoundException', status: 409 };
    expect(await refusal(associate({ PackageID: 'F9' }))).toMatchObject({ ...missing, message: 'Package not found: F9' });
    expect(await refusal(associate({ DomainName: 'none' }))).toMatchObject({ ...missing, message: 'Domain not found: none' });
    expect(await refusal(dissociate({ DomainName: 'none' }))).toMatchObject(missing);
  });

  test('the twenty-first package of a domain is above the quota, an upgrade of one of the twenty is not', async () => {
    const { simulator, associate, dissociate, clock } = createEsWorld();
    for (let number = 10; number < 30; number += 1) {
      simulator().addPackage({ id: `F${number}`, name: `words-${number}`, version: 2 });
      simulator().addAssociation({ packageId: `F${number}`, domainName: 'shop', version: 'v1' });
    }
    expect(await refusal(associate())).toMatchObject({
      name: 'ValidationException',
      message: 'Domain shop has reached the limit of 20 packages',
    });
    await associate({ PackageID: 'F10' });
    await dissociate({ PackageID: 'F11' });
    expect(await refusal(associate())).toMatchObject({ name: 'ValidationException' });
    clock.pass(60);
    expect(await associate()).toMatchObject({ DomainPackageDetails: { DomainPackageStatus: 'ASSOCIATING' } });
  });

  test.each(['COPY_FAILED', 'VALIDATION_FAILED', 'DELETING', 'DELETE_FAILED'] as const)(
    'a package that is %s is refused',
    async (status) => {
      const { simulator, associate } = createEsWorld();
      simulator().addPackage({ id: 'F3', name: 'broken', status });
      expect(await refusal(associate({ PackageID: 'F3' }))).toMatchObject({ name: 'ValidationException', status: 400 });
    },
  );

  test.each(['Creating', 'Deleting'] as const)('a domain that is %s is refused', async (condition) => {
    const { simulator, associate } = createEsWorld();
    simulator().setDomainProcessing('shop', 600, condition);
    expect(await refusal(associate())).toMatchObject({ name: 'ValidationException', message: expect.stringContaining(condition) });
  });
});

describe('associating too early', () => {
  test('while the package is COPYING is accepted and may fail', async () => {
    const { update, associate, rows, clock } = createEsWorld(prompt);
    await update();
    await associate();
    clock.pass(420);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ASSOCIATION_FAILED', ErrorDetails: { ErrorType: 'PackageNotAvailable' } }]);
  });

  test('while the package is COPYING is accepted and may work out, at the old version', async () => {
    const failure = { packageNotReady: 0, domainProcessing: 1, domainFresh: 0 };
    const { update, associate, rows, clock } = createEsWorld({ ...prompt, failure });
    await update();
    await associate();
    clock.pass(150);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ACTIVE', PackageVersion: 'v3' }]);
  });

  test('a package that never was available always fails', async () => {
    const failure = { packageNotReady: 0, domainProcessing: 0, domainFresh: 0 };
    const { simulator, associate, rows, clock } = createEsWorld({ ...prompt, failure });
    simulator().addPackage({ id: 'F3', name: 'first', version: 0, status: 'COPYING' });
    await associate({ PackageID: 'F3' });
    clock.pass(420);
    const [row] = await rows();
    expect(row).toMatchObject({ DomainPackageStatus: 'ASSOCIATION_FAILED' });
    expect(row).not.toHaveProperty('PackageVersion');
  });

  test('while the domain is processing fails', async () => {
    const { simulator, associate, rows, clock } = createEsWorld();
    simulator().setDomainProcessing('shop', 60);
    await associate();
    clock.pass(420);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ASSOCIATION_FAILED', ErrorDetails: { ErrorType: 'DomainProcessing' } }]);
  });

  test('within two minutes of the domain becoming active fails where that is asked for', async () => {
    const { simulator, associate, rows, clock } = createEsWorld({ failure: { packageNotReady: 1, domainProcessing: 1, domainFresh: 1 } });
    simulator().setDomainProcessing('shop', 60);
    clock.pass(179);
    await associate();
    clock.pass(1);
    await associate({ PackageID: 'F2' });
    clock.pass(420);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ASSOCIATION_FAILED' }, { DomainPackageStatus: 'ACTIVE' }]);
  });
});
