import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { createDirectConnect } from '../../../local/simulators/direct-connect/simulator.ts';
import type { DirectConnectTiming } from '../../../local/simulators/direct-connect/timing.ts';
import { dxHostedConnectionOperations } from '../../../src/kinds/dx-hosted-connection/operations.ts';
import type { DxHostedConnectionPair } from '../../../src/kinds/dx-hosted-connection/pair.ts';
import type { Intent } from '../../../src/kinds/kind.ts';
import { answered, intentOf, openKind, type Wrap } from '../kind-world.ts';

export const customer = '444455556666';
export const connectionId = 'dxcon-fg000001';
export const oldLag = 'dxlag-fg0000a1';
export const newLag = 'dxlag-fg0000b2';
export const interconnect = 'dxcon-fg0000c3';
export const pair: DxHostedConnectionPair = { connectionId, parentConnectionId: newLag };

/** Direct Connect, with nothing in it. `wrap` puts other answers in front of the simulator's. */
export async function createDirectConnectWorld({ timing = {}, wrap }: { timing?: Partial<DirectConnectTiming>; wrap?: Wrap } = {}) {
  const kind = await openKind({
    simulator: (surroundings, faults) => createDirectConnect(surroundings, faults, timing),
    clientFor: (options) => new DirectConnectClient(options),
    operationsOn: (client) => dxHostedConnectionOperations(client),
    wrap,
  });
  const { operations, context, now } = kind;
  const plan = (asked = pair) => operations.plan(asked, 'ASSOCIATED', context());
  return {
    ...kind,
    plan,
    /** Plans and makes the call, as the workflow does. */
    async request(asked = pair) {
      const planned = await plan(asked);
      const at = now();
      const outcome = await operations.request(asked, 'ASSOCIATED', planned, context());
      return { plan: planned, outcome, intent: intentOf(planned, at, answered(outcome)) };
    },
    look: (intent: Intent, asked = pair) => operations.observe(asked, 'ASSOCIATED', intent, context()),
    /** Looks whether it is as before, while it is being taken back. */
    lookBack: (intent: Intent, asked = pair) => operations.observe(asked, 'ASSOCIATED', intent, context({ takingBack: true })),
    undo: (intent: Intent, asked = pair) => operations.undo(asked, 'ASSOCIATED', intent, context()),
  };
}

/** Answers with these connections under each parent, whatever there is. */
export const listing = (under: (parent: string) => readonly object[]): { readonly wrap: Wrap } => ({
  wrap: (operations) => ({
    ...operations,
    DescribeHostedConnections: ({ connectionId: parent }: { connectionId: string }) => ({ connections: under(parent) }),
  }),
});

/** The connection under that LAG, in that state, and nothing else anywhere. */
export const underLag = (lag: string, connectionState: string | undefined) =>
  listing((parent) => (parent === lag ? [{ connectionId, lagId: lag, vlan: 101, connectionState }] : []));

/** The same with two LAGs and an interconnect, and a customer's hosted connection under the first LAG. */
export async function createWorld(
  options: Parameters<typeof createDirectConnectWorld>[0] & Partial<Parameters<Direct['addHostedConnection']>[0]> = {},
) {
  const { timing, wrap, ...connection } = options;
  const direct = await createDirectConnectWorld({ ...(timing && { timing }), ...(wrap && { wrap }) });
  direct.addLag({ name: 'old', id: oldLag });
  direct.addLag({ name: 'new', id: newLag });
  direct.addInterconnect({ name: 'single', id: interconnect });
  direct.addHostedConnection({ id: connectionId, name: 'branch', account: customer, parentId: oldLag, vlan: 101, ...connection });
  return direct;
}

type Direct = Awaited<ReturnType<typeof createDirectConnectWorld>>;
