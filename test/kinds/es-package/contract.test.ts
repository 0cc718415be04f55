import type { FaultEffect } from '../../../local/simulators/faults.ts';
import { esPackagePair } from '../../../src/kinds/es-package/pair.ts';
import { esPackageSchema } from '../../../src/kinds/es-package/schema.ts';
import { honoursTheContract } from '../contract.ts';
import { refusal } from '../kind-world.ts';
import type { Effect } from '../stage.ts';
import { createWorld, failure, pair } from './world.ts';

const effects: Record<Effect, FaultEffect> = {
  REFUSED: refusal('AccessDeniedException', 'User is not authorized to perform this on the resource.', 403),
  THROTTLED: refusal('ThrottlingException', 'Rate exceeded'),
  ANSWER_LOST: { type: 'LOSE_ANSWER' },
  FAILS_LATER: failure,
};

honoursTheContract({
  pair,
  effects,
  rules: esPackagePair,
  schema: esPackageSchema,
  spelled: { packageId: 'F111111111', domainName: 'catalogue' },
  desired: ['ASSOCIATED', 'DISSOCIATED'],
  async world(desired) {
    const world = await createWorld();
    if (desired === 'DISSOCIATED') world.addAssociation(pair);
    return world;
  },
});
