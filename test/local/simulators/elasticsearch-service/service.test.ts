import { describe, expect, test } from '@jest/globals';
import { rateExceeded } from '../../../../local/simulators/elasticsearch-service/errors.ts';
import { createEsWorld, refusal } from './world.ts';

describe('made anew on the same state', () => {
  test('changes go on where they were', async () => {
    const { associate, update, rows, call, simulator, restart, clock } = createEsWorld();
    await associate({ PackageID: 'F2' });
    await update();
    simulator().setDomainProcessing('shop', 100);
    restart();
    clock.pass(5);
    expect(await rows()).toMatchObject([{ PackageID: 'F2', DomainPackageStatus: 'ASSOCIATING' }]);
    expect(await refusal(associate({ PackageID: 'F2' }))).toMatchObject({ name: 'ConflictException' });
    clock.pass(30);
    restart();
    expect(await call('DescribePackages')).toMatchObject({ PackageDetailsList: [{ AvailablePackageVersion: 'v4' }, {}] });
    expect(await call('DescribeElasticsearchDomain', { DomainName: 'shop' })).toMatchObject({ DomainStatus: { Processing: true } });
    clock.pass(115);
    restart();
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ACTIVE' }]);
    expect(await call('DescribeElasticsearchDomain', { DomainName: 'shop' })).toMatchObject({ DomainStatus: { Processing: false } });
  });
});

describe('what CloudTrail tells', () => {
  test('of a call that was accepted', async () => {
    const { update, events } = createEsWorld();
    await update({ CommitMessage: 'New season' });
    expect(events).toMatchObject([
      {
        source: 'aws.es',
        'detail-type': 'AWS API Call via CloudTrail',
        detail: {
          eventSource: 'es.amazonaws.com',
          eventName: 'UpdatePackage',
          userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/liaison-es-package/run' },
          userAgent: expect.stringContaining('aws-sdk-js'),
          requestParameters: {
            packageID: 'F1',
            packageSource: { s3BucketName: 'dictionaries', s3Key: 'synonyms.txt' },
            commitMessage: 'New season',
          },
          responseElements: { packageDetails: { packageID: 'F1', packageStatus: 'COPYING', lastUpdatedAt: '2026-03-01T12:00:00.000Z' } },
        },
      },
    ]);
    expect(events[0]?.detail).not.toHaveProperty('errorCode');
  });

  test('of a call that was refused', async () => {
    const { dissociate, events } = createEsWorld();
    await refusal(dissociate());
    expect(events).toMatchObject([
      {
        detail: {
          eventName: 'DissociatePackage',
          errorCode: 'ValidationException',
          errorMessage: 'Package is not associated to this domain',
          requestParameters: { packageID: 'F1', domainName: 'shop' },
          responseElements: null,
        },
      },
    ]);
  });

  test('of a call that was throttled, after which nothing has changed', async () => {
    const { associate, faults, rows, events, clock } = createEsWorld();
    faults.add({ operation: 'AssociatePackage', effect: { type: 'REFUSE', error: rateExceeded() } });
    expect(await refusal(associate())).toEqual({ name: 'ThrottlingException', message: 'Rate exceeded', status: 400 });
    expect(events).toMatchObject([{ detail: { errorCode: 'ThrottlingException', errorMessage: 'Rate exceeded' } }]);
    clock.pass(150);
    expect(await rows()).toEqual([]);
  });

  test('of a call whose answer was lost: it was carried out', async () => {
    const { associate, faults, rows, events, clock } = createEsWorld();
    faults.add({ operation: 'AssociatePackage', effect: { type: 'LOSE_ANSWER' } });
    await expect(associate()).rejects.toThrow('socket hang up');
    expect(events).toMatchObject([{ detail: { responseElements: { domainPackageDetails: { domainPackageStatus: 'ASSOCIATING' } } } }]);
    clock.pass(150);
    expect(await rows()).toMatchObject([{ DomainPackageStatus: 'ACTIVE' }]);
  });

  test('nothing of reads', async () => {
    const { rows, call, events } = createEsWorld();
    await rows();
    await call('DescribePackages');
    await call('ListDomainNames');
    expect(events).toEqual([]);
  });
});

test.each([
  ['ListPackagesForDomain', { DomainName: 'shop', MaxResults: 101 }, 'maxResults'],
  ['AssociatePackage', { PackageID: 'F1', DomainName: 'Shop' }, 'domainName'],
  ['DescribePackages', { Filters: [{ Name: 'PackageID', Value: [] }] }, 'filters.1.member.value'],
  ['UpdatePackage', { PackageID: 'F1' }, 'packageSource'],
  ['CreatePackage', { PackageName: 'x', PackageType: 'TXT-DICTIONARY', PackageSource: {} }, 'packageName'],
  ['AddTags', { ARN: 'arn', TagList: [{ Key: '', Value: '' }] }, 'tagList.1.member.key'],
])('%s refuses what its model forbids, and says where', async (operation, input, member) => {
  const { call } = createEsWorld();
  const message = expect.stringContaining(`at '${member}' failed to satisfy constraint`);
  expect(await refusal(call(operation, input))).toMatchObject({ name: 'ValidationException', message, status: 400 });
});
