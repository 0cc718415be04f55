import type { Association } from '../../src/association.ts';
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
      const items = recordsOf(lived).filter((record) => record.batch?.id === id);
      const firstEnd = ({ history }: Association) => history.find((line) => line.attempt === 1 && line.action === 'Settled');
      const canary = items.filter(({ batch }) => (batch?.index ?? 0) < limits.canary);
      const isCanaryWell = canary.length === limits.canary && canary.every((item) => firstEnd(item)?.to === 'SUCCEEDED');
      const rest = items.filter(({ batch }) => (batch?.index ?? 0) >= limits.canary);
      const tooSoon = limits.canary > 0 && !isCanaryWell && rest.length > 0 ? [`${id} went on without its canary.`] : [];
      const begins = items.map((item) => item.history[0]?.at ?? 0);
      const atOnce = begins.map(
        (at) => items.filter((item) => (item.history[0]?.at ?? 0) <= at && (firstEnd(item)?.at ?? at + 1) > at).length,
      );
      const tooMany = Math.max(0, ...atOnce) > limits.maxConcurrency ? [`${id} had ${Math.max(...atOnce)} items under way at once.`] : [];
      return [...tooSoon, ...tooMany];
    }),
} satisfies Record<string, Invariant>;
