/** The one clock of the local world. Milliseconds since 1970, of the world's own time. */
export interface Clock {
  now(): number;
  /** Calls back once, when the clock shows `time` or later. */
  at(time: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** A clock that hurries through the waiting, and through nothing else. */
export interface WorldClock extends Clock {
  /** Keeps to the machine's own speed until the work is over: code runs no faster when the clock does, and time-outs must mean what they say. */
  keepPace(work: Promise<unknown>): void;
}

/** setTimeout keeps delays in 31 bits and fires longer ones at once. */
const longestDelay = 2 ** 31 - 1;

/** Milliseconds of the machine: what one step leads to begins within them, so the clock hurries on only after them. */
const grace = 4;

/**
 * A clock that starts at `start` and runs `speed` times faster than the machine's while the world only waits. It never shows a time
 * later than a timer that has not been called yet, however busy the machine is: what is due is called in order, each at its own time.
 */
export function createClock({ start = Date.now(), speed = 1 }: { start?: number; speed?: number } = {}): WorldClock {
  /** Earliest first; of the same time, in the order they were set. */
  const timers: { readonly time: number; readonly callback: () => void }[] = [];
  let anchor = { machine: performance.now(), world: start };
  let paced = 0;
  let handle: NodeJS.Timeout | undefined;

  const rate = () => (paced > 0 ? 1 : speed);
  function now(): number {
    const shown = anchor.world + (performance.now() - anchor.machine) * rate();
    return Math.min(shown, Math.max(anchor.world, timers[0]?.time ?? Infinity));
  }
  function turn(change: number): void {
    anchor = { machine: performance.now(), world: now() };
    paced += change;
    arm();
  }
  function arm(): void {
    clearTimeout(handle);
    const [next] = timers;
    if (next) handle = setTimeout(call, Math.min(longestDelay, Math.max(0, Math.ceil((next.time - now()) / rate()))));
  }
  function call(): void {
    if (isDue()) {
      turn(1);
      easeOff();
    }
    while (isDue()) {
      // The clock stands where that is due.
      anchor = { machine: performance.now(), world: now() };
      timers.shift()?.callback();
    }
    arm();
  }
  const isDue = () => timers[0] !== undefined && timers[0].time <= now();
  const easeOff = () => void setTimeout(() => turn(-1), grace).unref();
  return {
    now: () => Math.floor(now()),
    at(time, callback) {
      const timer = { time, callback };
      const after = timers.findIndex((other) => other.time > time);
      timers.splice(after < 0 ? timers.length : after, 0, timer);
      if (timers[0] === timer) arm();
      return {
        cancel: () => {
          const index = timers.indexOf(timer);
          if (index < 0) return;
          // Read before it goes: it may be what the clock stands at.
          anchor = { machine: performance.now(), world: now() };
          timers.splice(index, 1);
          if (index === 0) arm();
        },
      };
    },
    keepPace(work) {
      turn(1);
      work.then(easeOff, easeOff);
    },
  };
}
