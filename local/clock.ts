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
  /**
   * Keeps near the machine's own pace until the work is over: code runs no faster when the clock does, and time-outs must mean what
   * they say. It goes ahead of the work by a {@link leeway}.
   */
  keepPace(work: Promise<unknown>): void;
}

/**
 * How far the clock may run ahead of a work that is under way: as far as it comes at full speed in so many milliseconds of the machine,
 * and never more than so many of its own. What is due by then goes on beside the work. The most is less than what lies between the
 * time-outs of a function and of the Task that calls it, so that these still come in their order.
 */
const leeway = { machine: 0.5, most: 3_000 };

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
  /** What is under way, the oldest first: when it began, by the machine and by this clock. */
  const works = new Set<{ readonly machine: number; readonly world: number }>();
  const ahead = Math.min(leeway.machine * speed, leeway.most);
  let anchor = { machine: performance.now(), world: start };
  /** What is due is called at a time that stands still. */
  let standing = false;
  let handle: NodeJS.Timeout | undefined;

  function now(): number {
    if (standing) return anchor.world;
    const machine = performance.now();
    const atFullSpeed = anchor.world + (machine - anchor.machine) * speed;
    return Math.max(anchor.world, Math.min(atFullSpeed, latest(machine), timers[0]?.time ?? Infinity));
  }
  /** The latest time that it may show while the oldest work is under way. */
  function latest(machine: number): number {
    const [oldest] = works;
    return oldest ? oldest.world + ahead + (machine - oldest.machine) : Infinity;
  }
  /** Notes where the clock is, before what it goes by changes. */
  function note(): void {
    const world = now();
    anchor = { machine: performance.now(), world };
  }
  function begin(): () => void {
    note();
    const work = { ...anchor };
    works.add(work);
    arm();
    return () => {
      note();
      works.delete(work);
      arm();
    };
  }
  /** Milliseconds of the machine until the clock shows `time`, if nothing begins or ends meanwhile. */
  function until(time: number): number {
    const atFullSpeed = (time - now()) / speed;
    return Math.max(0, Math.ceil(Math.max(atFullSpeed, time - latest(performance.now()))));
  }
  function arm(): void {
    clearTimeout(handle);
    const [next] = timers;
    if (next) handle = setTimeout(call, Math.min(longestDelay, until(next.time)));
  }
  function call(): void {
    if (isDue()) easeOff(begin());
    while (isDue()) standStill(() => timers.shift()?.callback());
    arm();
  }
  function standStill(callback: () => void): void {
    note();
    standing = true;
    try {
      callback();
    } finally {
      note();
      standing = false;
    }
  }
  const isDue = () => timers[0] !== undefined && timers[0].time <= now();
  const easeOff = (end: () => void) => void setTimeout(end, grace).unref();
  return {
    now: () => Math.floor(now()),
    at(time, callback) {
      const timer = { time, callback };
      timers.splice(placeAfter(timers, time), 0, timer);
      if (timers[0] === timer) arm();
      return {
        cancel: () => {
          const index = timers.indexOf(timer);
          if (index < 0) return;
          // Read before it goes: it may be what the clock stands at.
          note();
          timers.splice(index, 1);
          if (index === 0) arm();
        },
      };
    },
    keepPace(work) {
      const end = begin();
      const settle = () => easeOff(end);
      work.then(settle, settle);
    },
  };
}

/** Where what is due at `time` goes among timers in order: after all of the same time. Thousands may wait, so it halves its way there. */
function placeAfter(timers: readonly { readonly time: number }[], time: number): number {
  let [from, to] = [0, timers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((timers[middle] as { readonly time: number }).time <= time) from = middle + 1;
    else to = middle;
  }
  return from;
}
