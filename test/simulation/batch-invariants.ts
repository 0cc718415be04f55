import { sizeOf } from '../../src/batches/batch.ts';
import type { Invariant } from './invariants.ts';
import { batchesOf, recordsOf } from './remains.ts';

/** What must hold of batches after every seed. */
export const batchInvariants = {
  'a batch ends once in each attempt, and says what became of its items': (lived) => {
    const seen = new Set<string>();
    return lived.chronicle.batchEnds.flatMap((batch) => {
      const { id, state, attempt, running } = batch;
      const name = `${id} attempt ${attempt.number}`;
      const problems = seen.has(name) ? [`${name} ended again, ${state}.`] : [];
      seen.add(name);
      const died = batch.endReason === 'RunDied';
      if (!died && running.length > 0) problems.push(`${name} ended ${state} while ${running.length} of its items were under way.`);
      const counted = Object.values(batch.ended).reduce((sum, count) => sum + count, 0);
      const succeeded = batch.total - sizeOf(batch);
      if (!died && counted !== batch.cursor + succeeded) problems.push(`${name} admitted ${batch.cursor} items and counts ${counted}.`);
      const isAll = counted === batch.total && batch.ended.SUCCEEDED === batch.total;
      if ((state === 'SUCCEEDED') !== isAll) problems.push(`${name} ended ${state} with ${JSON.stringify(batch.ended)} of ${batch.total}.`);
      return problems;
    });
  },

  'a batch keeps its limits': (lived) =>
    batchesOf(lived).flatMap(({ id, limits, attempt }) => {
      // What people retry by hand is beyond a batch's limits.
      if (attempt.number > 1) return [];
      const { begins, ends } = lived.chronicle;
      const items = recordsOf(lived)
        .filter(({ batch }) => batch?.id === id)
        .map((item) => ({
          index: item.batch?.index ?? 0,
          begins: begins.get(item.id) ?? 0,
          ends: ends.filter((end) => end.id === item.id).map(({ at, state }) => ({ at, state })),
        }));
      const rest = items.filter(({ index }) => index >= limits.canary);
      const restBegins = Math.min(...rest.map((item) => item.begins));
      const isWell = ({ ends: told }: (typeof items)[number]) => told.some(({ at, state }) => state === 'SUCCEEDED' && at <= restBegins);
      const isTooSoon = rest.length > 0 && items.filter((item) => item.index < limits.canary && isWell(item)).length < limits.canary;
      const under = (at: number) => items.filter((item) => item.begins <= at && (item.ends[0]?.at ?? at + 1) > at).length;
      const most = Math.max(0, ...items.map((item) => under(item.begins)));
      return [
        ...(isTooSoon ? [`${id} went on without its canary.`] : []),
        ...(most > limits.maxConcurrency ? [`${id} had ${most} items under way at once.`] : []),
      ];
    }),
} satisfies Record<string, Invariant>;
