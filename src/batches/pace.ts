import type { Association } from '../association.ts';
import { secondsUntilNextLook } from '../schedule.ts';
import { type Batch, failedCount, notBegunOf, sizeOf } from './batch.ts';

/** Why nothing further is admitted. */
export type Stop = 'Cancelled' | 'CanaryFailed' | 'StoppedAfterFailures';

type Paced = Pick<Batch, 'limits' | 'cursor' | 'running' | 'ended' | 'todo' | 'total' | 'cancel'>;

/** Why nothing further is admitted; null while more may be. */
export function stopOf(batch: Paced): Stop | null {
  const { cancel, cursor, limits } = batch;
  const failed = failedCount(batch);
  if (notBegunOf(batch) === 0) return null;
  if (cancel) return 'Cancelled';
  if (limits.canary > 0 && cursor <= limits.canary && failed > 0) return 'CanaryFailed';
  return limits.stopAfterFailures !== null && failed >= limits.stopAfterFailures ? 'StoppedAfterFailures' : null;
}

/** How many items may be begun now. */
export function roomIn(batch: Paced): number {
  if (stopOf(batch) !== null) return 0;
  const { cursor, running, limits } = batch;
  return Math.max(0, Math.min(limits.maxConcurrency - running.length, mayReach(batch) - cursor));
}

/** How far the cursor may go: not past the canary before all of it has ended. */
function mayReach(batch: Paced): number {
  const { canary } = batch.limits;
  const isCanaryOut = batch.cursor < canary || (batch.cursor === canary && batch.running.length > 0);
  return isCanaryOut ? Math.min(canary, sizeOf(batch)) : sizeOf(batch);
}

/** Nothing runs, and nothing more will. */
export const isOver = (batch: Paced): boolean => batch.running.length === 0 && (batch.cursor === sizeOf(batch) || stopOf(batch) !== null);

/** Endings less than this part of what is usual apart are seen by one look. */
const coarseness = 1 / 10;

/** No wait is longer, so that what people do (cancel, approve) shows. Seconds. */
const longestWait = 300;

/** Seconds until the next look: when the first of what runs may have ended, whole and from 1 to 300. */
export function secondsUntilLook(running: readonly Association[], now: number): number {
  if (running.length === 0) return 1;
  const soonest = Math.min(...running.map((association) => secondsUntilEnd(association, now)));
  const least = Math.ceil(Math.min(...running.map(({ usualSeconds }) => usualSeconds)) * coarseness);
  return Math.min(longestWait, Math.max(soonest, least, 1));
}

function secondsUntilEnd({ attempt, usualSeconds, deadlineAt }: Association, now: number): number {
  // Past its bound a schedule has no more looks to give.
  if (now >= deadlineAt) return longestWait;
  return secondsUntilNextLook({
    elapsed: (now - attempt.at) / 1_000,
    usual: usualSeconds,
    bound: Math.max(1, (deadlineAt - attempt.at) / 1_000),
  });
}
