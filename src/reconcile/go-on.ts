import { type Association, isTerminal } from '../association.ts';
import { executionName } from '../execution-name.ts';
import type { Start } from '../executions.ts';
import { createPairs } from '../pairs.ts';
import type { EndedRun } from '../resume.ts';
import type { Settling } from '../settle.ts';
import type { Store } from '../store.ts';
import { type Describe, isAlive } from './describe.ts';
import type { DriftLook } from './drift.ts';
import { isOverdue } from './overdue.ts';

/** What reconcile brings an association on with. */
export interface Means {
  readonly store: Store;
  readonly start: Start;
  readonly describe: Describe;
  readonly resume: (ended: EndedRun) => Promise<void>;
  readonly settling: Pick<Settling, 'finish'>;
  readonly drift: Pick<DriftLook, 'tell'>;
}

/** Brings an association on that should have gone on by now; false where it need not be. `now`: epoch milliseconds. */
export type GoOn = (association: Association, now: number) => Promise<boolean>;

/**
 * What a lost event, or a function that died between two writes, has left. Each way on is one that somebody else takes as well and
 * that may be taken twice: a run that ended is followed as its event would have it, one that was written and never started is started
 * under its own name, one that never got as far as its pair claims it.
 */
export function createGoOn({ store, start, describe, resume, settling, drift }: Means): GoOn {
  const { claimPair, carryOn } = createPairs(store, start);

  return async (association, now) => {
    if (!isOverdue(association, now) || !isLeft(association)) return false;
    await (isTerminal(association) ? tell(association) : follow(association, now));
    return true;
  };

  function tell(association: Association): Promise<void> {
    return association.outbox ? settling.finish(association) : drift.tell(association);
  }

  async function follow(association: Association, now: number): Promise<void> {
    const { id, run } = association;
    const status = await describe(association);
    if (status === undefined) return begin(association, now);
    if (!isAlive(status)) await resume({ executionName: executionName(id, run), status, at: now });
  }

  /** Started under its own name, however often. The first run of an attempt waits for its pair; once it is too late for that, it ends. */
  async function begin(association: Association, now: number): Promise<void> {
    const { state, cancel, run, attempt, pairKey, deadlineAt } = association;
    if (state !== 'PENDING' || cancel || run !== attempt.firstRun || now >= deadlineAt) return start(association);
    await carryOn(pairKey, { pair: await claimPair(association, 'NEXT') });
  }
}

/** An index follows the table by a moment: what it gives may have ended, and have told that, just now. */
const isLeft = (association: Association) => !isTerminal(association) || association.outbox !== null || association.drift?.told === false;
