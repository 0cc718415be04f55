import type { Association } from './association.ts';
import { isLeftover } from './leftover.ts';
import type { Store, UsualItem } from './store.ts';

/** How many past durations the usual one is taken from. */
const remembered = 21;

/** What it took from the call to the success; null for what made none, or sent it in an earlier attempt, which was not waited for all the time. */
export const secondsToSettle = (association: Association): number | null => {
  const { state, changed, intent, settledAt } = association;
  if (state !== 'SUCCEEDED' || !changed || !intent || settledAt === null || isLeftover(association)) return null;
  return (settledAt - intent.at) / 1_000;
};

/** What the ended association took counts, once, for what its kind usually takes. What is `known` need not be read. */
export async function remember(store: Store, association: Association, known?: UsualItem): Promise<void> {
  const { id, kind, desired } = association;
  const took = secondsToSettle(association);
  if (took === null) return;
  const seconds = Math.max(1, Math.round(took));
  const remembering = ({ successes }: UsualItem) =>
    successes.some((success) => success.id === id) ? undefined : { successes: [...successes, { id, seconds }].slice(-remembered) };
  await store.changeUsual({ kind, desired }, remembering, known);
}
