import { createAccept } from '../../src/accept.ts';
import { createBatchSurroundings } from '../../src/api/batch-surroundings.ts';
import type { HttpRequest } from '../../src/api/http.ts';
import { type ApiSurroundings, createApi } from '../../src/api/index.ts';
import type { Association } from '../../src/association.ts';
import { createBatchStore } from '../../src/batches/store.ts';
import { createRetry } from '../../src/retry.ts';
import { createTable } from '../../src/table.ts';
import { rememberingStart } from '../asking.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { createRecords, machineArn, midnight } from '../record.ts';
import { expectDescribed } from '../schemas/answers.ts';

/** An answer, whose body a test knows. */
export interface Answered<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** The routes on a table in memory. What they answer must be as the OpenAPI document has it. */
export interface TestApi {
  readonly table: MemoryTable;
  readonly runs: ReturnType<typeof rememberingStart>;
  /** Tokens of the runs that were woken. */
  readonly woken: readonly string[];
  /** Puts an association on the table. */
  readonly create: ReturnType<typeof createRecords>;
  call<Body = Readonly<Record<string, unknown>>>(routeKey: string, more?: Partial<HttpRequest>): Promise<Answered<Body>>;
  /** Somebody with another role than the requesters' decides on the association as it was read. */
  say(
    verb: string,
    association: Association,
    body: object | string,
    more?: Partial<HttpRequest>,
  ): Promise<Answered<Readonly<Record<string, unknown>>>>;
  recordOf(association: Association): Promise<Association>;
  close(): void;
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
  const api = createApi({
    store,
    start: runs.start,
    accept: createAccept(store, runs.start, () => 'AUTO'),
    retry: createRetry(store, runs.start),
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
  let count = 0;
  return {
    table,
    runs,
    woken,
    create: createRecords(store),
    async call(routeKey, request = {}) {
      count += 1;
      const answer = await api({
        routeKey,
        path: {},
        query: {},
        headers: { 'idempotency-key': `key-${count}` },
        body: '',
        principal: ana,
        account: '123456789012',
        requestId: `request-${count}`,
        at: midnight + count,
        ...request,
      });
      expectDescribed(routeKey, answer);
      // As API Gateway sends it.
      return { ...answer, body: answer.body === undefined ? undefined : JSON.parse(JSON.stringify(answer.body)) };
    },
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
    close: () => table.close(),
  };
}
