import type {
  DeploymentStatus,
  DomainPackageStatus,
  DomainProcessingStatusType,
  PackageStatus,
  PackageType,
} from '@aws-sdk/client-elasticsearch-service';
import { type Desired, fail, type Observation, pass, type Verdict, wait } from '../kind.ts';

/** May the package be associated? Only one that is available: while it is copied, association sometimes fails (trade-tariff-backend, pull request 1109). */
export const packageVerdicts: Record<PackageStatus, Verdict> = {
  AVAILABLE: pass('PackageAvailable', 'The package is available.'),
  COPYING: wait('PackageCopying', 'AWS is still copying the package.'),
  VALIDATING: wait('PackageValidating', 'AWS is still validating the package.'),
  COPY_FAILED: fail('PackageCopyFailed', 'AWS could not copy the package: update it from a file that AWS can read, then ask again.'),
  VALIDATION_FAILED: fail('PackageValidationFailed', 'AWS found the package not valid: update it from a corrected file, then ask again.'),
  DELETING: fail('PackageDeleting', 'The package is being deleted: ask again with another.'),
  DELETED: fail('PackageDeleted', 'The package has been deleted: ask again with another.'),
  DELETE_FAILED: fail('PackageDeleteFailed', 'Deleting the package was tried and failed: delete it again, or ask again with another.'),
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
  Isolated: fail('DomainIsolated', 'AWS has isolated the domain: AWS Health says why. Ask again when it is active.'),
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
  ASSOCIATION_FAILED: pass('EarlierAssociationFailed', 'An earlier association of the package failed.'),
  DISSOCIATION_FAILED: pass('EarlierDissociationFailed', 'An earlier dissociation of the package failed.'),
};

/**
 * Whether a domain is meant when a package is named alone (null: it is not), and after which others. Where an association failed it is still
 * wanted, and comes last: what is wrong with that domain then holds up no other.
 */
export const meant: Record<DomainPackageStatus, 'FIRST' | 'LAST' | null> = {
  ACTIVE: 'FIRST',
  ASSOCIATING: 'FIRST',
  ASSOCIATION_FAILED: 'LAST',
  DISSOCIATING: null,
  DISSOCIATION_FAILED: null,
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
