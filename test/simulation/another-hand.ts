import { type AssociationDocument, collections } from '../../local/simulators/vpc-lattice/documents.ts';
import type { State } from '../../local/state.ts';
import type { Association } from '../../src/association.ts';
import type { DxHostedConnectionPair } from '../../src/kinds/dx-hosted-connection/pair.ts';
import type { EsPackagePair } from '../../src/kinds/es-package/pair.ts';
import type { Desired } from '../../src/kinds/kind.ts';
import type { LatticeServicePair } from '../../src/kinds/lattice-service/pair.ts';
import { type Aws, outcomeOf, serviceOfKind } from './aws.ts';
import type { Call, Chronicle } from './chronicle.ts';
import { nothing, standingOf } from './truth.ts';

/** What is brought about without Liaison, of a pair that Liaison may be at. */
export type Deed = Pick<Association, 'kind' | 'pair'> & { readonly desired: Desired };

/** What is done to a domain itself. */
export interface DomainChange {
  readonly domainName: string;
  readonly condition: 'Modifying' | 'Deleting';
  readonly minutes: number;
}

type AwsCall = readonly [operation: string, input: object];

/** The call that does it; undefined where there is nothing to be done. */
const calls: Readonly<Record<string, (pair: never, desired: Desired, state: State) => AwsCall | undefined>> = {
  'es-package': ({ packageId: PackageID, domainName: DomainName }: EsPackagePair, desired) => [
    desired === 'ASSOCIATED' ? 'AssociatePackage' : 'DissociatePackage',
    { PackageID, DomainName },
  ],
  'lattice-service': ({ serviceIdentifier, serviceNetworkIdentifier }: LatticeServicePair, desired, state) => {
    if (desired === 'ASSOCIATED') return ['CreateServiceNetworkServiceAssociation', { serviceIdentifier, serviceNetworkIdentifier }];
    const there = state
      .list<AssociationDocument>(collections.association)
      .findLast(
        ([, { serviceArn, serviceNetworkArn }]) =>
          serviceArn.endsWith(serviceIdentifier) && serviceNetworkArn.endsWith(serviceNetworkIdentifier),
      );
    return there && ['DeleteServiceNetworkServiceAssociation', { serviceNetworkServiceAssociationIdentifier: there[1].id }];
  },
  'dx-hosted-connection': ({ connectionId, parentConnectionId }: DxHostedConnectionPair) => [
    'AssociateHostedConnection',
    { connectionId, parentConnectionId },
  ],
};

/** What every call of another hand has in common: no function of ours makes it, for none of our associations. */
const nobodyOfOurs = { function: 'another hand', id: null, run: null, step: null, allowed: null } as const;

interface Surroundings {
  readonly now: () => number;
  readonly aws: Aws;
  readonly chronicle: Chronicle;
}

/** Somebody who changes things in AWS and asks nobody. */
export function createAnotherHand({ now, aws, chronicle }: Surroundings) {
  return { change, changeDomain };

  async function change({ kind, pair, desired }: Deed): Promise<void> {
    const service = serviceOfKind[kind];
    const call = calls[kind]?.(pair as never, desired, aws.state);
    if (!service || !call) return;
    const subject = { kind, pair };
    const stands = () => standingOf(aws.state, subject, now());
    const before = stands();
    const [operation, input] = call;
    const outcome = await aws.byAnotherHand(service, operation, input);
    made({ subject, service, operation, outcome, before, after: stands() });
  }

  /** The domain is busy with a change of its own for so many minutes; when it is being deleted it is gone after them. */
  async function changeDomain({ domainName, condition, minutes }: DomainChange): Promise<void> {
    const outcome = await outcomeOf(() => aws.simulators.es.setDomainProcessing(domainName, minutes * 60, condition));
    // While it is busy nothing on it changes; what is on a domain that is deleted is gone with it.
    if (condition === 'Modifying') return chronicle.note(now(), `another hand: ${condition} ${outcome} ${domainName}`);
    const subject = { kind: 'es-package', pair: { domainName } };
    const gone = { now: nothing, comesTo: nothing, shownFrom: now() + minutes * 60_000 };
    made({ subject, service: 'es', operation: condition, outcome, before: null, after: gone });
  }

  function made(call: Pick<Call, 'subject' | 'service' | 'operation' | 'outcome' | 'before' | 'after'>): void {
    chronicle.calls.push({ ...nobodyOfOurs, ...call, mutating: true, effective: call.outcome === 'OK', at: now() });
    chronicle.note(now(), `another hand: ${call.operation} ${call.outcome} ${JSON.stringify(call.subject?.pair)}`);
  }
}
