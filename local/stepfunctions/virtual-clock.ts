import type { Clock, Timer } from '../clock.ts';

/** A clock that stands still until it is told to jump. */
export interface VirtualClock extends Clock {
  /** Jumps to the earliest timer and calls it; false when there is none. */
  jump(): boolean;
}

/** Starts at `start`, in epoch milliseconds. Timers of the same time are called in the order they were set. */
export function createVirtualClock(start: number): VirtualClock {
  let now = start;
  /** Earliest first; of the same time, in the order they were set. */
  const timers: { readonly time: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    at(time, callback): Timer {
      const timer = { time, callback };
      const after = timers.findIndex((other) => other.time > time);
      timers.splice(after < 0 ? timers.length : after, 0, timer);
      return {
        cancel: () => {
          const index = timers.indexOf(timer);
          if (index >= 0) timers.splice(index, 1);
        },
      };
    },
    jump() {
      const next = timers.shift();
      if (!next) return false;
      now = Math.max(now, next.time);
      next.callback();
      return true;
    },
  };
}
