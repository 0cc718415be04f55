/** The one clock of the local world. Milliseconds since 1970, of the world's own time. */
export interface Clock {
  now(): number;
  /** Calls back once, when the clock shows `time` or later. */
  at(time: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** setTimeout keeps delays in 31 bits and fires longer ones at once. */
const longestDelay = 2 ** 31 - 1;

/** A clock that starts at `start` and runs `speed` times faster than the machine's. */
export function createClock({ start = Date.now(), speed = 1 }: { start?: number; speed?: number } = {}): Clock {
  const origin = performance.now();
  const now = () => start + (performance.now() - origin) * speed;
  return {
    now: () => Math.floor(now()),
    at(time, callback) {
      let handle: NodeJS.Timeout;
      const arm = () => {
        const left = (time - now()) / speed;
        handle = left > longestDelay ? setTimeout(arm, longestDelay) : setTimeout(callback, Math.max(0, Math.ceil(left)));
      };
      arm();
      return { cancel: () => clearTimeout(handle) };
    },
  };
}
