import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { Association } from '../../src/association.ts';
import type { Batch } from '../../src/batches/batch.ts';
import { createBatchStore } from '../../src/batches/store.ts';
import type { Start } from '../../src/executions.ts';
import type { Gauge } from '../../src/metrics.ts';
import type { Preview } from '../../src/preview.ts';
import { createDriftLook } from '../../src/reconcile/drift.ts';
import { createGoOn, type Means } from '../../src/reconcile/go-on.ts';
import { budgets, createReconcile, type Reconciling } from '../../src/reconcile/reconcile.ts';
import { createTable } from '../../src/table.ts';
import type { MemoryTable } from '../memory-table.ts';
import { plan } from '../record.ts';

/** What a reconcile of tests stands on: how executions stand, what kinds answer, and what is told. */
export interface Stage extends Pick<Means, 'start' | 'resume' | 'settling'> {
  /** By name; undefined: there is none. */
  readonly statusOf: (name: string) => ExecutionStatus | undefined;
  readonly answer?: (asked: { readonly kind: string; readonly pair: unknown }) => Preview | Promise<Preview>;
  readonly goOnBatch?: (batch: Batch, now: number) => Promise<boolean>;
  readonly budgetOf?: Reconciling['budgetOf'];
}

/** A plan that finds all as it was left. */
export const unchanged: Preview = { plan: plan({ changed: false, calls: [], undo: [], impact: 'NONE' }), usualSeconds: null };

/** A plan of what would have to be done. */
export const changed = (more: Parameters<typeof plan>[0] = {}): Preview => ({ plan: plan(more), usualSeconds: null });

/** A reconcile on a table in memory. */
export function createStage({ store, documents }: MemoryTable, { statusOf, answer = () => unchanged, ...stage }: Stage) {
  const told = { events: [] as Association[], alerts: [] as Association[] };
  const gauges = {} as Record<Gauge, number>;
  const asked: string[] = [];
  const drift = createDriftLook({
    store,
    invoke: async (kind, payload) => {
      const { pair } = payload as unknown as { pair: unknown };
      asked.push(JSON.stringify(pair));
      return answer({ kind, pair });
    },
    notices: {
      emit: async (association) => void told.events.push(association),
      alert: async (association) => void told.alerts.push(association),
    },
  });
  const reconcile = createReconcile({
    store,
    batches: createBatchStore(createTable(documents, () => 'liaison')),
    goOn: createGoOn({ store, describe: async ({ id, run }) => statusOf(`${id}-${run}`), ...stage, drift }),
    goOnBatch: stage.goOnBatch ?? (async () => true),
    drift,
    meter: {
      gauge(name, value) {
        gauges[name] = value;
      },
    },
    budgetOf: stage.budgetOf ?? budgets,
  });
  return { reconcile, told, gauges, asked };
}

export const startsNothing: Start = async () => undefined;
