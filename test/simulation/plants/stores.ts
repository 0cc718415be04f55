import { type Association, isTerminal } from '../../../src/association.ts';
import type { LockItem, Store } from '../../../src/store.ts';
import type { Invocation } from '../lambda.ts';

const free = (owner: string | null): LockItem => ({ owner, takenAt: null, since: null, waiters: [], version: 0 });

/** Whoever asks for a lock has it. */
export function lawless(store: Store, { id }: Invocation): Store {
  return {
    ...store,
    lock: async () => free(id),
    changeLock: async (_scope, change) => ({ ...free(null), ...(await change(free(null))) }),
    belongings: async (association) => {
      const { locks, ...rest } = await store.belongings(association);
      return { ...rest, locks: new Map([...locks.keys()].map((scope) => [scope, free(null)])) };
    },
  };
}

/** It is given up as soon as the intent is written, and not at the ending. */
export function generous(store: Store, { id, step }: Invocation): Store {
  if (step !== 'request') return store;
  return {
    ...store,
    async changeRecord(...changed) {
      const record = await store.changeRecord(...changed);
      for (const scope of record.scopes) await store.changeLock(scope, ({ owner }) => (owner === id ? { owner: null } : undefined));
      return record;
    },
  };
}

/** What is about to be done is written down only with how it came out. */
export function late(store: Store, { step }: Invocation): Store {
  if (step !== 'request') return store;
  let held: Partial<Association> | undefined;
  return {
    ...store,
    async changeRecord(id, change, known) {
      if (held) return store.changeRecord(id, async (record) => ({ ...held, ...(await change({ ...record, ...held })) }));
      const record = known ?? ((await store.record(id)) as Association);
      held = await change(record);
      return { ...record, ...held };
    },
  };
}

/**
 * A step does its work though another run has followed, or the association has ended. Of the workflow's steps only: what begins a run,
 * and what ends it, go on by the record.
 */
export function undying(store: Store, { step, run }: Invocation): Store {
  if (run === null || !['request', 'observe', 'undo', 'observeUndo'].includes(step ?? '')) return store;
  const revived = (record: Association): Association => ({ ...record, run, ...(isTerminal(record) && { state: 'RUNNING' }) });
  return {
    ...store,
    async record(id) {
      const record = await store.record(id);
      return record && revived(record);
    },
    changeRecord: (id, change, known) => store.changeRecord(id, (record) => change(revived(record)), known),
  };
}

/** Whatever the request says, the step that plans sees one that needs nobody's approval. */
export function daring(store: Store, { step }: Invocation): Store {
  if (step !== 'plan') return store;
  const bold = (record: Association): Association => ({ ...record, approval: 'AUTO' });
  return {
    ...store,
    async record(id) {
      const record = await store.record(id);
      return record && bold(record);
    },
  };
}

/** Who ended it once ends it again. */
export function ending(store: Store, about: Invocation): Store {
  if (about.function !== 'settle') return store;
  const alive = (record: Association): Association => (isTerminal(record) ? { ...record, state: 'RUNNING' } : record);
  return { ...store, changeRecord: (id, change, known) => store.changeRecord(id, (record) => change(alive(record)), known) };
}

/** What there is to tell is not written with the ending. */
export const silent = (store: Store): Store => changing(store, (members) => ({ ...members, ...(members.outbox && { outbox: null }) }));

const hour = 3_600_000;

/** Lines go into the history with the time of an hour before. */
export const slow = (store: Store, { step }: Invocation): Store =>
  step === 'observe' ? changing(store, ({ history, ...members }) => ({ ...members, ...(history && { history: dated(history) }) })) : store;

const dated = (history: Association['history']) =>
  history.map((line, index) => (index < history.length - 1 ? line : { ...line, at: line.at - hour }));

/** A repeat of a request is not recognised. */
export const oblivious = (store: Store): Store => ({
  ...store,
  claimKey: async (_key, item) => item,
  entrance: async (key, pairKey) => ({ ...(await store.entrance(key, pairKey)), claim: undefined }),
});

/** The store, with other changes of records than it was asked for. */
const changing = (store: Store, other: (members: Partial<Association>) => Partial<Association>): Store => ({
  ...store,
  async changeRecord(id, change, known) {
    const changed = async (record: Association) => {
      const members = await change(record);
      return members && other(members);
    };
    return store.changeRecord(id, changed, known);
  },
});
