import type { ServiceNetworkServiceAssociationStatus } from '@aws-sdk/client-vpc-lattice';
import {
  type Check,
  type Context,
  check,
  type Desired,
  pass,
  quoting,
  type Trigger,
  unseenFor,
  type Verdict,
  verdictOn,
  type Words,
  wait,
} from '../kind.ts';
import { isFailed, type Row } from './associations.ts';
import { idOf, type LatticeServicePair } from './pair.ts';

type Verdicts = Record<ServiceNetworkServiceAssociationStatus, Verdict>;

const toAssociate: Verdicts = {
  ACTIVE: pass('AlreadyAssociated', 'They are associated.'),
  CREATE_IN_PROGRESS: wait('CreationInProgress', 'They are being associated.'),
  DELETE_IN_PROGRESS: wait('DeletionInProgress', 'An earlier association is being removed.'),
  CREATE_FAILED: pass('EarlierCreationFailed', 'What is left of an association that could not be made is removed first.'),
  DELETE_FAILED: pass('EarlierDeletionFailed', 'An association that could not be removed is removed first; it may still carry traffic.'),
};

const toDissociate: Verdicts = {
  ACTIVE: pass('Associated', 'They are associated.'),
  CREATE_IN_PROGRESS: wait('CreationInProgress', 'They are being associated: AWS removes no association while it is made.'),
  DELETE_IN_PROGRESS: wait('DeletionInProgress', 'The association is being removed.'),
  CREATE_FAILED: pass('EarlierCreationFailed', 'What is left of an association that could not be made is removed.'),
  DELETE_FAILED: pass('EarlierDeletionFailed', 'The association could not be removed before and is tried again.'),
};

const verdicts: Record<Desired, Verdicts> = { ASSOCIATED: toAssociate, DISSOCIATED: toDissociate };

/** How the two stand now, and why, where AWS gave up. */
export function standingCheck(desired: Desired, row: Row | undefined, { error, message }: Words): Check {
  if (row === undefined) return check('association', pass('NotAssociated', 'They are not associated.'));
  const verdict = verdictOn(verdicts[desired], row.status);
  return check('association', isFailed(row) ? quoting(verdict, error, message) : verdict);
}

/** Whether the tag that asked was changed so short a time ago that AWS may show the service, and its tags, as they were before. */
export const isTaggedJustNow = ({ trigger, now }: Pick<Context, 'trigger' | 'now'>): boolean =>
  trigger?.type === 'TAG' && now - trigger.at < unseenFor;

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
  const value = tags[key];
  const network = idOf(serviceNetworkIdentifier);
  if (desired === 'DISSOCIATED') return !value?.includes(network);
  // Spaces and commas around it are taken no notice of, as when the event was read.
  const named = value
    ?.split(/[\s,;]/)
    .filter(Boolean)
    .map(idOf);
  return named?.length === 1 && named[0] === network;
}
