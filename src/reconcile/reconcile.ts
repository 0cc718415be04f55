import type { Association } from '../association.ts';
import type { Batch } from '../batches/batch.ts';
import type { BatchStore } from '../batches/store.ts';
import type { Meter } from '../metrics.ts';
import type { ReconcileItem, Store, Unfinished } from '../store.ts';
import type { DriftLook } from './drift.ts';
import { gaugesOf } from './gauges.ts';
import type { GoOn } from './go-on.ts';
import { type Budget, type Walk, walk } from './walk.ts';

type WalkName = keyof ReconcileItem['walks'];

/**
 * How much one run of reconcile does. Of the unfinished what counts is an execution that is asked about, of the others a plan, for
 * which a kind's function reads AWS. All seconds together, and for each walk one visit more, which takes 25 at most, end before the
 * function's time-out: a walk that is cut off would begin at the same place for ever.
 */
export const budgets: Readonly<Record<WalkName, Budget>> = {
  ASSOCIATION: { counted: 200, visits: 1_000, seconds: 60, atOnce: 10 },
  BATCH: { counted: 50, visits: 250, seconds: 30, atOnce: 10 },
  DRIFT: { counted: 25, visits: 500, seconds: 50, atOnce: 5 },
  SUCCEEDED: { counted: 25, visits: 500, seconds: 50, atOnce: 5 },
};

/** What reconcile works with. */
export interface Reconciling {
  readonly store: Store;
  readonly batches: Pick<BatchStore, 'batchesOf'>;
  readonly goOn: GoOn;
  readonly goOnBatch: (batch: Batch, now: number) => Promise<boolean>;
  readonly drift: Pick<DriftLook, 'look'>;
  readonly meter: Pick<Meter, 'gauge'>;
  readonly budgetOf?: Readonly<Record<WalkName, Budget>>;
}

/**
 * One run: what is stuck goes on, what was not sent is sent, drift is noted. Each list is walked on from where the last run stopped, so
 * that however much there is, all of it has its turn. Throws what went wrong when everything else is done.
 */
export function createReconcile({ store, batches, goOn, goOnBatch, drift, meter, budgetOf = budgets }: Reconciling) {
  /** `now`: epoch milliseconds. */
  return async (now: number): Promise<void> => {
    if (!Number.isFinite(now)) throw new TypeError('Reconcile was not told the time: send it {"time": "2026-11-02T00:00:00Z"}.');
    const look = (association: Association) => drift.look(association, now);
    const goOnNow = (association: Association) => goOn(association, now);
    const goOnBatchNow = (batch: Batch) => goOnBatch(batch, now);
    const parts = [
      () => onward('ASSOCIATION', { ids: unfinished('ASSOCIATION'), items: store.recordsOf, visit: goOnNow }),
      () => onward('BATCH', { ids: unfinished('BATCH'), items: batches.batchesOf, visit: goOnBatchNow }),
      () => onward('DRIFT', { ids: unfinished('DRIFT'), items: store.recordsOf, visit: look }),
      () => onward('SUCCEEDED', { ids: (page) => store.idsIn({ ...page, state: 'SUCCEEDED' }), items: store.recordsOf, visit: look }),
      () => measure(now),
    ];
    const failures: Error[] = [];
    for (const part of parts) failures.push(...(await part().catch((error: Error) => [error])));
    if (failures.length > 0) throw new Unreconciled(failures);
  };

  function unfinished(list: Unfinished): Walk<never>['ids'] {
    return (page) => store.unfinished({ ...page, list });
  }

  async function measure(now: number): Promise<readonly Error[]> {
    for (const [name, value] of Object.entries(await gaugesOf(store, batches, now)))
      meter.gauge(name as Parameters<Meter['gauge']>[0], value);
    return [];
  }

  /** Each walk's place is kept before the next begins: what takes too long on one must not begin anew for ever. */
  async function onward<Item extends { readonly id: string }>(name: WalkName, list: Walk<Item>): Promise<readonly Error[]> {
    const known = await store.reconciling();
    const { last, failures } = await walk(list, known.walks[name], budgetOf[name]);
    await store.changeReconciling(({ walks }) => (walks[name] === last ? undefined : { walks: { ...walks, [name]: last } }), known);
    return failures;
  }
}

/** How many of the failures its message quotes. */
const mostQuoted = 5;

/** Some could not be reconciled; they have their turn again. */
export class Unreconciled extends AggregateError {
  override readonly name = 'Unreconciled';
  constructor(failures: readonly Error[]) {
    const quoted = failures.slice(0, mostQuoted).map(({ message }) => message);
    super(failures, `${failures.length} could not be reconciled and will be tried again: ${quoted.join('; ')}`);
  }
}
