import type { GetServiceCommandOutput, GetServiceNetworkCommandOutput } from '@aws-sdk/client-vpc-lattice';
import { describe, expect, test } from '@jest/globals';
import type { Check } from '../../../src/kinds/kind.ts';
import { type Row, spoken } from '../../../src/kinds/lattice-service/associations.ts';
import {
  authorisationCheck,
  networkCheck,
  ownershipCheck,
  quotaCheck,
  regionCheck,
  serviceCheck,
} from '../../../src/kinds/lattice-service/checks.ts';
import { latticeServicePair } from '../../../src/kinds/lattice-service/pair.ts';
import { standingCheck } from '../../../src/kinds/lattice-service/standing.ts';
import { account, otherAccount, region } from '../../local/simulators/surroundings.ts';
import { networkId, pair, serviceId } from './world.ts';

const here = { account, region } as Parameters<typeof ownershipCheck>[1];
const words = { operation: 'List', status: null, error: 'Broken', message: 'It broke', requestId: null };
const arn = (owner: string, where = region) => `arn:aws:vpc-lattice:${where}:${owner}:service/${serviceId}`;
const service = (says: object) => says as GetServiceCommandOutput;
const network = (says: object) => says as GetServiceNetworkCommandOutput;

const told = (...checks: readonly Check[]) => checks.map(({ name, result, reason, message }) => `${name} ${result} ${reason}: ${message}`);

/** Not by a tag. */
const asked = { trigger: null, now: 0 };

describe('a person reads', () => {
  test('whether both are of this region', () =>
    expect(
      told(
        regionCheck(pair, here),
        regionCheck({ ...pair, serviceIdentifier: arn(account) }, here),
        regionCheck({ ...pair, serviceNetworkIdentifier: arn(account, 'us-west-2') }, here),
      ),
    ).toEqual([
      `region PASS SameRegion: Both are in ${region}.`,
      `region PASS SameRegion: Both are in ${region}.`,
      `region FAIL OtherRegion: ${arn(account, 'us-west-2')} is not in ${region}, and VPC Lattice does not reach into another region: ask there.`,
    ]));

  test.each([
    ['ACTIVE', 'PASS ServiceActive: The service is active.'],
    ['CREATE_IN_PROGRESS', 'WAIT ServiceCreating: The service is still being created.'],
    ['DELETE_IN_PROGRESS', 'FAIL ServiceDeleting: The service is being deleted: ask again with another.'],
    ['CREATE_FAILED', 'FAIL ServiceFailed: The service could not be created: create it again, then ask with the new one.'],
    ['DELETE_FAILED', 'FAIL ServiceFailed: The service could not be deleted and is not active: ask again with another.'],
  ])('of a service that is %s', (status, sentence) =>
    expect(told(serviceCheck(service({ status }), asked))).toEqual([`service ${sentence}`]),
  );

  test('that something is not there, or not ours to read', () => {
    const missing = 'here: check the identifier. One of another account must be shared with this one, and named by its ARN.';
    expect(told(serviceCheck('ResourceNotFoundException', asked), networkCheck('ResourceNotFoundException'))).toEqual([
      `service FAIL ServiceNotFound: There is no such service ${missing}`,
      `service-network FAIL ServiceNetworkNotFound: There is no such service network ${missing}`,
    ]);
    expect(told(serviceCheck('AccessDeniedException', asked), networkCheck('AccessDeniedException'))).toEqual([
      'service UNKNOWN AccessDenied: The service is not ours to read.',
      'service-network UNKNOWN AccessDenied: The service network is not ours to read.',
    ]);
  });

  test('which network it is, by its name or else its id', () =>
    expect(told(networkCheck(network({ name: 'shop', id: 'sn-1' })), networkCheck(network({ id: 'sn-1' })))).toEqual([
      'service-network PASS ServiceNetworkExists: The service network is shop.',
      'service-network PASS ServiceNetworkExists: The service network is sn-1.',
    ]));

  test('who owns the two', () =>
    expect(
      told(
        ownershipCheck([arn(otherAccount), arn(account)], here),
        ownershipCheck([arn(otherAccount), serviceId], here),
        ownershipCheck([arn(otherAccount), arn(otherAccount)], here),
      ),
    ).toEqual([
      `ownership PASS OwnsOne: Account ${account} owns one of the two.`,
      'ownership UNKNOWN OwnerUnknown: Who owns the two could not be found out.',
      `ownership FAIL OwnsNeither: Account ${account} owns neither the service nor the service network: ask in one that does.`,
    ]));

  test('whether traffic may be blocked all the same', () =>
    expect(
      told(
        authorisationCheck(network({ authType: 'AWS_IAM' })),
        authorisationCheck(network({ authType: 'NONE' })),
        authorisationCheck(network({})),
        authorisationCheck('AccessDeniedException'),
      ),
    ).toEqual([
      'authorisation PASS AuthPolicyApplies: The service network uses AWS_IAM: its auth policy can still block traffic.',
      'authorisation PASS NoAuthPolicy: The service network has no auth policy that could block traffic.',
      'authorisation UNKNOWN AuthTypeUnknown: Whether the service network asks for IAM authorisation is not known.',
      'authorisation UNKNOWN AuthTypeUnknown: Whether the service network asks for IAM authorisation is not known.',
    ]));

  test('whether there is room', () => {
    const rows = (count: number) => Array.from({ length: count }, () => ({ status: 'ACTIVE' }) as const);
    const leaving = { status: 'DELETE_IN_PROGRESS' } as const;
    const others = [rows(499), rows(500), [...rows(499), leaving], [...rows(500), leaving], undefined];
    expect(told(...others.map((each) => quotaCheck(each, 500)))).toEqual([
      'quota PASS WithinQuota: The service network has 499 of 500 service associations.',
      'quota FAIL QuotaReached: The service network has 500 of 500 service associations: remove one, or have the quota raised and ASSOCIATIONS_PER_NETWORK with it.',
      'quota WAIT RoomBeingMade: The service network has 500 of 500 service associations, and one is being removed.',
      'quota FAIL QuotaReached: The service network has 501 of 500 service associations: remove one, or have the quota raised and ASSOCIATIONS_PER_NETWORK with it.',
      'quota UNKNOWN CountUnknown: The associations of the service network are not ours to list.',
    ]);
  });

  test.each<[Row['status'], string, string]>([
    ['ACTIVE', 'PASS AlreadyAssociated: They are associated.', 'PASS Associated: They are associated.'],
    [
      'CREATE_IN_PROGRESS',
      'WAIT CreationInProgress: They are being associated.',
      'WAIT CreationInProgress: They are being associated: AWS removes no association while it is made.',
    ],
    [
      'DELETE_IN_PROGRESS',
      'WAIT DeletionInProgress: An earlier association is being removed.',
      'WAIT DeletionInProgress: The association is being removed.',
    ],
    [
      'CREATE_FAILED',
      'PASS EarlierCreationFailed: What is left of an association that could not be made is removed first. AWS says: Broken: It broke.',
      'PASS EarlierCreationFailed: What is left of an association that could not be made is removed. AWS says: Broken: It broke.',
    ],
    [
      'DELETE_FAILED',
      'PASS EarlierDeletionFailed: An association that could not be removed is removed first; it may still carry traffic. AWS says: Broken: It broke.',
      'PASS EarlierDeletionFailed: The association could not be removed before and is tried again. AWS says: Broken: It broke.',
    ],
  ])('how the two stand that are %s', (status, toAssociate, toDissociate) =>
    expect(told(standingCheck('ASSOCIATED', { status }, words), standingCheck('DISSOCIATED', { status }, words))).toEqual([
      `association ${toAssociate}`,
      `association ${toDissociate}`,
    ]),
  );

  test('that the two are not associated', () =>
    expect(told(standingCheck('ASSOCIATED', undefined, words))).toEqual(['association PASS NotAssociated: They are not associated.']));

  test.each<[Partial<Row>, string | null]>([
    [{ serviceName: 'orders', serviceNetworkName: 'shop' }, 'orders in shop'],
    [
      { serviceName: 'orders', serviceNetworkName: 'shop', dnsEntry: { domainName: 'orders.on.aws' }, createdBy: otherAccount },
      `orders in shop at orders.on.aws made by ${otherAccount}`,
    ],
    [{ customDomainName: 'orders.example.com', dnsEntry: { domainName: 'orders.on.aws' } }, 'at orders.example.com'],
    [{ serviceName: 'orders' }, null],
    [{}, null],
  ])('what AWS shows of an association: %j', (row, message) =>
    expect(spoken(words, { ...row, status: 'ACTIVE' })).toEqual({ ...words, status: 'ACTIVE', message }),
  );

  test('how AWS is not as an association left it', () => {
    const drift = (before: { id: string; status: string } | null, looked = true) =>
      latticeServicePair.drift({
        checks: [regionCheck(pair, here), ...(looked ? [standingCheck('ASSOCIATED', undefined, words)] : [])],
        before,
        targetVersion: null,
      });
    expect(drift(null)).toEqual({ type: 'Missing', observed: 'The service is not in the service network.' });
    expect(drift({ id: 'snsa-1', status: 'CREATE_FAILED' })).toEqual({
      type: 'Missing',
      observed: 'The association of the service with the network is CREATE_FAILED.',
    });
    expect(drift(null, false)).toBeNull();
  });
});

test('what may be asked of a service, and how it is waited for', () => {
  const { key, ends, scopes, drift, ...rules } = latticeServicePair;
  expect(rules).toEqual({
    name: 'lattice-service',
    desired: { ASSOCIATED: { allowed: true, impact: 'BACKGROUND' }, DISSOCIATED: { allowed: true, impact: 'INTERRUPTS_TRAFFIC' } },
    defaults: { onFailure: 'ROLL_BACK', deadline: 'P1D' },
    durations: { usual: 60, settle: 1_800, undo: 3_600 },
  });
  const named = { serviceIdentifier: arn(otherAccount), serviceNetworkIdentifier: networkId };
  expect([key(named), ends(named), scopes(named)]).toEqual([
    `${serviceId}/${networkId}`,
    { source: serviceId, target: networkId },
    [`lattice:${serviceId}/${networkId}`],
  ]);
});
