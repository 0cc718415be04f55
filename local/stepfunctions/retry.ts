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

/** The retrier that takes this failure, if the first that names it has attempts left; `attempts` counts by retrier. */
export function retrierFor(retriers: readonly Retrier[], failure: Failure, attempts: readonly number[]): number | undefined {
  const index = retriers.findIndex(({ errorEquals }) => matches(errorEquals, failure));
  const retrier = retriers[index];
  return retrier && (attempts[index] ?? 0) < retrier.maxAttempts ? index : undefined;
}

/** Milliseconds to wait before the attempt after `made` retries by the same retrier. FULL jitter draws from zero to the whole delay. */
export function delayOf(retrier: Retrier, made: number, random: Random): number {
  const seconds = Math.min(retrier.intervalSeconds * retrier.backoffRate ** made, retrier.maxDelaySeconds);
  return Math.round((retrier.jitter ? seconds * random() : seconds) * 1000);
}
