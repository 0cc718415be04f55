import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { clientDefaults, type Desired, type Operations } from '../kind.ts';
import { perform } from './move.ts';
import { observe } from './observe.ts';
import { type DxHostedConnectionPair, dxHostedConnectionPair } from './pair.ts';
import { planOf } from './plan.ts';
import { undo } from './undo.ts';

/** Moves hosted connections between LAGs and interconnects, watches the moves and takes them back. */
export const dxHostedConnectionOperations = (client = new DirectConnectClient(clientDefaults)): Operations<DxHostedConnectionPair> => ({
  async plan(pair, desired) {
    refuseUnlessAllowed(desired);
    return planOf(client, pair);
  },
  async request(_pair, desired, { calls: [call] }) {
    refuseUnlessAllowed(desired);
    if (call === undefined) throw new Error('A plan that changes nothing cannot be requested');
    return perform(client, call);
  },
  observe: (pair, _desired, intent, context) => observe(client, pair, intent, context),
  undo: (pair, _desired, intent, context) => undo(client, pair, intent, context),
});

/** Acceptance refuses it with the same sentence: getting here is a fault of ours. */
function refuseUnlessAllowed(desired: Desired): void {
  const asked = dxHostedConnectionPair.desired[desired];
  if (!asked.allowed) throw new Error(asked.why);
}
