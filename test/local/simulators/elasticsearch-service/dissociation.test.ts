import { describe, expect, test } from '@jest/globals';
import { createEsWorld, refusal } from './world.ts';

describe('dissociating', () => {
  test('is DISSOCIATING for its time, then the pair is gone from the list', async () => {
    const { simulator, dissociate, rows, clock } = createEsWorld();
    simulator().addAssociation({ packageId: 'F1', domainName: 'shop' });
    expect(await dissociate()).toMatchObject({ DomainPackageDetails: { DomainPackageStatus: 'DISSOCIATING', PackageVersion: 'v3' } });
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ACTIVE' }]);
    clock.pass(5);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'DISSOCIATING' }]);
    clock.pass(55);
    expect(await rows()).toEqual([]);
  });

  test('a pair that is not associated is invalid input', async () => {
    const { associate, dissociate, clock } = createEsWorld();
    const refused = { name: 'ValidationException', message: 'Package is not associated to this domain', status: 400 };
    expect(await refusal(dissociate())).toEqual(refused);
    await associate();
    clock.pass(150);
    await dissociate();
    clock.pass(60);
    expect(await refusal(dissociate())).toEqual(refused);
  });

  test('a failure that was scripted leaves the row and says why; it can be tried again', async () => {
    const { simulator, dissociate, faults, rows, clock } = createEsWorld();
    simulator().addAssociation({ packageId: 'F1', domainName: 'shop' });
    faults.add({ operation: 'DissociatePackage', effect: { type: 'FAIL_LATER', code: 'InUse', message: 'An index uses it.' } });
    await dissociate();
    clock.pass(60);
    expect(await rows()).toMatchObject([
      { DomainPackageStatus: 'DISSOCIATION_FAILED', ErrorDetails: { ErrorType: 'InUse', ErrorMessage: 'An index uses it.' } },
    ]);
    await dissociate();
    clock.pass(60);
    expect(await rows()).toEqual([]);
  });

  test('an association that failed can be taken away', async () => {
    const { associate, dissociate, faults, rows, clock } = createEsWorld();
    faults.add({ operation: 'AssociatePackage', effect: { type: 'FAIL_LATER', code: 'BadFormat', message: 'Line 7.' } });
    await associate();
    clock.pass(420);
    await dissociate();
    clock.pass(60);
    expect(await rows()).toEqual([]);
  });
});
