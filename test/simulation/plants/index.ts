import type { Plant } from '../parts.ts';
import * as operations from './operations.ts';
import * as others from './others.ts';
import * as stores from './stores.ts';

/** Parts that are broken on purpose, made anew for each seed. Each must be found out: what does not bite proves nothing. */
export const plants = {
  /** Whoever asks for a lock has it. */
  'a lock that is always free': () => ({ store: stores.lawless }),
  /** It is given up as soon as the intent is written, and not at the ending. */
  'a lock that is freed early': () => ({ store: stores.generous }),
  /** What the first plan of an association found is carried out, whatever others have done before it had the lock. */
  'no plan under the lock': () => ({ operations: operations.forward() }),
  /** The undo of a package forgets that it was on the domain before. */
  'an undo without before-image': () => ({ operations: operations.forgetful }),
  /** What the next run finds counts as what was there before. */
  'a before-image that is retaken on retry': () => ({ operations: operations.retaking }),
  /** What came to no answer is sent again at once. */
  'a repeat of an unknown outcome': () => ({ operations: operations.hasty }),
  /** That something else is under way there, or that it is so already, counts as accepted. */
  'a conflict that is ignored': () => ({ operations: operations.stubborn }),
  /** What is about to be done is written down only with how it came out. */
  'an intent that is written after the call': () => ({ store: stores.late }),
  /** A step does its work though another run has followed, or the association has ended. */
  'a step that outlives its run': () => ({ store: stores.undying }),
  /** A repeated start is another execution. */
  'a random execution name': () => ({ start: others.renamed }),
  /** What another hand made counts as made by whoever finds it. */
  'a claim on what is so already': () => ({ operations: operations.claiming }),
  /** What is under way counts as done. */
  'a success that comes too early': () => ({ operations: operations.hopeful }),
  /** A look fails by a fault of our own. */
  'a look that trips': () => ({ operations: operations.tripping }),
  /** What needs an approval is done without. */
  'a plan that asks nobody': () => ({ store: stores.daring }),
  /** Who ended it once ends it again. */
  'an ending that is written again': () => ({ store: stores.ending }),
  /** What there is to tell is not written with the ending. */
  'an outbox that is lost': () => ({ store: stores.silent }),
  /** Lines go into the history with the time of an hour before. */
  'a clock that is slow': () => ({ store: stores.slow }),
  /** A repeat of a request is not recognised. */
  'a key that is forgotten': () => ({ store: stores.oblivious }),
  /** A batch begins all of its items at once. */
  'a batch without limits': () => ({ batches: others.boundless }),
  /** How an item ended is not counted. */
  'a batch that loses count': () => ({ batches: others.careless }),
} satisfies Record<string, () => Plant>;

export type PlantName = keyof typeof plants;
