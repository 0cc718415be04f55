import type { Clock } from '../../../local/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Moves on by so many seconds, calling back in order what falls due. Callbacks' own work is not waited for. */
  advance(seconds: number): void;
}

export function createManualClock(start = Date.parse('2030-01-01T00:00:00Z')): ManualClock {
  let now = start;
  let alarms: { time: number; callback: () => void }[] = [];
  return {
    now: () => now,
    at(time, callback) {
      const alarm = { time, callback };
      alarms.push(alarm);
      return {
        cancel() {
          alarms = alarms.filter((other) => other !== alarm);
        },
      };
    },
    advance(seconds) {
      const end = now + seconds * 1000;
      for (;;) {
        const [next] = alarms.filter(({ time }) => time <= end).sort((one, other) => one.time - other.time);
        if (!next) break;
        alarms = alarms.filter((other) => other !== next);
        now = Math.max(now, next.time);
        next.callback();
      }
      now = end;
    },
  };
}

/** Waits, in real time but not long, until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 3000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`It did not come to that: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
