import { isUndecided } from '../approval.ts';
import { type Association, isTerminal } from '../association.ts';
import type { BatchStore } from '../batches/store.ts';
import type { Gauge } from '../metrics.ts';
import type { Store } from '../store.ts';
import { isConfirmed } from './drift.ts';

/** Of each list the oldest so many are looked at: ids sort by creation, and who is retried is older than what it waits for. */
const oldest = 100;

/** So many drifted are counted, and no more. */
const mostCounted = 1_000;

/**
 * How long ago the oldest question was asked, and the last attempt of the oldest association or batch begun that has not ended (seconds;
 * 0 for none), and how many associations are certainly not in AWS as they were made. What waits for people counts as a question only. `now`: epoch
 * milliseconds.
 */
export async function gaugesOf(
  store: Store,
  batches: Pick<BatchStore, 'batchesOf'>,
  now: number,
): Promise<Readonly<Record<Gauge, number>>> {
  const [asking, unfinished, ofBatches, drifted] = await Promise.all([
    store.idsIn({ state: 'AWAITING_APPROVAL', limit: oldest, after: null }).then(store.recordsOf),
    store.unfinished({ list: 'ASSOCIATION', limit: oldest, after: null }).then(store.recordsOf),
    store.unfinished({ list: 'BATCH', limit: oldest, after: null }).then(batches.batchesOf),
    store.unfinished({ list: 'DRIFT', limit: mostCounted, after: null }).then(store.recordsOf),
  ]);
  const questions = asking.filter(isUndecided);
  return {
    OldestApprovalSeconds: longest(questions, ({ approvalRequest, updatedAt }) => approvalRequest?.askedAt ?? updatedAt, now),
    OldestUnfinishedSeconds: longest([...unfinished.filter(isUnderWay), ...ofBatches], ({ attempt }) => attempt.at, now),
    Drifted: drifted.filter(({ drift }) => drift && isConfirmed(drift)).length,
  };
}

/** An index follows the table by a moment. */
const isUnderWay = (association: Association) => !isUndecided(association) && (!isTerminal(association) || association.outbox !== null);

const longest = <Item>(items: readonly Item[], since: (item: Item) => number, now: number) =>
  Math.round(Math.max(0, ...items.map((item) => now - since(item))) / 1_000);
