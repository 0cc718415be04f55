import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { createDirectConnect } from '../../../local/simulators/direct-connect/simulator.ts';
import type { DirectConnectTiming } from '../../../local/simulators/direct-connect/timing.ts';
import { createFaults, type FaultEffect } from '../../../local/simulators/faults.ts';
import { AwsError, type Operation } from '../../../local/wire/service.ts';
import { dxHostedConnectionOperations } from '../../../src/kinds/dx-hosted-connection/operations.ts';
import type { DxHostedConnectionPair } from '../../../src/kinds/dx-hosted-connection/pair.ts';
import type { Context, Intent, Outcome, Plan } from '../../../src/kinds/kind.ts';
import { openEndpoint } from '../../endpoint.ts';
import { createSurroundings } from '../../local/simulators/surroundings.ts';
import { recorded } from '../recorded.ts';

export const customer = '444455556666';
export const connectionId = 'dxcon-fg000001';
export const oldLag = 'dxlag-fg0000a1';
export const newLag = 'dxlag-fg0000b2';
export const interconnect = 'dxcon-fg0000c3';
export const pair: DxHostedConnectionPair = { connectionId, parentConnectionId: newLag };

type Wrap = (operations: Readonly<Record<string, Operation>>) => Readonly<Record<string, Operation>>;

/** Direct Connect behind a real endpoint. `wrap` puts other answers in front of the simulator's. */
export async function createDirectConnectWorld({
  timing = {},
  wrap = (operations) => operations,
}: {
  timing?: Partial<DirectConnectTiming>;
  wrap?: Wrap;
} = {}) {
  const surroundings = createSurroundings();
  const { clock, account, region } = surroundings;
  const faults = createFaults();
  const { service, ...seed } = createDirectConnect(surroundings, faults, timing);
  const { sent, operations: answers } = recorded(wrap(service.operations));
  const endpoint = await openEndpoint(surroundings, [{ ...service, operations: answers }]);
  const client = new DirectConnectClient(endpoint.clientOptions);
  const operations = dxHostedConnectionOperations(client);
  const context = (): Context => ({
    now: clock.now(),
    associationId: 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2G',
    run: 1,
    token: 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2G-1',
    account,
    region,
    trigger: null,
  });
  const plan = (asked = pair) => operations.plan(asked, 'ASSOCIATED', context());
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
    mutatingCalls: () => endpoint.operationsCalled().filter((name) => name.startsWith('Associate')),
    /** Plans and makes the call, as the workflow does. */
    async request(asked = pair) {
      const planned = await plan(asked);
      const at = clock.now();
      const outcome = await operations.request(asked, 'ASSOCIATED', planned, context());
      return { plan: planned, outcome, intent: intentOf(planned, at, outcome) };
    },
    look: (intent: Intent, asked = pair) => operations.observe(asked, 'ASSOCIATED', intent, context()),
    undo: (intent: Intent, asked = pair) => operations.undo(asked, 'ASSOCIATED', intent, context()),
    close: async () => {
      client.destroy();
      await endpoint.close();
    },
  };
}

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

/** The intent the workflow would write for the plan's call. */
export const intentOf = ({ calls, targetVersion, before }: Plan, at: number, outcome?: Outcome): Intent => ({
  run: 1,
  at,
  since: at,
  token: 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2G-1',
  call: calls[0] ?? { operation: 'none', parameters: {} },
  preparatory: false,
  targetVersion,
  before,
  handle: outcome && 'handle' in outcome ? outcome.handle : null,
  adopted: outcome?.type === 'ALREADY',
});

/** AWS's no: always HTTP 400. */
export const refusal = (name: string, message: string): FaultEffect => ({
  type: 'REFUSE',
  error: new AwsError(name, message, { status: 400 }),
});

/** A check of a plan by its name. */
export const checkOf = ({ checks }: Plan, name: string) => checks.find((check) => check.name === name);
