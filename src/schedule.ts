import { unseenFor } from './kinds/kind.ts';

/** Seconds until lists show what a call did that went out at that time (epoch milliseconds); 0 once they do, and where none went out. */
export const secondsUnseen = (calledAt: number | null, now: number): number =>
  calledAt === null ? 0 : Math.max(0, Math.ceil((calledAt + unseenFor - now) / 1_000));

/** How long what AWS accepted, or may have, can stay unseen before it counts as never made, or as without effect. Seconds. */
export const absentFor = 600;

/** Nobody in line sleeps longer for those who are ahead than this part of the time that is left, or `mostOfUsual`: they may need no time at all. */
const longestSleep = 1 / 12;

/**
 * Seconds until somebody in line looks whether it is their turn, as `secondsUntilNextLook` with `elapsed` since whoever has what is waited for took
 * it: a turn that is over is noticed as soon however long the line was. Each of those `ahead` has yet to begin, and then to get through.
 */
export function secondsUntilTurn({ ahead, ...waiting }: Waiting & { readonly ahead: number }): number {
  const left = waiting.bound - waiting.elapsed;
  const sleep = Math.min(ahead * learned.first * waiting.usual, Math.max(mostOfUsual * waiting.usual, longestSleep * left));
  return Math.max(1, Math.min(Math.ceil(left), secondsUntilNextLook(waiting) + Math.floor(sleep)));
}

/** What a wait is computed from. Seconds. */
export interface Waiting {
  /** Since the call that is waited for, or since the waiting began. */
  readonly elapsed: number;
  /** What it takes as a rule: the median of past successes, or the kind's default. */
  readonly usual: number;
  /** That `usual` is nobody's experience yet: it may be far off, either way. */
  readonly guessed?: boolean;
  /** After this nothing is waited for any more. */
  readonly bound: number;
  /** What AWS asked to wait at the least, where it did. */
  readonly asked?: number | null;
}

/** When to look, in parts of `usual` (first, step) and of the time that has passed (share). */
interface Shape {
  /** The first look. */
  readonly first: number;
  /** From one look to the next, at the least. */
  readonly step: number;
  /** And no less than this part of the time passed: what is overdue is looked at ever more seldom, and never found much too late. */
  readonly share: number;
}

/**
 * With these numbers, looks and lag are near the least that is possible for durations spread as AWS's are,
 * and stay bounded when `usual` is wrong. `npm run bench:polling` measures both.
 */
const learned: Shape = { first: 0.75, step: 0.3, share: 0.22 };

/** It may be through long before, or long after: looks from early on, at distances that grow with time. */
const unlearned: Shape = { first: 0.2, step: 0, share: 0.45 };

/** No step is longer than this part of the bound, or than so many times what is usual: a long bound hides no ending for long. */
const [longestStep, mostOfUsual] = [1 / 28, 2.5];

/** Nor shorter than this part: a bound of seven days is waited out within 60 looks. */
const shortestStep = 1 / 10_000;

/**
 * Seconds until the next look, whole and at least 1, never past the bound (but for that 1).
 * It depends on nothing but its arguments, so a resumed run goes on with the same looks. What AWS asks for can only
 * lengthen a wait: a service that keeps asking for a second must not be called every second until the bound.
 */
export function secondsUntilNextLook({ elapsed: since, usual, guessed = false, bound, asked }: Waiting): number {
  // Clocks differ: what is said to begin later than now begins now. Past the bound nothing is waited for.
  const elapsed = Math.min(Math.max(0, since), bound);
  const { first, step, share } = guessed ? unlearned : learned;
  const shortest = Math.max(1, step * usual, shortestStep * bound);
  const longest = Math.max(shortest, longestStep * bound, mostOfUsual * usual);
  let look = Math.min(first * usual, bound);
  while (look <= elapsed) look += Math.min(Math.max(shortest, share * look), longest);
  return Math.max(1, Math.ceil(Math.min(Math.max(look, elapsed + (asked ?? 0)), bound) - elapsed));
}
