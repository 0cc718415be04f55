import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { clientDefaults, type Operations } from '../kind.ts';
import { listAssociations, makerOf } from './associations.ts';
import { perform } from './calls.ts';
import { observe } from './observe.ts';
import type { LatticeServicePair } from './pair.ts';
import { planOf } from './plan.ts';
import { undo } from './undo.ts';

/** VPC Lattice's own default; adjustable (source: VPC Lattice quotas). */
const defaultAssociationsPerNetwork = 500;

/** Makes, watches and takes back associations of VPC Lattice services with service networks. */
export const latticeServiceOperations = (
  client = new VPCLatticeClient(clientDefaults),
  associationsPerNetwork: () => number = () => defaultAssociationsPerNetwork,
): Operations<LatticeServicePair> => ({
  plan: (pair, desired, context) => planOf({ client, associationsPerNetwork: associationsPerNetwork() }, pair, desired, context),
  async request(pair, _desired, { calls: [call] }, context) {
    if (call === undefined) throw new Error('A plan that changes nothing cannot be requested');
    return perform(client, call, pair, context);
  },
  observe: (pair, desired, intent, context) => observe(client, pair, desired, intent, context),
  undo: (pair, desired, intent, context) => undo(client, pair, desired, intent, context),
  /** The service that `about.serviceArn` names, with every network that Liaison associated it with. */
  async targets({ serviceArn }) {
    if (typeof serviceArn !== 'string') throw new Error('lattice-service finds pairs for a serviceArn.');
    const { rows } = await listAssociations(client, { serviceIdentifier: serviceArn });
    const pairs: LatticeServicePair[] = [];
    for (const row of rows) {
      const serviceNetworkIdentifier = row.serviceNetworkArn ?? row.serviceNetworkId;
      if (serviceNetworkIdentifier && (await makerOf(client, row))) pairs.push({ serviceIdentifier: serviceArn, serviceNetworkIdentifier });
    }
    return pairs;
  },
});
