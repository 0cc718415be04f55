import { type Durations, mean, survival } from './durations.ts';

/** What may turn out to be so, and how much the looks and the lag then count. */
export interface Case {
  readonly durations: Durations;
  readonly looks: number;
  readonly lag: number;
}

/** What a schedule comes to: looks until it is found through, and the lag in parts of the mean duration. */
export interface Cost {
  readonly looks: number;
  readonly lag: number;
}

/** How fine time is divided: over so many points, from and to these times (the median is 1). */
const [points, earliest, latest] = [1_200, Math.exp(-5), Math.exp(5.5)];
const times = [0, ...Array.from({ length: points + 1 }, (_, index) => earliest * (latest / earliest) ** (index / points))];

/**
 * The times to look at that cost least, of all schedules that learn nothing from a look but "not yet": by dynamic programming from
 * the end. From a time that it has come to, the cost is one look and the lag until then, and the least from there on.
 */
export function bestTimes(cases: readonly Case[]): number[] {
  const reached = times.map((time) => cases.map(({ durations }) => survival(time, durations)));
  const weighted = (weight: (one: Case) => number) =>
    reached.map((parts) => cases.reduce((sum, one, index) => sum + weight(one) * (parts[index] as number), 0));
  const looking = weighted(({ looks }) => looks);
  const waiting = weighted(({ lag, durations }) => lag / mean(durations));
  const least = new Float64Array(times.length);
  const next = new Int32Array(times.length);
  for (let from = times.length - 2; from >= 0; from -= 1) {
    least[from] = Infinity;
    for (let to = from + 1; to < times.length; to += 1) {
      const until = at(looking, from) + at(waiting, from) * (at(times, to) - at(times, from));
      if (until > at(least, from)) break;
      if (until + at(least, to) >= at(least, from)) continue;
      least[from] = until + at(least, to);
      next[from] = to;
    }
  }
  const best: number[] = [];
  for (let index = at(next, 0); ; index = at(next, index)) {
    best.push(at(times, index));
    if (index >= times.length - 1) return best;
  }
}

const at = (list: ArrayLike<number>, index: number) => list[index] as number;

/** What looking at those times costs, exactly. */
export function costOf(looksAt: readonly number[], durations: Durations): Cost {
  let [looks, end, before] = [0, 0, 0];
  for (const time of looksAt) {
    const left = survival(before, durations);
    looks += left;
    end += (time - before) * left;
    before = time;
  }
  return { looks, lag: end / mean(durations) - 1 };
}

/** The mean over spreads that are equally likely. */
export const meanCost = (costs: readonly Cost[]): Cost => ({
  looks: costs.reduce((sum, { looks }) => sum + looks, 0) / costs.length,
  lag: costs.reduce((sum, { lag }) => sum + lag, 0) / costs.length,
});

/** The fewest looks possible at a lag, for one who knows the median and that the spread is one of these. */
export function createBound(spreads: readonly number[]): (lag: number) => number {
  const all = spreads.map((spread) => ({ median: 1, spread }));
  const frontier: Cost[] = [];
  for (let price = 0.5; price < 400; price *= 1.12) {
    const best = bestTimes(all.map((durations) => ({ durations, looks: 1, lag: price })));
    frontier.push(meanCost(all.map((durations) => costOf(best, durations))));
  }
  return (lag) => {
    const after = frontier.findIndex((cost) => cost.lag <= lag);
    const [one, other] = [frontier[after - 1], frontier[after]];
    if (!one || !other) throw new Error(`The bound was not computed for a lag of ${lag}.`);
    return other.looks + ((one.looks - other.looks) * (lag - other.lag)) / (one.lag - other.lag || 1);
  };
}
