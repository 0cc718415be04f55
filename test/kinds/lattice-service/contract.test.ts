import type { FaultEffect } from '../../../local/simulators/faults.ts';
import { latticeServicePair } from '../../../src/kinds/lattice-service/pair.ts';
import { latticeServiceSchema } from '../../../src/kinds/lattice-service/schema.ts';
import { honoursTheContract } from '../contract.ts';
import { refusal } from '../kind-world.ts';
import type { Effect } from '../stage.ts';
import { createWorld, pair } from './world.ts';

const effects: Record<Effect, FaultEffect> = {
  REFUSED: refusal('AccessDeniedException', 'User is not authorized to perform this on the resource.', 403),
  THROTTLED: refusal('ThrottlingException', 'Rate exceeded', 429, { retryAfterSeconds: 3 }),
  ANSWER_LOST: { type: 'LOSE_ANSWER' },
  FAILS_LATER: { type: 'FAIL_LATER', code: 'InternalFailure', message: 'The network could not be reached.' },
};

honoursTheContract({
  pair,
  effects,
  rules: latticeServicePair,
  schema: latticeServiceSchema,
  spelled: { ...pair, tags: { team: 'shop' } },
  desired: ['ASSOCIATED', 'DISSOCIATED'],
  async world(desired) {
    const world = await createWorld();
    if (desired === 'DISSOCIATED') world.associate();
    return world;
  },
});
