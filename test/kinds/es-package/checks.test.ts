import type { ElasticsearchDomainStatus, PackageDetails } from '@aws-sdk/client-elasticsearch-service';
import { describe, expect, test } from '@jest/globals';
import { checksToAssociate, checksToDissociate, type Facts } from '../../../src/kinds/es-package/checks.ts';
import type { Check } from '../../../src/kinds/kind.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const domain = { DomainName: 'catalogue', Created: true, Deleted: false, Processing: false, DomainProcessingStatus: 'Active' } as const;
const found: PackageDetails = { PackageID: 'F1', PackageType: 'TXT-DICTIONARY', PackageStatus: 'AVAILABLE', AvailablePackageVersion: 'v1' };
const row = { PackageID: 'F1', PackageType: 'TXT-DICTIONARY', DomainPackageStatus: 'ACTIVE', PackageVersion: 'v1' } as const;

const withDomain = (says: object): Facts => ({
  package: found,
  domain: { ...domain, ...says } as unknown as ElasticsearchDomainStatus,
  rows: [],
  row: undefined,
});
const withPackage = (says: object): Facts => ({ ...withDomain({}), package: { ...found, ...says } });
const toAssociate = (facts: Facts, at: number | null = null) =>
  checksToAssociate(facts, { now, trigger: at === null ? null : { type: 'PACKAGE_UPDATED', at } });
const standing = (checks: readonly Check[]) =>
  checks.filter(({ result }) => result !== 'PASS').map(({ result, reason }) => `${result} ${reason}`);

describe('the domain', () => {
  test.each<[object, string[]]>([
    [{}, []],
    [{ DomainProcessingStatus: undefined }, []],
    [{ DomainProcessingStatus: 'Creating' }, ['WAIT DomainCreating']],
    [{ DomainProcessingStatus: 'Modifying' }, ['WAIT DomainProcessing']],
    [{ DomainProcessingStatus: 'UpgradingEngineVersion' }, ['WAIT DomainUpgrading']],
    [{ DomainProcessingStatus: 'UpdatingServiceSoftware' }, ['WAIT DomainUpdatingSoftware']],
    [{ DomainProcessingStatus: 'Isolated', Processing: true }, ['FAIL DomainIsolated']],
    [{ DomainProcessingStatus: 'Deleting' }, ['FAIL DomainDeleting', 'WAIT DomainDeleting']],
    [{ DomainProcessingStatus: 'Hibernating' }, ['WAIT StatusUnknown']],
    [{ Created: false }, ['WAIT DomainCreating']],
    [{ Processing: true }, ['WAIT DomainProcessing']],
    [{ UpgradeProcessing: true }, ['WAIT DomainUpgrading']],
    [{ Deleted: true }, ['FAIL DomainDeleting', 'WAIT DomainDeleting']],
    [{ ServiceSoftwareOptions: { UpdateStatus: 'IN_PROGRESS' } }, ['WAIT DomainUpdatingSoftware']],
    [{ ServiceSoftwareOptions: { UpdateStatus: 'PENDING_UPDATE' } }, []],
    [{ ServiceSoftwareOptions: { UpdateStatus: 'ELIGIBLE' } }, []],
    [{ ChangeProgressDetails: { LastUpdatedTime: new Date(now - 119_000) } }, ['WAIT DomainJustChanged']],
    [{ ChangeProgressDetails: { LastUpdatedTime: new Date(now - 120_000) } }, []],
    [{ ChangeProgressDetails: {} }, []],
  ])('that says %j has %j against it', (says, expected) => expect(standing(toAssociate(withDomain(says)))).toEqual(expected));

  test('that is being deleted is waited for when the package is to leave it', () => {
    const facts = { ...withDomain({ Deleted: true }), rows: [row], row };
    expect(standing(checksToDissociate(facts, { now }))).toEqual(['WAIT DomainDeleting']);
  });
});

describe('the package', () => {
  test.each<[object, string[]]>([
    [{ PackageStatus: 'AVAILABLE' }, []],
    [{ PackageStatus: 'COPYING' }, ['WAIT PackageCopying']],
    [{ PackageStatus: 'VALIDATING' }, ['WAIT PackageValidating']],
    [{ PackageStatus: 'COPY_FAILED' }, ['FAIL PackageCopyFailed']],
    [{ PackageStatus: 'VALIDATION_FAILED' }, ['FAIL PackageValidationFailed']],
    [{ PackageStatus: 'DELETING' }, ['FAIL PackageDeleting']],
    [{ PackageStatus: 'DELETED' }, ['FAIL PackageDeleted']],
    [{ PackageStatus: 'DELETE_FAILED' }, ['FAIL PackageDeleteFailed']],
    [{ PackageStatus: 'SCANNING' }, ['WAIT StatusUnknown']],
    [{ PackageStatus: undefined }, ['UNKNOWN StatusMissing']],
    [{ PackageType: 'ZIP-PLUGIN' }, ['FAIL PackageTypeNotSupported']],
    [{ PackageType: undefined }, []],
  ])('that says %j has %j against it', (says, expected) => expect(standing(toAssociate(withPackage(says)))).toEqual(expected));

  test.each<[string, string | undefined, string[]]>([
    ['an hour before the update', '2026-03-01T10:59:59.000Z', ['WAIT PackageUpdateNotSeen']],
    ['in the second of the update', '2026-03-01T11:59:59.000Z', []],
    ['after the update', '2026-03-01T12:01:00.000Z', []],
    ['nobody knows when', undefined, ['UNKNOWN PackageUpdateTimeUnknown']],
  ])('last changed %s', (_when, time, expected) => {
    const facts = withPackage({ LastUpdatedAt: time && new Date(time) });
    expect(standing(toAssociate(facts, Date.parse('2026-03-01T11:59:59.700Z')))).toEqual(expected);
  });

  test('that is being deleted fails, however old what AWS shows of it', () => {
    const facts = withPackage({ PackageStatus: 'DELETING', LastUpdatedAt: new Date(0) });
    expect(standing(toAssociate(facts, now))).toContain('FAIL PackageDeleting');
  });

  test('of another type is not dissociated either', () => {
    const plugin = { ...row, PackageType: 'ZIP-PLUGIN' as never };
    expect(standing(checksToDissociate({ ...withDomain({}), rows: [plugin], row: plugin }, { now }))).toEqual([
      'FAIL PackageTypeNotSupported',
    ]);
  });
});

describe('the pair', () => {
  test.each<[object, string]>([
    [{ DomainPackageStatus: 'ACTIVE' }, 'PASS PairSteady'],
    [{ DomainPackageStatus: 'ASSOCIATING' }, 'WAIT PairAssociating'],
    [{ DomainPackageStatus: 'DISSOCIATING' }, 'WAIT PairDissociating'],
    [{ DomainPackageStatus: 'ASSOCIATION_FAILED' }, 'PASS EarlierAssociationFailed'],
    [{ DomainPackageStatus: 'DISSOCIATION_FAILED' }, 'PASS EarlierDissociationFailed'],
    [{ DomainPackageStatus: 'REPLICATING' }, 'WAIT StatusUnknown'],
    [{ DomainPackageStatus: undefined }, 'UNKNOWN StatusMissing'],
  ])('that says %j is %s, to associate and to dissociate', (says, expected) => {
    const changed = { ...row, ...says };
    const facts = { ...withDomain({}), rows: [changed], row: changed };
    for (const checks of [toAssociate(facts), checksToDissociate(facts, { now })])
      expect(checks.filter(({ name }) => name === 'pair-steady').map(({ result, reason }) => `${result} ${reason}`)).toEqual([expected]);
  });

  test('that failed before says why, in the words AWS has for it', () => {
    const failed = { ...row, DomainPackageStatus: 'ASSOCIATION_FAILED', ErrorDetails: { ErrorMessage: 'Line 7 is not valid' } } as const;
    const checks = toAssociate({ ...withDomain({}), rows: [failed], row: failed });
    expect(checks.find(({ name }) => name === 'pair-steady')?.message).toBe(
      'An earlier association of the package failed. AWS says: Line 7 is not valid.',
    );
  });
});
