/** How long AWS takes, as a lognormal distribution: in seconds, or in parts of the median where that is 1. */
export interface Durations {
  readonly median: number;
  /** Standard deviation of the logarithm. */
  readonly spread: number;
}

/** The part that takes longer than `time`. */
export const survival = (time: number, { median, spread }: Durations): number =>
  time <= 0 ? 1 : 0.5 * complementaryError(Math.log(time / median) / (spread * Math.SQRT2));

export const mean = ({ median, spread }: Durations): number => median * Math.exp(spread ** 2 / 2);

/** So many durations, one out of each equal part of the distribution, the shortest first: the same every time, and as many short as long ones. */
export const stratified = ({ median, spread }: Durations, count: number): number[] =>
  Array.from({ length: count }, (_, index) => median * Math.exp(spread * normalQuantile((index + 0.5) / count)));

/** Chebyshev fit of erfc, relative error below 1.2e-7 (source: Numerical Recipes, section 6.2). */
function complementaryError(x: number): number {
  const t = 1 / (1 + Math.abs(x) / 2);
  const coefficients = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223,
  ];
  const positive = t * Math.exp(-(x ** 2) + coefficients.reduce((sum, coefficient) => sum * t + coefficient, 0));
  return x >= 0 ? positive : 2 - positive;
}

/** Where the standard normal distribution has come to that part: by halving, so that it agrees with {@link survival}. */
function normalQuantile(part: number): number {
  let [low, high] = [-9, 9];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (1 - 0.5 * complementaryError(middle / Math.SQRT2) < part) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
