import type { FaultEffect } from '../../../local/simulators/faults.ts';
import { dxHostedConnectionPair } from '../../../src/kinds/dx-hosted-connection/pair.ts';
import { dxHostedConnectionSchema } from '../../../src/kinds/dx-hosted-connection/schema.ts';
import { honoursTheContract } from '../contract.ts';
import { refusal } from '../kind-world.ts';
import type { Effect } from '../stage.ts';
import { createWorld, oldLag, pair } from './world.ts';

const effects: Record<Effect, FaultEffect> = {
  REFUSED: refusal('DirectConnectClientException', 'VLAN 101 is in use on dxlag-fg0000b2.'),
  THROTTLED: refusal('ThrottlingException', 'Rate exceeded'),
  ANSWER_LOST: { type: 'LOSE_ANSWER' },
  FAILS_LATER: { type: 'FAIL_LATER', code: 'down', message: 'The link is down.' },
};

honoursTheContract({
  pair,
  effects,
  rules: dxHostedConnectionPair,
  schema: dxHostedConnectionSchema,
  spelled: { ...pair, previousParentConnectionId: oldLag },
  desired: ['ASSOCIATED'],
  world: () => createWorld(),
});
