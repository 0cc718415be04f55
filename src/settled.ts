import { type Association, isUnclear } from './association.ts';
import type { Intent } from './kinds/kind.ts';
import type { PairItem, Store } from './store.ts';

/** The key of the pair item that says who settled last what this association is about: of a rival where one pair ends another. */
export const settledKeyOf = ({ rivalKey, pairKey }: Pick<Association, 'rivalKey' | 'pairKey'>): string => rivalKey ?? pairKey;

/** Notes what the ended association means for what ought to be so in AWS, before anybody else changes the same there. */
export const noteEnding = (store: Store, association: Association): Promise<PairItem> =>
  store.changePair(settledKeyOf(association), (pair) => notedOf(association, pair));

/**
 * Whether what the association brought about ought to be so now. SUPERSEDED: a later one, or nobody knows what, came after it.
 * CHANGING: another is at work there.
 */
export async function standingOf(store: Store, association: Association): Promise<'CURRENT' | 'SUPERSEDED' | 'CHANGING'> {
  const { id, rivalKey } = association;
  const { pair, locks } = await store.belongings(association);
  const { settled } = rivalKey === null ? pair : await store.pair(rivalKey);
  if (settled?.id !== id) return 'SUPERSEDED';
  const isBusy = pair.holder !== null || [...locks.values()].some(({ owner }) => owner !== null);
  return isBusy ? 'CHANGING' : 'CURRENT';
}

/** The change that notes of the ended association when it may have changed something last, and what it means for what ought to be so. */
export function notedOf(association: Association, pair: PairItem): Partial<PairItem> | undefined {
  const { lastCallAt } = association;
  const changed = lastCallAt !== null && lastCallAt > (pair.changedAt ?? 0) ? { changedAt: lastCallAt } : undefined;
  const settled = settledBy(association, pair);
  return changed || settled ? { ...changed, ...settled } : undefined;
}

/** What the ended association means for what ought to be so in AWS; nothing where it left that as it was. */
function settledBy(association: Association, { settled }: PairItem): Pick<PairItem, 'settled'> | undefined {
  const { id, state, sideEffects, settledAt, changed } = association;
  const at = settledAt ?? 0;
  // Whoever repeats this may come late.
  if (settled && (settled.at > at || (settled.at === at && settled.id === id))) return undefined;
  if (isUnclear(sideEffects)) return mayHaveChanged(association) ? { settled: { id, at, maker: null, isUnclear: true } } : undefined;
  // That it is so already does not make somebody else's work one's own.
  return state === 'SUCCEEDED' ? { settled: { id, at, maker: changed ? id : (settled?.maker ?? null) } } : undefined;
}

/** Whether its last attempt may have changed something in AWS: of what it only found, from an earlier one, others may know more by now. */
const mayHaveChanged = (association: Association) =>
  isOf(association, association.removed) ||
  isOf(association, association.intent) ||
  (association.undoIntent !== null && association.intent !== null);

const isOf = ({ attempt }: Association, intent: Intent | null) => intent !== null && intent.run >= attempt.firstRun;
