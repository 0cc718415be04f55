import { type Association, isTerminal, type State } from './association.ts';
import { type Change, createTable, type Key, type Table, type Versioned } from './table.ts';

/** How long a repeat of a request is recognised. Days. */
export const keyDays = 100;

/** Which association or batch a request became. `hash` tells whether a repeat asks for the same. */
export interface KeyItem {
  readonly hash: string;
  readonly id: string;
  /** Epoch seconds: the table forgets it then. */
  readonly expiresAt: number;
}

/** Who a pair belongs to now, and who is next. */
export interface PairItem extends Versioned {
  readonly holder: string | null;
  readonly next: { readonly id: string; readonly at: number } | null;
  /** Were next once, and must be told that they no longer are. */
  readonly superseded: readonly string[];
  /**
   * The last association that brought it to a relation, or may have changed what was there, and when (epoch milliseconds); null where
   * none did. `maker`: which brought about what ought to be so in AWS; null where nobody knows. `isUnclear`: nor whether it changed anything.
   */
  readonly settled: { readonly id: string; readonly at: number; readonly maker: string | null; readonly isUnclear?: true } | null;
  /** When a call for it may have gone out last, of associations that have ended: epoch milliseconds of the workflow's clock; null where none did. */
  readonly changedAt: number | null;
}

/** Who holds a lock scope, and who waits for it, the longest first. */
export interface LockItem extends Versioned {
  readonly owner: string | null;
  /** When its owner asked for it last: epoch milliseconds of the workflow's clock; null where nobody ever did. */
  readonly takenAt: number | null;
  /** Since when its owner has it, however often it has asked since; null where nobody ever had it. */
  readonly since: number | null;
  readonly waiters: readonly string[];
}

/** How long past successes took, the newest last. */
export interface UsualItem extends Versioned {
  readonly successes: readonly { readonly id: string; readonly seconds: number }[];
}

/** What belongs to an association beside its record, as it was read. */
export interface Belongings {
  readonly locks: ReadonlyMap<string, LockItem>;
  readonly pair: PairItem;
  readonly usual: UsualItem;
}

/**
 * What reconcile finds: what has not come to its end or has not told it (ASSOCIATION, BATCH), and what is not in AWS any more as it
 * was made (DRIFT).
 */
export type Unfinished = 'ASSOCIATION' | 'BATCH' | 'DRIFT';

/** How far reconcile has come in each of its walks: the id it looked at last; null: to begin anew. */
export interface ReconcileItem extends Versioned {
  readonly walks: Readonly<Record<Unfinished | 'SUCCEEDED', string | null>>;
}

/** Which records a list is of: all, those in a state, those of a batch, those on a list of the unfinished. */
export type List = { readonly state: State } | { readonly batch: string } | { readonly unfinished: Unfinished } | Record<never, never>;

/** Associations and what belongs to them. Each function writes a single item; a change holds only on what was read before it. */
export interface Store {
  record(id: string): Promise<Association | undefined>;
  /** Those of these records that are there, in the order of their ids. */
  recordsOf(ids: readonly string[]): Promise<Association[]>;
  /** False when a record with this id is there already. */
  createRecord(association: Association): Promise<boolean>;
  /**
   * Gives the record as it is afterwards. `change` may be called again when somebody else wrote meanwhile. It begins from
   * the record that is `known` from a read just before, where there is one.
   */
  changeRecord(id: string, change: Change<Association>, known?: Association): Promise<Association>;
  /** Takes back a record that nobody has changed since it was created. False when somebody has. */
  deleteRecord(id: string): Promise<boolean>;
  /** A page of the list, the newest first: ids below `before`. */
  records(page: { limit: number; before?: string | undefined; of?: List }): Promise<Association[]>;
  /** The ids on that list of the unfinished, the oldest first: those after the id `after`; null: from the oldest on. */
  unfinished(page: { limit: number; list: Unfinished; after: string | null }): Promise<string[]>;
  /** The ids of that state, in the same order. */
  idsIn(page: { limit: number; state: State; after: string | null }): Promise<string[]>;
  reconciling(): Promise<ReconcileItem>;
  changeReconciling(change: Change<ReconcileItem>, known?: ReconcileItem): Promise<ReconcileItem>;
  /** Claims the key, or gives whom it belongs to already. */
  claimKey(key: string, item: KeyItem): Promise<KeyItem>;
  key(key: string): Promise<KeyItem | undefined>;
  /** What a request meets at the door, read at once: whom its key belongs to, and its pair. */
  entrance(key: string, pairKey: string): Promise<{ claim: KeyItem | undefined; pair: PairItem }>;
  /** Read at once; each of them is changed on its own. */
  belongings(association: Association): Promise<Belongings>;
  pair(key: string): Promise<PairItem>;
  changePair(key: string, change: Change<PairItem>, known?: PairItem): Promise<PairItem>;
  lock(scope: string): Promise<LockItem>;
  changeLock(scope: string, change: Change<LockItem>, known?: LockItem): Promise<LockItem>;
  /** What an association of that kind usually takes: the median of past successes; null before the first. */
  usualSeconds(of: Pick<Association, 'kind' | 'desired'>): Promise<number | null>;
  changeUsual(of: Pick<Association, 'kind' | 'desired'>, change: Change<UsualItem>, known?: UsualItem): Promise<UsualItem>;
}

const keys = {
  record: (id: string) => ({ pk: `ASSOCIATION#${id}`, sk: 'RECORD' }),
  key: (key: string) => ({ pk: `KEY#${key}`, sk: 'KEY' }),
  pair: (key: string) => ({ pk: `PAIR#${key}`, sk: 'PAIR' }),
  lock: (scope: string) => ({ pk: `LOCK#${scope}`, sk: 'LOCK' }),
  usual: ({ kind, desired }: Pick<Association, 'kind' | 'desired'>) => ({ pk: `USUAL#${kind}#${desired}`, sk: 'USUAL' }),
  reconcile: { pk: 'RECONCILE', sk: 'RECONCILE' },
};

/** Only records carry `listed`; it puts them on the index by creation. */
const listed = 'ASSOCIATION';

/** Which index has which list. All of them keep keys only: a record is read from the table itself, so that lists and records agree. */
const pageOf = (of: List) => {
  if ('state' in of) return { index: 'byState', list: { name: 'state', value: of.state } };
  if ('batch' in of) return { index: 'byBatch', list: { name: 'batchId', value: of.batch } };
  if ('unfinished' in of) return { index: 'byUnfinished', list: { name: 'unfinished', value: of.unfinished } };
  return { index: 'byCreation', list: { name: 'listed', value: listed } };
};

/** The store on the table named by the settings. */
export function createStore(table: Table = createTable()): Store {
  const { get, put, change } = table;

  /** Items of different kinds in one read; each is asked for with what stands for it where it is not there. */
  async function itemsAt(wanted: readonly Key[]) {
    const found = new Map((await table.getMany<Key>(wanted)).map((item) => [item.pk, item]));
    return <Item>({ pk }: Key, empty: Item): Item => (found.get(pk) as Item | undefined) ?? empty;
  }

  return {
    record: (id) => get(keys.record(id)),
    recordsOf: (ids) => table.getMany(ids.map(keys.record)),
    createRecord: (association) =>
      put(keys.record(association.id), {
        ...association,
        listed,
        unfinished: unfinishedOf(association),
        ...(association.batch && { batchId: association.batch.id }),
      }),
    changeRecord(id, changed, known) {
      const changedAndListed = async (association: Association) => {
        const members = await changed(association);
        return members && { ...members, unfinished: unfinishedOf({ ...association, ...members }) };
      };
      return change(keys.record(id), undefined, changedAndListed, known);
    },
    deleteRecord: (id) => table.removeVersion(keys.record(id), 1),
    async records({ limit, before, of = {} }) {
      const ids = await table.ids({ ...pageOf(of), limit, before });
      return this.recordsOf(ids);
    },
    unfinished: ({ list, ...page }) => table.ids({ index: 'byUnfinished', list: { name: 'unfinished', value: list }, ...page }),
    idsIn: ({ state, ...page }) => table.ids({ ...pageOf({ state }), ...page }),
    reconciling: async () => (await get(keys.reconcile)) ?? emptyReconcile,
    changeReconciling: (changed, known) => change(keys.reconcile, emptyReconcile, changed, known),
    async claimKey(key, item) {
      if (await put(keys.key(key), item)) return item;
      const claimed = await get<KeyItem>(keys.key(key));
      return claimed ?? this.claimKey(key, item);
    },
    key: (key) => get(keys.key(key)),
    async entrance(key, pairKey) {
      const itemAt = await itemsAt([keys.key(key), keys.pair(pairKey)]);
      return { claim: itemAt<KeyItem | undefined>(keys.key(key), undefined), pair: itemAt(keys.pair(pairKey), emptyPair) };
    },
    async belongings(association) {
      const { pairKey, scopes } = association;
      const itemAt = await itemsAt([keys.pair(pairKey), keys.usual(association), ...scopes.map(keys.lock)]);
      return {
        locks: new Map(scopes.map((scope) => [scope, itemAt(keys.lock(scope), emptyLock)])),
        pair: itemAt(keys.pair(pairKey), emptyPair),
        usual: itemAt(keys.usual(association), emptyUsual),
      };
    },
    pair: async (key) => (await get(keys.pair(key))) ?? emptyPair,
    changePair: (key, changed, known) => change(keys.pair(key), emptyPair, changed, known),
    lock: async (scope) => (await get(keys.lock(scope))) ?? emptyLock,
    changeLock: (scope, changed, known) => change(keys.lock(scope), emptyLock, changed, known),
    async usualSeconds(of) {
      const { successes } = (await get<UsualItem>(keys.usual(of))) ?? emptyUsual;
      return usualOf(successes);
    },
    changeUsual: (of, changed, known) => change(keys.usual(of), emptyUsual, changed, known),
  };
}

const emptyPair: PairItem = { holder: null, next: null, superseded: [], settled: null, changedAt: null, version: 0 };
const emptyLock: LockItem = { owner: null, takenAt: null, since: null, waiters: [], version: 0 };
const emptyUsual: UsualItem = { successes: [], version: 0 };
const emptyReconcile: ReconcileItem = { walks: { ASSOCIATION: null, BATCH: null, DRIFT: null, SUCCEEDED: null }, version: 0 };

/** On which list of the unfinished a record is: it is written with every change, so that nobody can forget it. */
function unfinishedOf({ state, outbox, drift }: Association): Unfinished | undefined {
  if (!isTerminal({ state }) || outbox || (drift && !drift.told)) return 'ASSOCIATION';
  return drift ? 'DRIFT' : undefined;
}

/** What successes took as a rule: the middle one, of an even number the higher of the two; null of none. Seconds. */
export const usualOf = (successes: UsualItem['successes']): number | null =>
  successes.map(({ seconds }) => seconds).sort((a, b) => a - b)[Math.floor(successes.length / 2)] ?? null;
