import { type Association, isTerminal } from './association.ts';
import type { Start } from './executions.ts';
import type { PairItem, Store } from './store.ts';

/** When another association has the pair: refuse, or wait as the pair's next. */
export type WhenBusy = 'REFUSE' | 'NEXT';

export type Pairs = ReturnType<typeof createPairs>;

/** Who may have a pair, and who comes after. */
export function createPairs(store: Store, start: Start) {
  const active = async (id: string) => {
    const association = await store.record(id);
    return association && !isTerminal(association) ? association : undefined;
  };

  return {
    /** The association that the pair belongs to now; undefined when it is free. */
    async holderOf(pairKey: string): Promise<Association | undefined> {
      const { holder } = await store.pair(pairKey);
      return holder === null ? undefined : active(holder);
    },

    /** Makes the association the pair's holder, or its next, where that is allowed. Gives the pair as it is then. */
    claimPair: ({ id, pairKey, attempt: { at } }: Association, whenBusy: WhenBusy) =>
      store.changePair(pairKey, async (pair) => {
        if (pair.holder === id || pair.superseded.includes(id)) return undefined;
        const free = pair.holder === null || !(await active(pair.holder));
        if (free && (!pair.next || pair.next.id === id)) return { holder: id, next: null };
        if (pair.next?.id === id) return undefined;
        const { holder, next } = free && pair.next ? { holder: pair.next.id, next: null } : pair;
        if (whenBusy === 'REFUSE') return holder === pair.holder ? undefined : { holder, next };
        if (!next) return { holder, next: { id, at } };
        // The latest wish counts; of two of the same time, the one that came last.
        return next.at <= at
          ? { holder, next: { id, at }, superseded: [...pair.superseded, next.id] }
          : { holder, next, superseded: [...pair.superseded, id] };
      }),

    /** Gives the pair up for whoever is next. */
    releasePair: ({ id, pairKey }: Association) =>
      store.changePair(pairKey, (pair) => (pair.holder === id ? { holder: pair.next?.id ?? null, next: null } : undefined)),

    /** Starts what the pair says is due: its holder, and those that must learn that they are next no more. What is `known` need not be read. */
    async carryOn(pairKey: string, known: { pair?: PairItem | undefined; association?: Association } = {}): Promise<void> {
      const { holder, superseded } = known.pair ?? (await store.pair(pairKey));
      if (holder !== null) await startIfPending(holder === known.association?.id ? known.association : await store.record(holder));
      for (const earlier of superseded) await giveUp(earlier);
      if (superseded.length > 0) {
        await store.changePair(pairKey, (pair) => ({ superseded: pair.superseded.filter((earlier) => !superseded.includes(earlier)) }));
      }
    },
  };

  /** A superseded request ends as every other does: in a run of its own. */
  async function giveUp(id: string): Promise<void> {
    const association = await store.changeRecord(id, (record) =>
      record.cancel || isTerminal(record)
        ? undefined
        : {
            cancel: {
              at: record.requestedAt,
              actor: { type: 'LIAISON', id: 'accept' },
              reason: 'Superseded',
              message: 'A later request for the same pair took its place before it could begin.',
            },
          },
    );
    if (!isTerminal(association)) await start(association);
  }

  async function startIfPending(association: Association | undefined): Promise<void> {
    if (association?.state === 'PENDING') await start(association);
  }
}
