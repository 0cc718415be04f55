/** What a wait is computed from. Seconds. */
export interface Waiting {
  /** Since the call that is waited for, or since the waiting began. */
  readonly elapsed: number;
  /** What it takes as a rule: the median of past successes, or the kind's default. */
  readonly usual: number;
  /** After this nothing is waited for any more. */
  readonly bound: number;
  /** What AWS asked to wait at the least, where it did. */
  readonly asked?: number | null;
}

/**
 * When to look: the first time when most are nearly through, then at growing distances.
 * With these three numbers the looks and the lag are near the least that is possible for
 * durations spread as AWS's are, and stay bounded when `usual` is wrong.
 */
const firstLook = 0.62;
const firstStep = 0.17;
const growth = 1.25;

/** No step is longer than this part of the bound: a wrong `usual` cannot hide an ending for long. */
const longestStep = 1 / 40;

/** Nor shorter than this part: a bound of seven days is waited out within 66 looks. */
const shortestStep = 1 / 25_000;

/**
 * Seconds until the next look, whole and at least 1, never past the bound (but for that 1).
 * It depends on nothing but its arguments, so a resumed run goes on with the same looks. What AWS asks for can only
 * lengthen a wait: a service that keeps asking for a second must not be called every second until the bound.
 */
export function secondsUntilNextLook({ elapsed: since, usual, bound, asked }: Waiting): number {
  // Clocks differ: what is said to begin later than now begins now.
  const elapsed = Math.max(0, since);
  const cap = Math.max(1, bound * longestStep);
  let look = Math.min(firstLook * usual, bound);
  let step = Math.max(1, Math.min(Math.max(firstStep * usual, shortestStep * bound), cap));
  while (look <= elapsed && look < bound) {
    if (step >= cap) {
      look += cap * Math.max(1, Math.ceil((elapsed - look) / cap));
    } else {
      look += step;
      step = Math.min(step * growth, cap);
    }
  }
  return Math.max(1, Math.ceil(Math.min(Math.max(look, elapsed + (asked ?? 0)), bound) - elapsed));
}
