import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { createFaults, type FaultEffect } from '../../../local/simulators/faults.ts';
import { createVpcLattice } from '../../../local/simulators/vpc-lattice/simulator.ts';
import type { LatticeTiming } from '../../../local/simulators/vpc-lattice/timing.ts';
import { AwsError, type Operation } from '../../../local/wire/service.ts';
import type { Context, Desired, Intent, Outcome, Plan } from '../../../src/kinds/kind.ts';
import { latticeServiceOperations } from '../../../src/kinds/lattice-service/operations.ts';
import type { LatticeServicePair } from '../../../src/kinds/lattice-service/pair.ts';
import { openEndpoint } from '../../endpoint.ts';
import { account, createSurroundings } from '../../local/simulators/surroundings.ts';
import { recorded } from '../recorded.ts';

export const associationId = 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2G';
export const ownTag = { 'liaison:association-id': associationId };

export const serviceId = 'svc-0a1b2c3d4e5f6a7b8';
export const networkId = 'sn-0a1b2c3d4e5f6a7b8';
export const pair: LatticeServicePair = { serviceIdentifier: serviceId, serviceNetworkIdentifier: networkId };

type Wrap = (operations: Readonly<Record<string, Operation>>) => Readonly<Record<string, Operation>>;

/** VPC Lattice behind a real endpoint. `wrap` puts other answers in front of the simulator's. */
export async function createLattice({
  timing = {},
  wrap = (operations) => operations,
}: {
  timing?: Partial<LatticeTiming>;
  wrap?: Wrap;
} = {}) {
  const surroundings = createSurroundings();
  const { clock } = surroundings;
  const faults = createFaults();
  const { service, ...seed } = createVpcLattice(surroundings, faults, timing);
  const { sent, operations: answers } = recorded(wrap(service.operations));
  const endpoint = await openEndpoint(surroundings, [{ ...service, operations: answers }]);
  const client = new VPCLatticeClient(endpoint.clientOptions);
  const operations = latticeServiceOperations(client);
  const context = (about: Partial<Context> = {}): Context => ({
    now: clock.now(),
    associationId,
    run: 1,
    token: `${associationId}-1`,
    account,
    region: surroundings.region,
    trigger: null,
    ...about,
  });
  const plan = (asked = pair, desired: Desired = 'ASSOCIATED', about: Partial<Context> = {}) =>
    operations.plan(asked, desired, context(about));
  return {
    ...seed,
    client,
    operations,
    context,
    plan,
    now: clock.now,
    pass: clock.pass,
    next: (operation: string, effect: FaultEffect, times = 1) => faults.add({ operation, effect, times }),
    sent,
    mutatingCalls: () => endpoint.operationsCalled().filter((name) => /^(Create|Delete|Tag|Untag)/.test(name)),
    /** Plans and makes the first call, as the workflow does. */
    async request(asked = pair, desired: Desired = 'ASSOCIATED') {
      const planned = await plan(asked, desired);
      const outcome = await operations.request(asked, desired, planned, context());
      return { plan: planned, outcome, intent: intentOf(planned, clock.now(), outcome) };
    },
    look: (intent: Intent, desired: Desired = 'ASSOCIATED', asked = pair) => operations.observe(asked, desired, intent, context()),
    undo: (intent: Intent, desired: Desired = 'ASSOCIATED', asked = pair) => operations.undo(asked, desired, intent, context()),
    close: async () => {
      client.destroy();
      await endpoint.close();
    },
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

/** The intent the workflow would write for the plan's first call. */
export const intentOf = ({ calls, targetVersion, before }: Plan, at: number, outcome?: Outcome): Intent => ({
  run: 1,
  at,
  since: at,
  token: `${associationId}-1`,
  call: calls[0] ?? { operation: 'none', parameters: {} },
  preparatory: calls.length > 1,
  targetVersion,
  before,
  handle: outcome && 'handle' in outcome ? outcome.handle : null,
  adopted: outcome?.type === 'ALREADY',
});

/** AWS's no. */
export const refusal = (name: string, message: string, status: number, members: Record<string, unknown> = {}): FaultEffect => ({
  type: 'REFUSE',
  error: new AwsError(name, message, { status, members }),
});

export const conflict = (message: string) =>
  refusal('ConflictException', message, 409, { resourceId: 'snsa-0a1b2c3d4e5f6a7b8', resourceType: 'SERVICE_NETWORK_SERVICE_ASSOCIATION' });

/** A check of a plan by its name. */
export const checkOf = ({ checks }: Plan, name: string) => checks.find((check) => check.name === name);
