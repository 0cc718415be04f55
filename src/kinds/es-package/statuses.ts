import type {
  DeploymentStatus,
  DomainPackageStatus,
  DomainProcessingStatusType,
  PackageStatus,
  PackageType,
} from '@aws-sdk/client-elasticsearch-service';
import type { Check, Desired, Observation } from '../kind.ts';

/** What a status means for a plan. */
export type Verdict = Pick<Check, 'result' | 'reason' | 'message'>;

const pass = (reason: string, message: string): Verdict => ({ result: 'PASS', reason, message });
const wait = (reason: string, message: string): Verdict => ({ result: 'WAIT', reason, message });
const fail = (reason: string, message: string): Verdict => ({ result: 'FAIL', reason, message });

/** May the package be associated? Only one that is available: while it is copied, association sometimes fails (trade-tariff-backend, pull request 1109). */
export const packageVerdicts: Record<PackageStatus, Verdict> = {
  AVAILABLE: pass('PackageAvailable', 'The package is available.'),
  COPYING: wait('PackageCopying', 'AWS is still copying the package.'),
  VALIDATING: wait('PackageValidating', 'AWS is still validating the package.'),
  COPY_FAILED: fail('PackageCopyFailed', 'AWS could not copy the package.'),
  VALIDATION_FAILED: fail('PackageValidationFailed', 'AWS found the package not valid.'),
  DELETING: fail('PackageDeleting', 'The package is being deleted.'),
  DELETED: fail('PackageDeleted', 'The package has been deleted.'),
  DELETE_FAILED: fail('PackageDeleteFailed', 'Deleting the package was tried and failed.'),
};

/** Other types restart the domain's nodes and need other calls to undo (source: OpenSearch Service, configuration changes). */
export const packageTypes: Record<PackageType, Verdict> = {
  'TXT-DICTIONARY': pass('PackageTypeSupported', 'The package is a dictionary.'),
};

/** Is the domain fit for a change? An isolated one does not become so by itself. */
export const domainVerdicts: Record<DomainProcessingStatusType, Verdict> = {
  Active: pass('DomainSteady', 'The domain is not changing.'),
  Creating: wait('DomainCreating', 'The domain is still being created.'),
  Modifying: wait('DomainProcessing', 'The domain is processing a configuration change.'),
  UpgradingEngineVersion: wait('DomainUpgrading', 'The domain is being upgraded to another engine version.'),
  UpdatingServiceSoftware: wait('DomainUpdatingSoftware', 'The service software of the domain is being updated.'),
  Isolated: fail('DomainIsolated', 'AWS has isolated the domain.'),
  Deleting: wait('DomainDeleting', 'The domain is being deleted.'),
};

/** Is service software being put on the domain? An update that is only planned may be weeks away. */
export const softwareVerdicts: Record<DeploymentStatus, Verdict> = {
  IN_PROGRESS: domainVerdicts.UpdatingServiceSoftware,
  PENDING_UPDATE: domainVerdicts.Active,
  COMPLETED: domainVerdicts.Active,
  ELIGIBLE: domainVerdicts.Active,
  NOT_ELIGIBLE: domainVerdicts.Active,
};

/** Is the pair at rest? */
export const pairVerdicts: Record<DomainPackageStatus, Verdict> = {
  ACTIVE: pass('PairSteady', 'The package is on the domain.'),
  ASSOCIATING: wait('PairAssociating', 'The package is being associated already.'),
  DISSOCIATING: wait('PairDissociating', 'The package is being dissociated.'),
  ASSOCIATION_FAILED: pass('PairSteady', 'An earlier association of the package failed.'),
  DISSOCIATION_FAILED: pass('PairSteady', 'An earlier dissociation of the package failed.'),
};

/** Where a pair on the list stands on its way to what is desired. */
export const progress: Record<Desired, Record<DomainPackageStatus, Observation['type'] & ('PENDING' | 'SETTLED' | 'FAILED')>> = {
  ASSOCIATED: {
    ACTIVE: 'SETTLED',
    ASSOCIATING: 'PENDING',
    DISSOCIATING: 'PENDING',
    ASSOCIATION_FAILED: 'FAILED',
    DISSOCIATION_FAILED: 'FAILED',
  },
  // Dissociated has no status of its own: it is done when the pair is off the list.
  DISSOCIATED: {
    ACTIVE: 'PENDING',
    ASSOCIATING: 'PENDING',
    DISSOCIATING: 'PENDING',
    ASSOCIATION_FAILED: 'PENDING',
    DISSOCIATION_FAILED: 'FAILED',
  },
};

/** The table's entry for a status AWS gave; undefined for one it has added since. */
export const entry = <Entry>(table: Readonly<Record<string, Entry>>, status: string): Entry | undefined =>
  Object.hasOwn(table, status) ? table[status] : undefined;

/** The verdict on a status AWS gave: one it has added since is waited out. */
export const verdict = (table: Readonly<Record<string, Verdict>>, status: string): Verdict =>
  entry(table, status) ?? wait('StatusUnknown', `AWS reports ${status}, which Liaison does not know.`);

/** The same, where AWS may not give a status at all. */
export const statusVerdict = (table: Readonly<Record<string, Verdict>>, status: string | undefined): Verdict =>
  status === undefined
    ? { result: 'UNKNOWN', reason: 'StatusMissing', message: 'AWS does not say which status it has.' }
    : verdict(table, status);

/** A verdict as the check of that name. */
export const named = (name: string, verdict: Verdict): Check => ({ name, ...verdict });
