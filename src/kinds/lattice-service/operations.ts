import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { clientDefaults, type Operations } from '../kind.ts';
import { perform } from './calls.ts';
import { observe } from './observe.ts';
import type { LatticeServicePair } from './pair.ts';
import { planOf, type Settings } from './plan.ts';
import { quotasOf } from './quotas.ts';
import { targetsOf } from './targets.ts';
import { undo } from './undo.ts';

/** VPC Lattice's own quota, which is adjustable (source: VPC Lattice quotas); and all rights. */
const unlimited: Settings = { associationsPerNetwork: 500, dissociateOthers: true };

/** Makes, watches and takes back associations of VPC Lattice services with service networks. */
export const latticeServiceOperations = (
  client = new VPCLatticeClient(clientDefaults),
  settings: () => Settings = () => unlimited,
): Operations<LatticeServicePair> => ({
  plan: (pair, desired, context) => planOf({ client, ...settings() }, pair, desired, context),
  async request(pair, _desired, { calls: [call] }, context) {
    if (call === undefined) throw new Error('A plan that changes nothing cannot be requested');
    return perform(client, call, pair, context);
  },
  observe: (pair, desired, intent, context) => observe(client, pair, desired, intent, context),
  undo: (pair, desired, intent, context) => undo(client, pair, desired, intent, context),
  targets: (selector, context) => targetsOf(client, selector, context),
  quotas: (pairs, desired) => quotasOf({ client, ...settings() }, pairs, desired),
});
