import type { FaultEffect } from '../../../local/simulators/faults.ts';
import { esPackagePair } from '../../../src/kinds/es-package/pair.ts';
import { esPackageSchema } from '../../../src/kinds/es-package/schema.ts';
import { type Effect, honoursTheContract } from '../contract.ts';
import { refusal } from '../kind-world.ts';
import { createWorld, failure, pair } from './world.ts';

const effects: Record<Effect, FaultEffect> = {
  REFUSED: refusal('AccessDeniedException', 'User is not authorized to perform this on the resource.', 403),
  THROTTLED: refusal('ThrottlingException', 'Rate exceeded'),
  ANSWER_LOST: { type: 'LOSE_ANSWER' },
  FAILS_LATER: failure,
};

honoursTheContract({
  rules: esPackagePair,
  schema: esPackageSchema,
  spelled: { packageId: 'F111111111', domainName: 'catalogue' },
  desired: ['ASSOCIATED', 'DISSOCIATED'],
  async world(desired) {
    const { operations, now, pass, next, context, sent, addAssociation, close } = await createWorld();
    if (desired === 'DISSOCIATED') addAssociation(pair);
    return {
      pair,
      operations,
      now,
      advance: pass,
      context,
      sent,
      close,
      next: (operation, effect) => next(operation, effects[effect]),
    };
  },
});
