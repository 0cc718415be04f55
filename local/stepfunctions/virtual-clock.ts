import type { Clock, Timer } from '../clock.ts';

/** A clock that stands still until it is told to jump. */
export interface VirtualClock extends Clock {
  /** Jumps to the earliest timer and calls it; false when there is none. */
  jump(): boolean;
}

/** Starts at `start`, in epoch milliseconds. Timers of the same time are called in the order they were set. */
export function createVirtualClock(start: number): VirtualClock {
  let now = start;
  let timers: { time: number; callback: () => void }[] = [];
  return {
    now: () => now,
    at(time, callback): Timer {
      const timer = { time, callback };
      timers.push(timer);
      return {
        cancel: () => {
          timers = timers.filter((other) => other !== timer);
        },
      };
    },
    jump() {
      const [next] = timers.toSorted((one, other) => one.time - other.time);
      if (!next) return false;
      timers = timers.filter((other) => other !== next);
      now = Math.max(now, next.time);
      next.callback();
      return true;
    },
  };
}
