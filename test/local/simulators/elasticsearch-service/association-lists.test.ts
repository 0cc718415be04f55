import { describe, expect, test } from '@jest/globals';
import { createEsWorld, refusal } from './world.ts';

describe('the lists', () => {
  test('a stale read shows what was before the last call, however long ago that was', async () => {
    const { simulator, associate, faults, rows, clock } = createEsWorld();
    simulator().addAssociation({ packageId: 'F1', domainName: 'shop', version: 'v2' });
    await associate();
    clock.pass(1000);
    faults.add({ operation: 'ListPackagesForDomain', resource: 'shop', times: 2, effect: { type: 'STALE' } });
    expect(await rows()).toMatchObject([{ PackageVersion: 'v2' }]);
    expect(await rows()).toMatchObject([{ PackageVersion: 'v2' }]);
    expect(await rows()).toMatchObject([{ PackageVersion: 'v3' }]);
  });

  test('packages of a domain come in pages', async () => {
    const { simulator, call } = createEsWorld();
    for (const id of ['F1', 'F2']) simulator().addAssociation({ packageId: id, domainName: 'shop' });
    const request = { DomainName: 'shop', MaxResults: 1 };
    const first = await call('ListPackagesForDomain', request);
    expect(first).toMatchObject({ DomainPackageDetailsList: [{ PackageID: 'F1' }], NextToken: expect.any(String) });
    const second = await call('ListPackagesForDomain', { ...request, NextToken: first.NextToken });
    expect(second).toMatchObject({ DomainPackageDetailsList: [{ PackageID: 'F2' }] });
    expect(second.NextToken).toBeUndefined();
  });

  test('domains of a package come in pages, without those that are gone', async () => {
    const { simulator, call, clock } = createEsWorld();
    for (const name of ['alpha', 'beta', 'gamma']) {
      simulator().addDomain({ name });
      simulator().addAssociation({ packageId: 'F1', domainName: name });
    }
    simulator().setDomainProcessing('beta', 60, 'Deleting');
    clock.pass(60);
    const first = await call('ListDomainsForPackage', { PackageID: 'F1', MaxResults: 1 });
    expect(first).toMatchObject({ DomainPackageDetailsList: [{ DomainName: 'alpha', PackageID: 'F1' }] });
    const second = await call('ListDomainsForPackage', { PackageID: 'F1', NextToken: first.NextToken });
    expect(second).toMatchObject({ DomainPackageDetailsList: [{ DomainName: 'gamma' }] });
  });

  test('a token of another list, and a page of nothing, are invalid input', async () => {
    const { simulator, call } = createEsWorld();
    for (const id of ['F1', 'F2']) simulator().addAssociation({ packageId: id, domainName: 'shop' });
    const { NextToken } = await call('ListPackagesForDomain', { DomainName: 'shop', MaxResults: 1 });
    expect(await refusal(call('DescribePackages', { NextToken }))).toMatchObject({ name: 'ValidationException' });
    expect(await refusal(call('DescribePackages', { MaxResults: 0 }))).toMatchObject({ name: 'ValidationException' });
  });

  test('of what is not there are not found', async () => {
    const { call } = createEsWorld();
    expect(await refusal(call('ListPackagesForDomain', { DomainName: 'none' }))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await refusal(call('ListDomainsForPackage', { PackageID: 'F9' }))).toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
