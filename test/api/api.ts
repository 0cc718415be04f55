import { createAccept } from '../../src/accept.ts';
import { createBatchSurroundings } from '../../src/api/batch-surroundings.ts';
import { type ApiSurroundings, createApi } from '../../src/api/index.ts';
import type { Association } from '../../src/association.ts';
import { createBatchStore } from '../../src/batches/store.ts';
import { createRetry } from '../../src/retry.ts';
import { createTable } from '../../src/table.ts';
import { rememberingStart } from '../asking.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { createRecords, machineArn } from '../record.ts';
import { type Answered, type OverHttp, openHttp, type Sent } from './over-http.ts';

/** The API on a table in memory, over HTTP. */
export interface TestApi extends OverHttp {
  readonly table: MemoryTable;
  readonly runs: ReturnType<typeof rememberingStart>;
  /** Tokens of the runs that were woken. */
  readonly woken: readonly string[];
  /** Puts an association on the table. */
  readonly create: ReturnType<typeof createRecords>;
  /** Somebody with another role than the requesters' decides on the association as it was read. */
  say(verb: string, association: Association, body: object | string, more?: Sent): Promise<Answered<Readonly<Record<string, unknown>>>>;
  recordOf(association: Association): Promise<Association>;
}

const role = 'arn:aws:sts::123456789012:assumed-role';
/** Two sessions of one role, and one of another. */
export const [ana, ben, eve] = [`${role}/Search/ana`, `${role}/Search/ben`, `${role}/Network/eve`] as const;

export function openApi(more: Partial<ApiSurroundings> = {}): TestApi {
  const [table, runs, woken] = [createMemoryTable(), rememberingStart(), [] as string[]];
  const { store } = table;
  const noPlan = async () => {
    throw new Error('No plan was to be made.');
  };
  const handle = createApi({
    store,
    start: runs.start,
    accept: createAccept(store, runs.start, () => 'AUTO'),
    retry: createRetry(store, runs.start, () => 'AUTO'),
    wake: async (token) => void woken.push(token),
    makePlan: noPlan,
    machine: () => machineArn,
    allowSelfApproval: () => false,
    ...createBatchSurroundings({
      store,
      invoke: noPlan,
      makePlan: noPlan,
      batches: createBatchStore(createTable(table.documents, () => 'liaison')),
      start: async (batch) => runs.start({ ...batch, kind: 'batch' }),
    }),
    batchMachine: () => machineArn,
    ...more,
  });
  const http = openHttp(handle);
  return {
    table,
    runs,
    woken,
    create: createRecords(store),
    call: (routeKey, sent) => http.call(routeKey, { principal: ana, ...sent }),
    say(verb, { id, version }, body, request = {}) {
      return this.call(`POST /associations/{id}/${verb}`, {
        path: { id },
        headers: { 'if-match': `"${version}"` },
        principal: eve,
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...request,
      });
    },
    recordOf: async ({ id }) => (await store.record(id)) as Association,
    close: http.close,
  };
}
