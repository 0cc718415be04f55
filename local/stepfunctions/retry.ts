import type { Random } from '../random.ts';
import { type Failure, matches } from './failure.ts';

/** One entry of a state's Retry, its defaults filled in. Source of the defaults: the Amazon States Language specification. */
export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly jitter: boolean;
}

/** One more attempt: by which retrier, how many it has made before. */
export interface Attempt {
  readonly retrier: Retrier;
  readonly index: number;
  readonly made: number;
}

/** The next attempt, if the first retrier that names this failure has one left; `attempts` counts by retrier. */
export function nextAttempt(retriers: readonly Retrier[], failure: Failure, attempts: readonly number[]): Attempt | undefined {
  const index = retriers.findIndex(({ errorEquals }) => matches(errorEquals, failure));
  const retrier = retriers[index];
  const made = attempts[index] ?? 0;
  return retrier && made < retrier.maxAttempts ? { retrier, index, made } : undefined;
}

/** Milliseconds to wait before the attempt. FULL jitter draws from zero to the whole delay. */
export function delayOf({ retrier, made }: Attempt, random: Random): number {
  const seconds = Math.min(retrier.intervalSeconds * retrier.backoffRate ** made, retrier.maxDelaySeconds);
  return Math.round((retrier.jitter ? seconds * random() : seconds) * 1000);
}
