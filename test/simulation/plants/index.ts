import type { Plant } from '../parts.ts';
import * as operations from './operations.ts';
import * as others from './others.ts';
import * as stores from './stores.ts';

/** Parts that are broken on purpose, made anew for each seed. Each must be found out: what does not bite proves nothing. */
export const plants = {
  'a lock that is always free': () => ({ store: stores.lawless }),
  'a lock that is freed early': () => ({ store: stores.generous }),
  'no plan under the lock': () => ({ operations: operations.forward() }),
  'an undo without before-image': () => ({ operations: operations.forgetful }),
  'a before-image that is retaken on retry': () => ({ operations: operations.retaking }),
  'a repeat of an unknown outcome': () => ({ operations: operations.hasty }),
  'a conflict that is ignored': () => ({ operations: operations.stubborn }),
  'an intent that is written after the call': () => ({ store: stores.late }),
  'a step that outlives its run': () => ({ store: stores.undying }),
  'a random execution name': () => ({ start: others.renamed }),
  'a claim on what is so already': () => ({ operations: operations.claiming }),
  'a success that comes too early': () => ({ operations: operations.hopeful }),
  'a look that trips': () => ({ operations: operations.tripping }),
  'a plan that asks nobody': () => ({ store: stores.daring }),
  'an ending that is written again': () => ({ store: stores.ending }),
  'an outbox that is lost': () => ({ store: stores.silent }),
  'a clock that is slow': () => ({ store: stores.slow }),
  'a key that is forgotten': () => ({ store: stores.oblivious }),
  'a batch without limits': () => ({ batches: others.boundless }),
  'a batch that loses count': () => ({ batches: others.careless }),
} satisfies Record<string, () => Plant>;

export type PlantName = keyof typeof plants;
