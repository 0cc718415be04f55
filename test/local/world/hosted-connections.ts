import { AssociateHostedConnectionCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, test } from '@jest/globals';
import { seeded } from '../../../local/seed.ts';
import { childrenOf } from './children.ts';
import type { TestWorld } from './test-world.ts';

const { lags, interconnect, hostedConnections } = seeded;

/** Hosted connections that are moved without asking anybody. */
export function hostedConnectionsInTheWorld(world: () => TestWorld): void {
  describe('a Direct Connect hosted connection', () => {
    test('is moved when the request says so', async () => {
      const pair = { connectionId: hostedConnections.shop, parentConnectionId: interconnect };
      const { id } = await world().post({ kind: 'dx-hosted-connection', pair, approval: 'AUTO' });
      expect(await world().ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: true });
      expect(await childrenOf(world(), interconnect)).toContain(hostedConnections.shop);
    });

    test('goes back where it was when the move goes wrong and the request wants that', async () => {
      world().world.faults.add({
        operation: 'AssociateHostedConnection',
        effect: { type: 'FAIL_LATER', code: 'down', message: 'It is down.' },
      });
      const pair = { connectionId: hostedConnections.bank, parentConnectionId: lags.east };
      const { id } = await world().post({ kind: 'dx-hosted-connection', pair, approval: 'AUTO', onFailure: 'ROLL_BACK' });
      expect(await world().ended(id)).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED' });
      expect(await childrenOf(world(), interconnect)).toContain(hostedConnections.bank);
      expect(world().made('AssociateHostedConnection', hostedConnections.bank)).toHaveLength(2);
    });

    test('moved by another hand meanwhile is not moved again', async () => {
      const move = { connectionId: hostedConnections.clinic, parentConnectionId: lags.east };
      await world().clients.directConnect.send(new AssociateHostedConnectionCommand(move));
      const { id } = await world().post({ kind: 'dx-hosted-connection', pair: move, approval: 'AUTO' });
      expect(await world().ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: false });
      expect(world().made('AssociateHostedConnection', hostedConnections.clinic)).toHaveLength(1);
    });
  });
}
