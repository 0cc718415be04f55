import type { GetServiceCommandOutput, GetServiceNetworkCommandOutput, ServiceStatus } from '@aws-sdk/client-vpc-lattice';
import { nameOf } from '../../errors.ts';
import type { Check, Context } from '../kind.ts';
import { homeOf, type LatticeServicePair } from './pair.ts';

/** What a check found. */
export type Finding = readonly [result: Check['result'], reason: string, message: string];

/** One check out of what was found. */
export const check = (name: string, [result, reason, message]: Finding): Check => ({ name, result, reason, message });

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

/** Both must be of this region: VPC Lattice does not reach into another. */
export function regionCheck({ serviceIdentifier, serviceNetworkIdentifier }: LatticeServicePair, { region }: Context): Check {
  const foreign = [serviceIdentifier, serviceNetworkIdentifier].find((identifier) => (homeOf(identifier)?.region ?? region) !== region);
  return check(
    'region',
    foreign ? ['FAIL', 'OtherRegion', `${foreign} is not in ${region}.`] : ['PASS', 'SameRegion', `Both are in ${region}.`],
  );
}

const serviceFindings: Record<ServiceStatus, Finding> = {
  ACTIVE: ['PASS', 'ServiceActive', 'The service is active.'],
  CREATE_IN_PROGRESS: ['WAIT', 'ServiceCreating', 'The service is still being created.'],
  DELETE_IN_PROGRESS: ['FAIL', 'ServiceDeleting', 'The service is being deleted.'],
  CREATE_FAILED: ['FAIL', 'ServiceFailed', 'The service could not be created.'],
  DELETE_FAILED: ['FAIL', 'ServiceFailed', 'The service could not be deleted and is not active.'],
};

/** A status that AWS has added since, or none: it is waited out. */
export const unknownStatus = (status: string | undefined): Finding => [
  'WAIT',
  'UnknownStatus',
  `AWS gives the status ${status ?? '(none)'}.`,
];

/** The service exists and is active. */
export function serviceCheck(service: Read<GetServiceCommandOutput>): Check {
  if (service === 'ResourceNotFoundException') return check('service', ['FAIL', 'ServiceNotFound', 'There is no such service.']);
  if (service === 'AccessDeniedException') return check('service', ['UNKNOWN', 'AccessDenied', 'The service is not ours to read.']);
  const finding = (service.status && serviceFindings[service.status]) ?? unknownStatus(service.status);
  return check('service', withFailure(finding, service.failureCode, service.failureMessage));
}

/** AWS's own words after ours. */
export function withFailure([result, reason, message]: Finding, ...said: readonly (string | null | undefined)[]): Finding {
  const failure = said.filter(Boolean).join(': ');
  const end = /[.!?]$/.test(failure) ? '' : '.';
  return [result, reason, failure ? `${message} AWS says: ${failure}${end}` : message];
}

/** The service network exists. */
export function networkCheck(network: Read<GetServiceNetworkCommandOutput>): Check {
  if (network === 'ResourceNotFoundException')
    return check('service-network', ['FAIL', 'ServiceNetworkNotFound', 'There is no such service network.']);
  if (network === 'AccessDeniedException')
    return check('service-network', ['UNKNOWN', 'AccessDenied', 'The service network is not ours to read.']);
  return check('service-network', ['PASS', 'ServiceNetworkExists', `The service network is ${network.name ?? network.id}.`]);
}

/** AWS associates only for who owns one of the two. */
export function ownershipCheck(identifiers: readonly string[], { account }: Context): Check {
  const owners = identifiers.map((identifier) => homeOf(identifier)?.account);
  if (owners.includes(account)) return check('ownership', ['PASS', 'OwnsOne', `Account ${account} owns one of the two.`]);
  if (owners.includes(undefined)) return check('ownership', ['UNKNOWN', 'OwnerUnknown', 'Who owns the two could not be found out.']);
  return check('ownership', ['FAIL', 'OwnsNeither', `Account ${account} owns neither the service nor the service network.`]);
}

/** With IAM authorisation on the network, associated does not yet mean reachable. */
export function authorisationCheck(network: Read<GetServiceNetworkCommandOutput>): Check {
  if (typeof network === 'string' || network.authType === undefined)
    return check('authorisation', ['UNKNOWN', 'AuthTypeUnknown', 'Whether the service network asks for IAM authorisation is not known.']);
  if (network.authType === 'AWS_IAM')
    return check('authorisation', [
      'PASS',
      'AuthPolicyApplies',
      'The service network uses AWS_IAM: its auth policy can still block traffic.',
    ]);
  return check('authorisation', ['PASS', 'NoAuthPolicy', 'The service network has no auth policy that could block traffic.']);
}

/** There is room for one more in the network; `others` is how many there are without this pair's own. */
export const quotaCheck = (others: number | undefined, associationsPerNetwork: number): Check =>
  check(
    'quota',
    others === undefined
      ? ['UNKNOWN', 'CountUnknown', 'The associations of the service network are not ours to list.']
      : others < associationsPerNetwork
        ? ['PASS', 'WithinQuota', `The service network has ${others} of ${associationsPerNetwork} service associations.`]
        : [
            'FAIL',
            'QuotaReached',
            `The service network already has ${others} service associations; the quota is ${associationsPerNetwork}.`,
          ],
  );
