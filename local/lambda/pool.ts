import type { Instance, Result } from './instance.ts';

/** The execution environments of one function: reused when idle, several when calls come at once, and never more than `maximum`. */
export interface Pool {
  run(requestId: string, payload: string, timeoutSeconds: number): Promise<Result>;
  /** Loads the function now, so that its first event need not wait for that. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** A pool that starts its environments by `start`, when they are needed. Calls beyond `maximum` wait in order. */
export function createPool(start: () => Instance, maximum: number): Pool {
  const all = new Set<Instance>();
  const waiting: (() => void)[] = [];
  let idle: Instance[] = [];
  let busy = 0;
  let closed = false;

  const startOne = () => {
    const instance = start();
    all.add(instance);
    return instance;
  };
  const take = () => {
    // One may have ended between two events, by a timer or a lost promise of its own.
    for (const dead of idle.filter((instance) => !instance.alive())) all.delete(dead);
    idle = idle.filter((instance) => instance.alive());
    return idle.pop() ?? startOne();
  };
  const giveBack = (instance: Instance) => {
    if (instance.alive()) idle.push(instance);
    else all.delete(instance);
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  };

  return {
    async run(requestId, payload, timeoutSeconds) {
      // A call that ends hands its place on, so busy is not counted twice.
      if (busy >= maximum) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      // Whoever waited for a place is turned away: a worker started now would be nobody's to end.
      const instance = closed ? undefined : take();
      if (!instance) throw new Error('The functions are closed');
      try {
        return await instance.run(requestId, payload, timeoutSeconds);
      } finally {
        giveBack(instance);
      }
    },
    async warm() {
      if (closed) return;
      const instance = take();
      idle.push(instance);
      await instance.ready;
    },
    async close() {
      closed = true;
      await Promise.all([...all].map((instance) => instance.close()));
    },
  };
}
