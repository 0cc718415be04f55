import type { Instance, Result } from './instance.ts';

/** The execution environments of one function: reused when idle, and several when calls come at once. */
export interface Pool {
  run(requestId: string, payload: string, timeoutSeconds: number): Promise<Result>;
  /** Loads the function now, so that its first event need not wait for that. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** How many environments there may be, and for how long. Times are milliseconds of the machine. */
export interface PoolLimits {
  /** Calls that run at once, beside those that have been running for `longAfter`: they wait for something rather than work. */
  readonly working: number;
  readonly longAfter: number;
  /** Calls that run at once, whatever they do. */
  readonly most: number;
  /** A call waits that long for an environment that is there before another one is started for it. */
  readonly patience: number;
  /** An environment that had nothing to do for that long is ended. */
  readonly idleFor: number;
}

/** A call in line. */
interface Waiting {
  readonly resolve: (instance: Instance) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
  patient: boolean;
}

/** A pool that starts its environments by `start`, when they are needed. Calls beyond the limits wait in order. */
export function createPool(start: () => Instance, { working, longAfter, most, patience, idleFor }: PoolLimits): Pool {
  const all = new Set<Instance>();
  const line: Waiting[] = [];
  /** The one used last is last, with the timer that will end it. */
  const idle: { readonly instance: Instance; readonly timer: NodeJS.Timeout }[] = [];
  const counts = { running: 0, working: 0 };
  let closed = false;

  const startOne = () => {
    const instance = start();
    all.add(instance);
    return instance;
  };
  const take = () => {
    for (let last = idle.pop(); last; last = idle.pop()) {
      clearTimeout(last.timer);
      // One may have ended between two events, by a timer or a lost promise of its own.
      if (last.instance.alive()) return last.instance;
      all.delete(last.instance);
    }
    return startOne();
  };
  const rest = (instance: Instance) => {
    if (instance.alive()) idle.push({ instance, timer: setTimeout(() => retire(instance), idleFor).unref() });
    else all.delete(instance);
    admit();
  };
  const retire = (instance: Instance) => {
    const at = idle.findIndex((one) => one.instance === instance);
    if (at < 0) return;
    idle.splice(at, 1);
    all.delete(instance);
    void instance.close();
  };
  const hasPlace = () => counts.working < working && counts.running < most;
  const hasEnvironment = ({ patient }: Waiting) => idle.length > 0 || all.size === 0 || !patient;
  const admit = () => {
    for (let [first] = line; first && hasPlace() && hasEnvironment(first); [first] = line) {
      line.shift();
      clearTimeout(first.timer);
      counts.running += 1;
      counts.working += 1;
      first.resolve(take());
    }
  };
  /** Takes a place, as a call that works, and an environment. */
  const enter = () =>
    new Promise<Instance>((resolve, reject) => {
      // A worker started when all are closed would be nobody's to end.
      if (closed) throw closedError();
      const loseIt = () => {
        waiting.patient = false;
        admit();
      };
      const waiting: Waiting = { resolve, reject, timer: setTimeout(loseIt, patience).unref(), patient: true };
      line.push(waiting);
      admit();
    });
  /** Counts a call as one that works until it has been running for long; gives what frees its place. */
  const watch = () => {
    let works = true;
    const stopWorking = () => {
      counts.working -= works ? 1 : 0;
      works = false;
      admit();
    };
    let timer: NodeJS.Timeout | undefined;
    return {
      begin: () => {
        timer = setTimeout(stopWorking, longAfter).unref();
      },
      leave: () => {
        clearTimeout(timer);
        counts.running -= 1;
        stopWorking();
      },
    };
  };

  return {
    async run(requestId, payload, timeoutSeconds) {
      const instance = await enter();
      const place = watch();
      try {
        // Loading takes long where many load at once, and is work.
        void instance.ready.then(place.begin);
        return await instance.run(requestId, payload, timeoutSeconds);
      } finally {
        rest(instance);
        place.leave();
      }
    },
    async warm() {
      if (closed) return;
      const instance = take();
      rest(instance);
      await instance.ready;
    },
    async close() {
      closed = true;
      for (const { timer } of idle) clearTimeout(timer);
      for (const { timer, reject } of line.splice(0)) {
        clearTimeout(timer);
        reject(closedError());
      }
      await Promise.all([...all].map((instance) => instance.close()));
    },
  };
}

const closedError = () => new Error('The functions are closed');
