import { bestTimes, type Cost, costOf } from './bound.ts';

/** Durations that are as usual, and such as are a quarter of it. */
const spread = 0.6;
const [asUsual, quarter] = [
  { median: 1, spread },
  { median: 0.25, spread },
];

/** A schedule that is within a lag also where things take a quarter of what is usual, and what that costs where they do not. */
export interface Insured extends Cost {
  /** The lag where they take a quarter. */
  readonly atQuarter: number;
}

/**
 * The fewest looks that come to no more than that lag as usual, of all schedules that are not more than `most` behind at a quarter:
 * by the dynamic programming of the bound, with both cases in it. No schedule that goes by the usual duration alone can do with fewer.
 */
export function insured(lag: number, most: number): Insured {
  const perPrice = Array.from({ length: 40 }, (_, index) => 0.5 * 1.16 ** index).map((price) => leastAt(price, most));
  const enough = perPrice.filter((one) => one.lag <= lag);
  return enough.reduce((least, one) => (one.looks < least.looks ? one : least));
}

/** With the lag as usual at that price, the one at a quarter as dear as it must be. */
function leastAt(price: number, most: number): Insured {
  let [low, high] = [0.01, 1_000];
  let found = at(price, high);
  for (let step = 0; step < 10; step += 1) {
    const middle = Math.sqrt(low * high);
    const tried = at(price, middle);
    if (tried.atQuarter <= most) [high, found] = [middle, tried];
    else low = middle;
  }
  return found;
}

function at(price: number, priceAtQuarter: number): Insured {
  const times = bestTimes([
    { durations: asUsual, looks: 1, lag: price },
    { durations: quarter, looks: 0, lag: priceAtQuarter },
  ]);
  return { ...costOf(times, asUsual), atQuarter: costOf(times, quarter).lag };
}
