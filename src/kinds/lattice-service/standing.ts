import type { ServiceNetworkServiceAssociationStatus } from '@aws-sdk/client-vpc-lattice';
import type { Check, Desired, Trigger, Words } from '../kind.ts';
import { check, type Finding, unknownStatus, withFailure } from './checks.ts';
import { idOf, type LatticeServicePair } from './pair.ts';

type StandingFindings = Record<ServiceNetworkServiceAssociationStatus, Finding>;

const findingsToAssociate: StandingFindings = {
  ACTIVE: ['PASS', 'AlreadyAssociated', 'They are associated.'],
  CREATE_IN_PROGRESS: ['WAIT', 'CreationInProgress', 'They are being associated.'],
  DELETE_IN_PROGRESS: ['WAIT', 'DeletionInProgress', 'An earlier association is being removed.'],
  CREATE_FAILED: ['PASS', 'EarlierCreationFailed', 'What is left of an association that could not be made is removed first.'],
  DELETE_FAILED: [
    'PASS',
    'EarlierDeletionFailed',
    'An association that could not be removed is removed first; it may still carry traffic.',
  ],
};

const findingsToDissociate: StandingFindings = {
  ACTIVE: ['PASS', 'Associated', 'They are associated.'],
  CREATE_IN_PROGRESS: ['WAIT', 'CreationInProgress', 'They are being associated: AWS removes no association while it is made.'],
  DELETE_IN_PROGRESS: ['WAIT', 'DeletionInProgress', 'The association is being removed.'],
  CREATE_FAILED: ['PASS', 'EarlierCreationFailed', 'What is left of an association that could not be made is removed.'],
  DELETE_FAILED: ['PASS', 'EarlierDeletionFailed', 'The association could not be removed before and is tried again.'],
};

const findings: Record<Desired, StandingFindings> = { ASSOCIATED: findingsToAssociate, DISSOCIATED: findingsToDissociate };

/** How the two stand now. */
export function standingCheck(desired: Desired, row: { status?: string | undefined } | undefined, words: Words): Check {
  if (row === undefined) return check('association', ['PASS', 'NotAssociated', 'They are not associated.']);
  const finding = findings[desired][row.status as ServiceNetworkServiceAssociationStatus] ?? unknownStatus(row.status);
  return check('association', withFailure(finding, words.error, words.message));
}

/**
 * Whether the tag that asked still says so. To associate it must name this network and nothing else;
 * to dissociate it must not speak of this network in any way.
 */
export function tagStillAsks(
  desired: Desired,
  { key }: Extract<Trigger, { type: 'TAG' }>,
  tags: Readonly<Record<string, string>>,
  { serviceNetworkIdentifier }: LatticeServicePair,
): boolean {
  const value = tags[key] ?? '';
  const network = idOf(serviceNetworkIdentifier);
  return desired === 'ASSOCIATED' ? idOf(value.trim()) === network : !value.includes(network);
}
