import type { Request } from '../association.ts';
import { createTable, type Table, type Versioned } from '../table.ts';
import { type Batch, hasEnded } from './batch.ts';
import type { Chunk } from './chunks.ts';

/** What the items of one chunk have become: ids of associations, by index. */
interface Begun extends Versioned {
  readonly ids: Readonly<Record<string, string>>;
}

/** The batch as the table keeps it: in one member, so that the indexes by state and batch, which are of associations, do not see it. */
interface Kept extends Versioned {
  readonly value: Omit<Batch, 'version'>;
  readonly unfinished?: string | undefined;
}

/** Requests in the table; until they are kept for good, the table is about to forget them. */
interface KeptChunk extends Versioned {
  readonly requests: readonly Request[];
  /** Epoch seconds. */
  readonly expiresAt?: number | undefined;
}

/** What a change sets; undefined leaves the batch as it is. */
export type BatchChange = (batch: Batch) => Partial<Omit<Batch, 'version'>> | undefined;

/** Batches and their items. */
export interface BatchStore {
  batch(id: string): Promise<Batch | undefined>;
  /** False when a batch with this id is there already. */
  createBatch(batch: Batch): Promise<boolean>;
  /** Gives the batch as it is afterwards. `change` may be called again when somebody else wrote meanwhile. */
  changeBatch(id: string, change: BatchChange, known?: Batch): Promise<Batch>;
  /** A page of all batches, the newest first: ids below `before`. */
  batches(page: { limit: number; before?: string | undefined }): Promise<Batch[]>;
  /** Those of these batches that are there, in the order of their ids. */
  batchesOf(ids: readonly string[]): Promise<Batch[]>;
  /** Keeps the requests of a batch that is yet to be created; where none comes to be, the table forgets them at `expiresAt` (epoch seconds). */
  createChunks(id: string, set: string, chunks: readonly Chunk[], expiresAt: number): Promise<void>;
  /** Keeps the requests of a batch for good: to be done before it is started. */
  keepChunks(batch: Pick<Batch, 'id' | 'items'>): Promise<void>;
  /** Takes the requests back that no batch came to be of. */
  deleteChunks(id: string, set: string, count: number): Promise<void>;
  /** The requests of one chunk, in order. */
  requests(batch: Batch, chunk: number): Promise<readonly Request[]>;
  /** The ids of the associations that the items of one chunk have become, by index. */
  begun(id: string, chunk: number): Promise<ReadonlyMap<number, string>>;
  /** Notes what items of one chunk have become. */
  noteBegun(id: string, chunk: number, ids: ReadonlyMap<number, string>): Promise<void>;
}

const padded = (chunk: number) => String(chunk).padStart(4, '0');

const keys = {
  batch: (id: string) => ({ pk: `BATCH#${id}`, sk: 'BATCH' }),
  chunk: (id: string, set: string, chunk: number) => ({ pk: `BATCH#${id}`, sk: `CHUNK#${set}#${padded(chunk)}` }),
  begun: (id: string, chunk: number) => ({ pk: `BATCH#${id}`, sk: `BEGUN#${padded(chunk)}` }),
};

/** The list of batches on the index by creation. */
const listed = 'BATCH';

/** On the list of the unfinished until it has ended and has told it. */
const keptAs = (value: Kept['value']) => ({ value, unfinished: hasEnded(value) && !value.outbox ? undefined : listed });

const shown = ({ value, version }: Kept): Batch => ({ ...value, version });

/** The store of batches on the table named by the settings. */
export function createBatchStore(table: Table = createTable()): BatchStore {
  // A chunk never changes, and one look after the other begins items of the same.
  let last: { readonly name: string; readonly requests: readonly Request[] } | undefined;
  return {
    async batch(id) {
      const kept = await table.get<Kept>(keys.batch(id));
      return kept && shown(kept);
    },
    createBatch: ({ version, ...value }) => table.put(keys.batch(value.id), { id: value.id, listed, ...keptAs(value), version }),
    async changeBatch(id, change, known) {
      const changed = ({ value, version }: Kept) => {
        const members = change({ ...value, version });
        return members && keptAs({ ...value, ...members });
      };
      return shown(await table.change<Kept>(keys.batch(id), undefined, changed, known && keptOf(known)));
    },
    async batches({ limit, before }) {
      const ids = await table.ids({ index: 'byCreation', list: { name: 'listed', value: listed }, limit, before });
      return this.batchesOf(ids);
    },
    batchesOf: async (ids) => (await table.getMany<Kept>(ids.map(keys.batch))).map(shown),
    async createChunks(id, set, chunks, expiresAt) {
      for (const [chunk, { requests }] of chunks.entries())
        await table.put(keys.chunk(id, set, chunk), { requests, expiresAt, version: 1 });
    },
    async keepChunks({ id, items }) {
      const keep = ({ expiresAt }: KeptChunk) => (expiresAt === undefined ? undefined : { expiresAt: undefined });
      await Promise.all(items.starts.map((_, chunk) => table.change(keys.chunk(id, items.set, chunk), undefined, keep)));
    },
    async deleteChunks(id, set, count) {
      for (let chunk = 0; chunk < count; chunk += 1) await table.remove(keys.chunk(id, set, chunk));
    },
    async requests({ id, items }, chunk) {
      const key = keys.chunk(id, items.set, chunk);
      const name = `${key.pk} ${key.sk}`;
      if (last?.name === name) return last.requests;
      const kept = await table.get<{ requests: readonly Request[] }>(key);
      if (!kept) throw new Error(`Chunk ${chunk} of ${id} is gone.`);
      last = { name, requests: kept.requests };
      return kept.requests;
    },
    async begun(id, chunk) {
      const { ids } = (await table.get<Begun>(keys.begun(id, chunk))) ?? nothingBegun;
      return new Map(Object.entries(ids).map(([index, association]) => [Number(index), association]));
    },
    async noteBegun(id, chunk, ids) {
      await table.change<Begun>(keys.begun(id, chunk), nothingBegun, (known) => {
        const fresh = [...ids].filter(([index, association]) => known.ids[index] !== association);
        return fresh.length === 0 ? undefined : { ids: { ...known.ids, ...Object.fromEntries(fresh) } };
      });
    },
  };
}

const nothingBegun: Begun = { ids: {}, version: 0 };

const keptOf = ({ version, ...value }: Batch): Kept => ({ value, version });
