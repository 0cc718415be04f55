import { type Association, isTerminal } from './association.ts';
import type { Start } from './executions.ts';
import type { Desired } from './kinds/kind.ts';
import { notedOf, noteEnding } from './settled.ts';
import type { PairItem, Store } from './store.ts';
import { noted } from './transition.ts';

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
    /** The pair, and the association that it belongs to now; that is undefined when it is free. What is `known` need not be read. */
    async look(pairKey: string, known?: PairItem): Promise<{ pair: PairItem; holder: Association | undefined }> {
      const pair = known ?? (await store.pair(pairKey));
      return { pair, holder: pair.holder === null ? undefined : await active(pair.holder) };
    },

    /** Makes the association the pair's holder, or its next, where that is allowed. Gives the pair as it is then. What is `known` need not be read. */
    claimPair: ({ id, pairKey, desired, attempt: { at, number } }: Association, whenBusy: WhenBusy, known?: PairItem) => {
      const claimed = async (pair: PairItem) => {
        if (pair.superseded.includes(id)) return undefined;
        // Written again for another attempt: whoever was just claiming the pair of one that had ended is refused.
        if (pair.holder === id) return number > 1 ? { holder: id } : undefined;
        const next = pair.next && (pair.next.id === id || (await active(pair.next.id))) ? pair.next : null;
        const holder = pair.holder === null ? undefined : await active(pair.holder);
        const free = holder === undefined;
        if (free && (!next || next.id === id)) return { holder: id, next: null };
        if (next?.id === id) return undefined;
        const moved = free && next ? { holder: next.id, next: null } : { holder: pair.holder, next };
        if (whenBusy === 'REFUSE') return moved.next === pair.next ? undefined : moved;
        if (holder && isOvertaken({ desired, at }, holder)) return { ...moved, superseded: [...pair.superseded, id] };
        if (!moved.next) return { ...moved, next: { id, at } };
        // The latest wish counts; of two of the same time, the one that came last.
        return moved.next.at <= at
          ? { ...moved, next: { id, at }, superseded: [...pair.superseded, moved.next.id] }
          : { ...moved, superseded: [...pair.superseded, id] };
      };
      return store.changePair(pairKey, claimed, known);
    },

    /**
     * Gives the pair up for whoever is next, or the place as its next, and notes what is so now. `may`: asked of it as it was read, before
     * it is given up. What is `known` need not be read.
     */
    async releasePair(
      association: Association,
      known?: PairItem,
      may: (pair: PairItem) => Promise<boolean> = async () => true,
    ): Promise<PairItem> {
      const { pairKey, rivalKey } = association;
      if (rivalKey !== null) await noteEnding(store, association);
      const change = async (pair: PairItem) => {
        const given = releasing(association, pair);
        const released = given && (await may(pair)) ? given : undefined;
        const settled = rivalKey === null ? notedOf(association, pair) : undefined;
        return released || settled ? { ...released, ...settled } : undefined;
      };
      return store.changePair(pairKey, change, known);
    },

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
            cancel: { at: record.requestedAt, actor: { type: 'LIAISON', id: 'accept' }, ...superseded },
            ...noted(record, { at: record.requestedAt, actor: { type: 'LIAISON', id: 'accept' }, action: superseded.reason }),
          },
    );
    if (!isTerminal(association)) await start(association);
  }

  async function startIfPending(association: Association | undefined): Promise<void> {
    if (association?.state === 'PENDING') await start(association);
  }
}

/**
 * Whether a wish comes late: who has the pair now is of a later one, and of another relation. Events say their time in whole seconds, so that of one
 * second nobody knows which is the later.
 */
const isOvertaken = ({ desired, at }: { readonly desired: Desired; readonly at: number }, holder: Association): boolean =>
  holder.cancel === null && holder.desired !== desired && Math.floor(holder.attempt.at / 1_000) * 1_000 > at;

/** The change that gives up what the association has of the pair. */
function releasing({ id }: Association, pair: PairItem): Partial<PairItem> | undefined {
  if (pair.holder === id) return { holder: pair.next?.id ?? null, next: null };
  return pair.next?.id === id ? { next: null } : undefined;
}

const superseded = {
  reason: 'Superseded',
  message: 'A later request for the same pair took its place before it could begin.',
};
