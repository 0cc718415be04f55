import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import * as z from 'zod';
import { clientDefaults, type Operations } from '../kind.ts';
import { listAssociations, makerOf } from './associations.ts';
import { perform } from './calls.ts';
import { observe } from './observe.ts';
import { type LatticeServicePair, serviceSchema } from './pair.ts';
import { planOf } from './plan.ts';
import { undo } from './undo.ts';

/** VPC Lattice's own default; adjustable (source: VPC Lattice quotas). */
const defaultAssociationsPerNetwork = 500;

const aboutService = z.object({ serviceArn: serviceSchema });

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
  async targets(about) {
    const { serviceArn } = aboutService.parse(about);
    const { rows } = await listAssociations(client, { serviceIdentifier: serviceArn });
    const pairs: LatticeServicePair[] = [];
    for (const row of rows) {
      const serviceNetworkIdentifier = row.serviceNetworkArn ?? row.serviceNetworkId;
      if (serviceNetworkIdentifier && (await makerOf(client, row))) pairs.push({ serviceIdentifier: serviceArn, serviceNetworkIdentifier });
    }
    return pairs;
  },
});
