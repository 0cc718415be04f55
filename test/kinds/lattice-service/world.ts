import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { createVpcLattice } from '../../../local/simulators/vpc-lattice/simulator.ts';
import type { LatticeTiming } from '../../../local/simulators/vpc-lattice/timing.ts';
import type { Context, Desired, Intent } from '../../../src/kinds/kind.ts';
import { latticeServiceOperations } from '../../../src/kinds/lattice-service/operations.ts';
import type { LatticeServicePair } from '../../../src/kinds/lattice-service/pair.ts';
import { answered, associationId, intentOf, openKind, refusal, type Wrap } from '../kind-world.ts';

export const ownTag = { 'liaison:association-id': associationId };

export const serviceId = 'svc-0a1b2c3d4e5f6a7b8';
export const networkId = 'sn-0a1b2c3d4e5f6a7b8';
export const pair: LatticeServicePair = { serviceIdentifier: serviceId, serviceNetworkIdentifier: networkId };

/** VPC Lattice, with nothing in it. `wrap` puts other answers in front of the simulator's. */
export async function createLattice({ timing = {}, wrap }: { timing?: Partial<LatticeTiming>; wrap?: Wrap } = {}) {
  const kind = await openKind({
    simulator: (surroundings, faults) => createVpcLattice(surroundings, faults, timing),
    clientFor: (options) => new VPCLatticeClient(options),
    operationsOn: (client) => latticeServiceOperations(client),
    wrap,
  });
  const { operations, context, now } = kind;
  const plan = (asked = pair, desired: Desired = 'ASSOCIATED', about: Partial<Context> = {}) =>
    operations.plan(asked, desired, context(about));
  return {
    ...kind,
    plan,
    /** Plans and makes the first call, as the workflow does. */
    async request(asked = pair, desired: Desired = 'ASSOCIATED') {
      const planned = await plan(asked, desired);
      const outcome = await operations.request(asked, desired, planned, context());
      return { plan: planned, outcome, intent: intentOf(planned, now(), answered(outcome)) };
    },
    look: (intent: Intent, desired: Desired = 'ASSOCIATED', asked = pair) => operations.observe(asked, desired, intent, context()),
    undo: (intent: Intent, desired: Desired = 'ASSOCIATED', asked = pair) => operations.undo(asked, desired, intent, context()),
  };
}

/** The same with one service and one network, both of this account and not associated. */
export async function createWorld(options: Parameters<typeof createLattice>[0] = {}) {
  const lattice = await createLattice(options);
  const service = lattice.addService({ name: 'orders', id: serviceId });
  const network = lattice.addServiceNetwork({ name: 'shop', id: networkId });
  const arns = { serviceArn: service.arn, serviceNetworkArn: network.arn };
  return {
    ...lattice,
    arns,
    associate: (more: Partial<Parameters<typeof lattice.addAssociation>[0]> = {}) => lattice.addAssociation({ ...arns, ...more }),
  };
}

export const conflict = (message: string) =>
  refusal('ConflictException', message, 409, { resourceId: 'snsa-0a1b2c3d4e5f6a7b8', resourceType: 'SERVICE_NETWORK_SERVICE_ASSOCIATION' });
