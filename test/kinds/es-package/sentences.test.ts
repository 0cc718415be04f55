import type { DomainPackageDetails, ElasticsearchDomainStatus, PackageDetails } from '@aws-sdk/client-elasticsearch-service';
import { describe, expect, test } from '@jest/globals';
import { beforeIn, isAsBefore } from '../../../src/kinds/es-package/before.ts';
import { checksToAssociate, checksToDissociate, type Facts } from '../../../src/kinds/es-package/checks.ts';
import { esPackagePair } from '../../../src/kinds/es-package/pair.ts';
import { type Check, check, type Trigger } from '../../../src/kinds/kind.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const domain = { DomainName: 'catalogue', Created: true, Deleted: false, Processing: false, DomainProcessingStatus: 'Active' };
const found = { PackageID: 'F1', PackageType: 'TXT-DICTIONARY', PackageStatus: 'AVAILABLE', AvailablePackageVersion: 'v1' };
const row = { PackageID: 'F1', PackageType: 'TXT-DICTIONARY', DomainPackageStatus: 'ACTIVE', PackageVersion: 'v1' };

/** What AWS shows of an available package, a domain at rest and no package on it, but for what is given. */
const facts = (says: { readonly package?: object; readonly domain?: object; readonly rows?: readonly object[] } = {}): Facts => {
  const rows = (says.rows ?? []) as DomainPackageDetails[];
  return {
    package: { ...found, ...says.package } as PackageDetails,
    domain: { ...domain, ...says.domain } as unknown as ElasticsearchDomainStatus,
    rows,
    row: rows.find(({ PackageID }) => PackageID === 'F1'),
  };
};
const others = (count: number, firstIs = 'ACTIVE') =>
  Array.from({ length: count }, (_, index) => ({ PackageID: `F${index + 10}`, DomainPackageStatus: index === 0 ? firstIs : 'ACTIVE' }));

const told = (checks: readonly Check[]) => checks.map(({ name, result, reason, message }) => `${name} ${result} ${reason}: ${message}`);
const toAssociate = (given: Facts, trigger: Trigger | null = null) => checksToAssociate(given, { now, trigger });
const against = (checks: readonly Check[]) => told(checks.filter(({ result }) => result !== 'PASS'));

describe('a person reads', () => {
  test('what was looked at, when all is well', () => {
    expect(told(toAssociate(facts(), { type: 'PACKAGE_UPDATED', at: now - 1 })).filter((line) => line.includes('updated'))).toEqual([
      'package-updated UNKNOWN PackageUpdateTimeUnknown: AWS does not say when the package was updated.',
    ]);
    expect(told(toAssociate(facts()))).toEqual([
      'package-exists PASS PackageFound: The package exists.',
      'package-type PASS PackageTypeSupported: The package is a dictionary.',
      'package-available PASS PackageAvailable: The package is available.',
      'domain-exists PASS DomainFound: The domain exists.',
      'domain-steady PASS DomainSteady: The domain is not changing.',
      'pair-steady PASS PairAbsent: The package is not on the domain.',
      'other-packages-steady PASS OtherPackagesSteady: No other package is changing on the domain.',
      'room-on-domain PASS RoomOnDomain: The domain has room for the package.',
    ]);
  });

  test('that there is no such thing', () => {
    expect(told(toAssociate({ ...facts(), package: undefined, domain: undefined }))).toEqual([
      'package-exists FAIL PackageNotFound: There is no package of this id in this account and region: check the id.',
      'domain-exists FAIL DomainNotFound: There is no domain of this name in this account and region: check the name.',
    ]);
    expect(told(checksToDissociate({ ...facts({ rows: [row] }), domain: undefined }, { now })).map((line) => line.split(' ')[0])).toEqual([
      'package-type',
      'pair-steady',
      'other-packages-steady',
    ]);
    expect(told(checksToDissociate(facts(), { now }))).toEqual(['pair-steady PASS PairAbsent: The package is not on the domain.']);
  });

  test.each([
    ['COPYING', 'WAIT PackageCopying: AWS is still copying the package.'],
    ['VALIDATING', 'WAIT PackageValidating: AWS is still validating the package.'],
    ['COPY_FAILED', 'FAIL PackageCopyFailed: AWS could not copy the package: update it from a file that AWS can read, then ask again.'],
    [
      'VALIDATION_FAILED',
      'FAIL PackageValidationFailed: AWS found the package not valid: update it from a corrected file, then ask again.',
    ],
    ['DELETING', 'FAIL PackageDeleting: The package is being deleted: ask again with another.'],
    ['DELETED', 'FAIL PackageDeleted: The package has been deleted: ask again with another.'],
    ['DELETE_FAILED', 'FAIL PackageDeleteFailed: Deleting the package was tried and failed: delete it again, or ask again with another.'],
  ])('of a package that is %s', (PackageStatus, sentence) =>
    expect(against(toAssociate(facts({ package: { PackageStatus } })))).toEqual([`package-available ${sentence}`]),
  );

  test("AWS's own words of a package only where something failed", () => {
    const ErrorDetails = { ErrorMessage: 'Line 7 is not valid' };
    const sentence = (PackageStatus: string) => toAssociate(facts({ package: { PackageStatus, ErrorDetails } }))[2]?.message;
    expect(sentence('COPYING')).toBe('AWS is still copying the package.');
    expect(sentence('COPY_FAILED')).toMatch(/AWS says: Line 7 is not valid\.$/);
  });

  test('of a package of another type', () =>
    expect(against(toAssociate(facts({ package: { PackageType: 'ZIP-PLUGIN' } })))).toEqual([
      'package-type FAIL PackageTypeNotSupported: Liaison handles dictionaries only, and the package is a ZIP-PLUGIN: use the OpenSearch API for it.',
    ]));

  test.each([
    ['Creating', 'WAIT DomainCreating: The domain is still being created.'],
    ['Modifying', 'WAIT DomainProcessing: The domain is processing a configuration change.'],
    ['UpgradingEngineVersion', 'WAIT DomainUpgrading: The domain is being upgraded to another engine version.'],
    ['UpdatingServiceSoftware', 'WAIT DomainUpdatingSoftware: The service software of the domain is being updated.'],
    ['Isolated', 'FAIL DomainIsolated: AWS has isolated the domain: AWS Health says why. Ask again when it is active.'],
  ])('of a domain that is %s', (DomainProcessingStatus, sentence) =>
    expect(against(toAssociate(facts({ domain: { DomainProcessingStatus } })))).toEqual([`domain-steady ${sentence}`]),
  );

  test('of a domain that is on its way out, and of one that has just ended a change', () => {
    expect(against(toAssociate(facts({ domain: { DomainProcessingStatus: 'Deleting' } })))).toEqual([
      'domain-exists FAIL DomainDeleting: The domain is being deleted: ask again with another.',
      'domain-steady WAIT DomainDeleting: The domain is being deleted.',
    ]);
    const ChangeProgressDetails = { LastUpdatedTime: new Date(now - 1_000) };
    expect(against(toAssociate(facts({ domain: { ChangeProgressDetails } })))).toEqual([
      'domain-steady WAIT DomainJustChanged: The domain has just ended a change: associations within 120 seconds of it are known to fail.',
    ]);
  });

  test.each([
    ['ACTIVE', 'PASS PairSteady: The package is on the domain.'],
    ['ASSOCIATING', 'WAIT PairAssociating: The package is being associated already.'],
    ['DISSOCIATING', 'WAIT PairDissociating: The package is being dissociated.'],
    ['ASSOCIATION_FAILED', 'PASS EarlierAssociationFailed: An earlier association of the package failed.'],
    ['DISSOCIATION_FAILED', 'PASS EarlierDissociationFailed: An earlier dissociation of the package failed.'],
  ])('of a pair that is %s', (DomainPackageStatus, sentence) =>
    expect(told(checksToDissociate(facts({ rows: [{ ...row, DomainPackageStatus }] }), { now }))).toEqual([
      'package-type PASS PackageTypeSupported: The package is a dictionary.',
      'domain-steady PASS DomainSteady: The domain is not changing.',
      `pair-steady ${sentence}`,
      'other-packages-steady PASS OtherPackagesSteady: No other package is changing on the domain.',
    ]),
  );

  test.each([
    [1, 'ASSOCIATING', ['other-packages-steady WAIT OtherPackageChanging: Package F10 is changing on the same domain.']],
    [1, 'REPLICATING', []],
    [19, 'ACTIVE', []],
    [
      20,
      'ACTIVE',
      ['room-on-domain FAIL DomainFull: The domain has 20 packages, which is the most there can be: take one off it, then ask again.'],
    ],
    [
      20,
      'DISSOCIATING',
      [
        'other-packages-steady WAIT OtherPackageChanging: Package F10 is changing on the same domain.',
        'room-on-domain WAIT RoomBeingMade: The domain is full, and a package is being taken off it.',
      ],
    ],
  ])('of %d other packages, the first of them %s', (count, status, sentences) =>
    expect(against(toAssociate(facts({ rows: others(count, status) })))).toEqual(sentences),
  );

  test.each([
    [0, ['package-updated PASS PackageUpdateSeen: The update of the package has arrived.']],
    [9, ['package-updated WAIT PackageUpdateNotSeen: AWS still shows the package as it was before the update.']],
  ])('whether an update has arrived on a package last changed %d seconds before it', (before, sentences) => {
    const given = facts({ package: { LastUpdatedAt: new Date(now - before * 1_000) } });
    expect(told(toAssociate(given, { type: 'PACKAGE_UPDATED', at: now })).filter((line) => line.startsWith('package-updated'))).toEqual(
      sentences,
    );
  });

  test.each(['COPY_FAILED', 'VALIDATION_FAILED'])(
    'of a package that was %s before its update, that the update has not arrived',
    (PackageStatus) => {
      const given = facts({ package: { PackageStatus, LastUpdatedAt: new Date(now - 9_000) } });
      expect(against(toAssociate(given, { type: 'PACKAGE_UPDATED', at: now }))).toEqual([
        'package-updated WAIT PackageUpdateNotSeen: AWS still shows the package as it was before the update.',
        'package-available WAIT PackageUpdateNotSeen: AWS still shows the package as it was before the update.',
      ]);
    },
  );

  test('how AWS is not as an association left it', () => {
    const drift = (before: object, targetVersion: string | null) =>
      esPackagePair.drift({
        checks: [check('any', { result: 'PASS', reason: 'Any', message: '' })],
        before: before as never,
        targetVersion,
      });
    expect(drift({ associated: false }, 'v2')).toEqual({ type: 'Missing', observed: 'The package is not on the domain.' });
    expect(drift({ associated: true, version: 'v1', status: 'ACTIVE' }, 'v2')).toEqual({
      type: 'VersionBehind',
      observed: 'The domain has v1 (ACTIVE), and the package is at v2.',
    });
    expect(drift({ associated: true, version: null, status: 'ACTIVE' }, 'v2')?.observed).toBe(
      'The domain has no version (ACTIVE), and the package is at v2.',
    );
    expect(drift({ associated: true, version: 'v1', status: 'ACTIVE' }, null)).toBeNull();
  });
});

test.each([null, {}, { associated: 'yes' }])('%j is no before-image of a package', (before) =>
  expect(() => beforeIn({ before })).toThrow('The before-image is not that of a package.'),
);

test('a pair that is not there is not as it was when it was, whatever the before-image has kept of it', () => {
  expect(isAsBefore(undefined, beforeIn({ before: { associated: true } }))).toBe(false);
  expect(isAsBefore(undefined, beforeIn({ before: { associated: false } }))).toBe(true);
});

test('what may be asked of a package, and how it is waited for', () => {
  const { key, ends, scopes, drift, ...rules } = esPackagePair;
  expect(rules).toEqual({
    name: 'es-package',
    desired: { ASSOCIATED: { allowed: true, impact: 'BACKGROUND' }, DISSOCIATED: { allowed: true, impact: 'BACKGROUND' } },
    defaults: { onFailure: 'ROLL_BACK', deadline: 'PT2H' },
    durations: { usual: 150, settle: 1_800, undo: 1_800 },
  });
  const pair = { packageId: 'F1', domainName: 'logs' };
  expect([key(pair), ends(pair), scopes(pair)]).toEqual(['es-package/logs/F1', { source: 'F1', target: 'logs' }, ['es:domain/logs']]);
});
