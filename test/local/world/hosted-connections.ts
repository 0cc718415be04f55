import { AssociateHostedConnectionCommand, DescribeHostedConnectionsCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seeded } from '../../../local/seed.ts';
import { type Asking, askingIn } from './asking.ts';
import type { TestWorld } from './harness.ts';

const { lags, interconnect, hostedConnections } = seeded;

/** Hosted connections that are moved without asking anybody. */
export function hostedConnectionsInTheWorld(world: () => TestWorld): void {
  describe('a Direct Connect hosted connection', () => {
    let there: TestWorld;
    let asking: Asking;
    let directConnect: DirectConnectClient;
    beforeAll(() => {
      there = world();
      asking = askingIn(there);
      directConnect = new DirectConnectClient(there.clientOptions);
    });
    afterAll(() => directConnect.destroy());

    const childrenOf = async (connectionId: string) =>
      ((await directConnect.send(new DescribeHostedConnectionsCommand({ connectionId }))).connections ?? []).map(
        (each) => each.connectionId,
      );

    test('is moved when the request says so', async () => {
      const pair = { connectionId: hostedConnections.shop, parentConnectionId: interconnect };
      const { id } = await asking.post({ kind: 'dx-hosted-connection', pair, approval: 'AUTO' });
      expect(await there.ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: true });
      expect(await childrenOf(interconnect)).toContain(hostedConnections.shop);
    });

    test('goes back where it was when the move goes wrong and the request wants that', async () => {
      there.world.faults.add({
        operation: 'AssociateHostedConnection',
        effect: { type: 'FAIL_LATER', code: 'down', message: 'It is down.' },
      });
      const pair = { connectionId: hostedConnections.bank, parentConnectionId: lags.east };
      const { id } = await asking.post({ kind: 'dx-hosted-connection', pair, approval: 'AUTO', onFailure: 'ROLL_BACK' });
      expect(await there.ended(id)).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED' });
      expect(await childrenOf(interconnect)).toContain(hostedConnections.bank);
      expect(asking.made('AssociateHostedConnection', hostedConnections.bank)).toHaveLength(2);
    });

    test('moved by another hand meanwhile is not moved again', async () => {
      const move = { connectionId: hostedConnections.clinic, parentConnectionId: lags.east };
      await directConnect.send(new AssociateHostedConnectionCommand(move));
      const { id } = await asking.post({ kind: 'dx-hosted-connection', pair: move, approval: 'AUTO' });
      expect(await there.ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: false });
      expect(asking.made('AssociateHostedConnection', hostedConnections.clinic)).toHaveLength(1);
    });
  });
}
