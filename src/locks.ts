import { isTerminal } from './association.ts';
import { noteEnding } from './settled.ts';
import type { LockItem, Store } from './store.ts';

export type Locks = ReturnType<typeof createLocks>;

/** Where an asker stands that has to wait: at which scope and for whom. */
export interface PlaceInLine {
  readonly scope: string;
  /** Who has it; where it is free, who comes first. */
  readonly by: string;
  /** Since when `by` has it, in epoch milliseconds; null where it is free. */
  readonly since: number | null;
  /** How many are in line before the asker. */
  readonly ahead: number;
}

/** Which association asks for locks or gives them up, and when by the workflow's clock, in epoch milliseconds: as steps are told. */
export interface Asker {
  readonly id: string;
  readonly now: number;
}

/**
 * Mutual exclusion by scope. A lock has an owner and never runs out: it is free when nobody owns it or its owner's
 * association has ended. Scopes are taken in sorted order, so two associations can never wait for each other.
 */
export function createLocks(store: Store) {
  const isLive = async (id: string) => {
    const association = await store.record(id);
    return association !== undefined && !isTerminal(association);
  };

  /** Those in line from the first on who is `id` or whose association has not ended: nobody after them need be read. */
  async function inLine(waiters: readonly string[], id: string): Promise<readonly string[]> {
    for (const [place, waiter] of waiters.entries()) if (waiter === id || (await isLive(waiter))) return waiters.slice(place);
    return [];
  }

  const take = ({ id, now }: Asker, scope: string, known?: LockItem) => {
    const taken = async ({ owner, waiters, takenAt }: LockItem) => {
      if (owner === id) return now > (takenAt ?? 0) ? { takenAt: now } : undefined;
      const waiting = waiters.includes(id);
      const holder = owner === null ? undefined : await store.record(owner);
      if (holder && !isTerminal(holder)) return waiting ? undefined : { waiters: [...waiters, id] };
      // It has ended and not let go yet: what it left must be known to whoever comes after.
      if (holder) await noteEnding(store, holder);
      const line = await inLine(waiters, id);
      const [first = id] = line;
      if (first === id) return { owner: id, takenAt: now, since: now, waiters: line.slice(1) };
      return { owner: null, waiters: waiting ? line : [...line, id] };
    };
    return store.changeLock(scope, taken, known);
  };

  /**
   * Gives every scope up, and the places in line for them; not the scopes that have been asked for since: a step that is invoked again
   * comes late. What is `known` of one need not be read. `may`: asked of each as it was read, before it is given up.
   */
  async function release(
    { id, now }: Asker,
    scopes: readonly string[],
    known?: ReadonlyMap<string, LockItem>,
    may: (lock: LockItem) => Promise<boolean> = async () => true,
  ): Promise<void> {
    const released = async (lock: LockItem) => {
      const { owner, waiters, takenAt } = lock;
      const isOver = owner === id && (takenAt ?? 0) <= now;
      if (!isOver && !waiters.includes(id)) return undefined;
      return (await may(lock)) ? { owner: isOver ? null : owner, waiters: waiters.filter((waiter) => waiter !== id) } : undefined;
    };
    for (const scope of scopes) await store.changeLock(scope, released, known?.get(scope));
  }

  /** A scope that came to be wanted later may sort before one that is held: what sorts after it is given up, to be taken again. Gives those. */
  async function giveUpLater(asker: Asker, sorted: readonly string[], known: ReadonlyMap<string, LockItem>): Promise<readonly string[]> {
    const isHeld = (scope: string) => known.get(scope)?.owner === asker.id;
    const firstMissing = sorted.findIndex((scope) => !isHeld(scope));
    const later = firstMissing < 0 ? [] : sorted.slice(firstMissing).filter(isHeld);
    await release(asker, later, known);
    return later;
  }

  async function read(scopes: readonly string[]): Promise<ReadonlyMap<string, LockItem>> {
    return new Map(await Promise.all(scopes.map(async (scope) => [scope, await store.lock(scope)] as const)));
  }

  return {
    release,
    /** Takes every scope, or waits in line for the first that another has: then says where. What is `known` of the locks need not be read. */
    async acquire(
      asker: Asker,
      scopes: readonly string[],
      known?: ReadonlyMap<string, LockItem>,
    ): Promise<{ held: true } | ({ held: false } & PlaceInLine)> {
      const sorted = [...scopes].sort();
      const seen = known ?? (await read(sorted));
      const changed = await giveUpLater(asker, sorted, seen);
      for (const scope of sorted) {
        const { owner, waiters, since } = await take(asker, scope, changed.includes(scope) ? undefined : seen.get(scope));
        if (owner === asker.id) continue;
        const place = { scope, by: owner ?? (waiters[0] as string), ahead: waiters.indexOf(asker.id) };
        return { held: false, ...place, since: owner === null ? null : since };
      }
      return { held: true };
    },
  };
}
