import type { PairRules } from '../kind.ts';

/** The tag every association made by Liaison carries: its value is the id of the association that made it. */
export const ownTag = 'liaison:association-id';

/** A VPC Lattice service and a service network, each by id or ARN, and the tags an association of them is made with. */
export type LatticeServicePair = {
  readonly serviceIdentifier: string;
  readonly serviceNetworkIdentifier: string;
  readonly tags?: { readonly [key: string]: string };
};

/** The id in an id or an ARN. */
export const idOf = (identifier: string): string => identifier.slice(identifier.lastIndexOf('/') + 1);

/** Region and account in an ARN; undefined for an id. */
export function homeOf(identifier: string): { region: string; account: string } | undefined {
  const [, , , region, account] = identifier.split(':');
  return region && account ? { region, account } : undefined;
}

// Ids, not ARNs: one pair has one name. The pair keeps the ARN, because a call across accounts needs it.
const key = ({ serviceIdentifier, serviceNetworkIdentifier }: LatticeServicePair) =>
  `${idOf(serviceIdentifier)}/${idOf(serviceNetworkIdentifier)}`;

/** A VPC Lattice service in a service network. */
export const latticeServicePair: PairRules<LatticeServicePair> = {
  name: 'lattice-service',
  desired: {
    ASSOCIATED: { allowed: true, impact: 'BACKGROUND' },
    DISSOCIATED: { allowed: true, impact: 'INTERRUPTS_TRAFFIC' },
  },
  key,
  // A plan that stops at the region has not looked.
  drift({ checks, before }) {
    if (!checks.some(({ name }) => name === 'association')) return null;
    const status = (before as { readonly status: string | null } | null)?.status;
    return {
      type: 'Missing',
      observed: status ? `The association of the service with the network is ${status}.` : 'The service is not in the service network.',
    };
  },
  ends: ({ serviceIdentifier, serviceNetworkIdentifier }) => ({ source: idOf(serviceIdentifier), target: idOf(serviceNetworkIdentifier) }),
  scopes: (pair) => [`lattice:${key(pair)}`],
  defaults: { onFailure: 'ROLL_BACK', deadline: 'P1D' },
  // AWS publishes no durations. Terraform waits 5 minutes, CloudFormation up to 120; undoing may have to wait for the creation to end first.
  durations: { usual: 60, settle: 1_800, undo: 3_600 },
};
