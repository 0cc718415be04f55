import type { GetServiceCommandOutput, GetServiceNetworkCommandOutput, ServiceStatus } from '@aws-sdk/client-vpc-lattice';
import { nameOf } from '../../errors.ts';
import { type Check, type Context, check, fail, pass, quoting, unknown, type Verdict, verdictOn, wait } from '../kind.ts';
import type { Row } from './associations.ts';
import { homeOf, type LatticeServicePair } from './pair.ts';
import { isTaggedJustNow } from './standing.ts';

/** What a read of one thing gave: its answer, or the name of the error that says it is not there or not shown to us. */
export type Read<Answer> = Answer | 'ResourceNotFoundException' | 'AccessDeniedException';

/** Lets through what a check can speak about; everything else is thrown. */
export async function reading<Answer>(read: Promise<Answer>): Promise<Read<Answer>> {
  try {
    return await read;
  } catch (error) {
    const name = nameOf(error);
    if (name === 'ResourceNotFoundException' || name === 'AccessDeniedException') return name;
    throw error;
  }
}

/** The answer, where there is one. */
export const answerOf = <Answer extends object>(read: Read<Answer>): Answer | undefined => (typeof read === 'object' ? read : undefined);

/** Both must be of this region: VPC Lattice does not reach into another. */
export function regionCheck({ serviceIdentifier, serviceNetworkIdentifier }: LatticeServicePair, { region }: Context): Check {
  const foreign = [serviceIdentifier, serviceNetworkIdentifier].find((identifier) => (homeOf(identifier)?.region ?? region) !== region);
  return check(
    'region',
    foreign
      ? fail('OtherRegion', `${foreign} is not in ${region}, and VPC Lattice does not reach into another region: ask there.`)
      : pass('SameRegion', `Both are in ${region}.`),
  );
}

const serviceVerdicts: Record<ServiceStatus, Verdict> = {
  ACTIVE: pass('ServiceActive', 'The service is active.'),
  CREATE_IN_PROGRESS: wait('ServiceCreating', 'The service is still being created.'),
  DELETE_IN_PROGRESS: fail('ServiceDeleting', 'The service is being deleted: ask again with another.'),
  CREATE_FAILED: fail('ServiceFailed', 'The service could not be created: create it again, then ask with the new one.'),
  DELETE_FAILED: fail('ServiceFailed', 'The service could not be deleted and is not active: ask again with another.'),
};

/** The service exists and is active. One that has just been tagged exists, whether or not it shows yet. */
export function serviceCheck(service: Read<GetServiceCommandOutput>, context: Pick<Context, 'trigger' | 'now'>): Check {
  if (service === 'ResourceNotFoundException')
    return check('service', isTaggedJustNow(context) ? serviceNotSeen : fail('ServiceNotFound', missing('service')));
  if (service === 'AccessDeniedException') return check('service', unknown('AccessDenied', 'The service is not ours to read.'));
  return check('service', quoting(verdictOn(serviceVerdicts, service.status), service.failureCode, service.failureMessage));
}

const serviceNotSeen = wait('ServiceNotSeen', 'AWS does not show the service yet, which was tagged just now.');

const missing = (what: string) =>
  `There is no such ${what} here: check the identifier. One of another account must be shared with this one, and named by its ARN.`;

/** The service network exists. */
export function networkCheck(network: Read<GetServiceNetworkCommandOutput>): Check {
  if (network === 'ResourceNotFoundException') return check('service-network', fail('ServiceNetworkNotFound', missing('service network')));
  if (network === 'AccessDeniedException')
    return check('service-network', unknown('AccessDenied', 'The service network is not ours to read.'));
  return check('service-network', pass('ServiceNetworkExists', `The service network is ${network.name ?? network.id}.`));
}

/** AWS associates only for who owns one of the two. */
export function ownershipCheck(identifiers: readonly string[], { account }: Context): Check {
  const owners = identifiers.map((identifier) => homeOf(identifier)?.account);
  if (owners.includes(account)) return check('ownership', pass('OwnsOne', `Account ${account} owns one of the two.`));
  if (owners.includes(undefined)) return check('ownership', unknown('OwnerUnknown', 'Who owns the two could not be found out.'));
  return check(
    'ownership',
    fail('OwnsNeither', `Account ${account} owns neither the service nor the service network: ask in one that does.`),
  );
}

/** With IAM authorisation on the network, associated does not yet mean reachable. */
export function authorisationCheck(network: Read<GetServiceNetworkCommandOutput>): Check {
  const authType = answerOf(network)?.authType;
  if (authType === undefined)
    return check('authorisation', unknown('AuthTypeUnknown', 'Whether the service network asks for IAM authorisation is not known.'));
  return check(
    'authorisation',
    authType === 'AWS_IAM'
      ? pass('AuthPolicyApplies', 'The service network uses AWS_IAM: its auth policy can still block traffic.')
      : pass('NoAuthPolicy', 'The service network has no auth policy that could block traffic.'),
  );
}

/** There is room for one more in the network; `others` are those that there are without this pair's own. What is leaving will make room. */
export function quotaCheck(others: readonly Pick<Row, 'status'>[] | undefined, associationsPerNetwork: number): Check {
  if (others === undefined) return check('quota', unknown('CountUnknown', 'The associations of the service network are not ours to list.'));
  return check('quota', roomFor(others, associationsPerNetwork));
}

/** Those that are not on their way out. */
export const staying = <Some extends Pick<Row, 'status'>>(rows: readonly Some[]): Some[] =>
  rows.filter(({ status }) => status !== 'DELETE_IN_PROGRESS');

function roomFor(others: readonly Pick<Row, 'status'>[], most: number): Verdict {
  const count = `The service network has ${others.length} of ${most} service associations`;
  if (others.length < most) return pass('WithinQuota', `${count}.`);
  return staying(others).length < most
    ? wait('RoomBeingMade', `${count}, and one is being removed.`)
    : fail('QuotaReached', `${count}: remove one, or have the quota raised and ASSOCIATIONS_PER_NETWORK with it.`);
}
