import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Frames } from '../../local/stepfunctions/journal.ts';
import { place } from '../../local/world.ts';
import type { Association } from '../../src/association.ts';
import type { Batch } from '../../src/batches/batch.ts';

/** Something that was changed in AWS: which document became what, in the order it happened. */
export interface Effect {
  readonly collection: string;
  readonly key: string;
  readonly document: unknown;
}

/** An execution, as the engine's journal has it. */
export interface Run {
  readonly name: string;
  readonly status: string;
  readonly events: readonly { readonly id: number; readonly timestamp: number }[];
}

/** An item of the table that somebody may still hold. */
export interface Held {
  readonly pk: string;
  readonly owner?: string | null;
  readonly waiters?: readonly string[];
  readonly holder?: string | null;
  readonly next?: unknown;
}

/** What the worlds left, read from the table and the state files, not through the API. */
export interface Remains {
  readonly records: ReadonlyMap<string, Association>;
  readonly batches: readonly Batch[];
  /** Locks and pairs. */
  readonly held: readonly Held[];
  readonly effects: readonly Effect[];
  readonly runs: readonly Run[];
  /** Ids that an alert told of. */
  readonly alerted: ReadonlySet<string>;
  /** Messages on queues: what was parked, but for what comes again by the clock, which has its times so often here that some grow too old. */
  readonly parked: readonly string[];
}

type TableItem = Held & { readonly sk: string };

/** The table, through the endpoint of a world that is there. */
export async function readTable(endpoint: string): Promise<Pick<Remains, 'records' | 'batches' | 'held'>> {
  const credentials = { accessKeyId: 'auditor', secretAccessKey: 'local' };
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: place.region, credentials }));
  const items: TableItem[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: 'liaison-dev' })) items.push(...(Items as TableItem[]));
  client.destroy();
  const of = <Item>(prefix: string) => items.filter(({ pk }) => pk.startsWith(prefix)) as unknown as Item[];
  return {
    records: new Map(of<Association>('ASSOCIATION#').map((record) => [record.id, record])),
    batches: of<{ readonly sk: string; readonly value: Batch }>('BATCH#').flatMap(({ sk, value }) => (sk === 'BATCH' ? [value] : [])),
    held: [...of<Held>('LOCK#'), ...of<Held>('PAIR#')],
  };
}

/** The state files, once nobody writes to them any more. */
export function readFiles(directory: string): Omit<Remains, 'records' | 'batches' | 'held'> {
  const world = new DatabaseSync(join(directory, 'world.db'), { readOnly: true });
  const executions = new DatabaseSync(join(directory, 'executions.db'), { readOnly: true });
  const all = <Row>(database: DatabaseSync, query: string) => database.prepare(query).all() as Row[];
  const bodies = (pattern: string) =>
    all<{ body: string }>(world, `SELECT body FROM document WHERE collection LIKE '${pattern}'`).map(({ body }) => JSON.parse(body));
  const events = new Map<number, Run['events'][number][]>();
  for (const row of all<{ execution: number; events: string }>(executions, 'SELECT * FROM history ORDER BY execution, first'))
    events.set(row.execution, [...(events.get(row.execution) ?? []), ...JSON.parse(row.events)]);
  const remains = {
    effects: all<{ collection: string; key: string; body: string }>(world, 'SELECT * FROM effect ORDER BY number').map(
      ({ collection, key, body }): Effect => ({ collection, key, document: JSON.parse(body) }),
    ),
    runs: all<{ id: number; name: string; status: string }>(executions, 'SELECT id, name, status FROM execution ORDER BY id').map(
      ({ id, name, status }): Run => ({ name, status, events: events.get(id) ?? [] }),
    ),
    alerted: new Set(bodies('topic-message/%').map(({ message }) => String(JSON.parse(message).id))),
    parked: bodies('queue-message/%')
      .map(({ body }) => String(body))
      .filter((message) => !message.includes('"Scheduled Event"')),
  };
  world.close();
  executions.close();
  return remains;
}

/** Where the executions stand that are under way, as `Observe task`, by the journal of a process that was killed. */
export function placesIn(directory: string): string[] {
  const path = join(directory, 'executions.db');
  if (!existsSync(path)) return [];
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    // A process that was killed at once may not have made its table yet.
    const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'execution'").get();
    const rows = isThere ? database.prepare("SELECT frames FROM execution WHERE status = 'RUNNING'").all() : [];
    return rows.flatMap(({ frames }) => (JSON.parse(String(frames)) as Frames).threads.map(({ state, phase }) => `${state} ${phase}`));
  } finally {
    database.close();
  }
}
