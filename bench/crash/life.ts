import { type Opened, startWorld, type WorldProcess, type WorldProcessOptions } from './process.ts';

/** One world after another on the same state directory: what its clients know is an address that is there at times. */
export interface Life {
  /** Where it is now, as soon as it is anywhere. */
  address(): Promise<Opened>;
  /** Starts the next process. */
  begin(): void;
  /** kill -9; says whether it had opened by then. */
  kill(): Promise<boolean>;
  /** Asks the last one to stop, and gives its exit code. */
  stop(): Promise<number | null>;
  /** Processes that ended by themselves, and whatever any of them complained of. */
  readonly complaints: readonly string[];
  /** Milliseconds from the start of each process that opened until it had. */
  readonly startTimes: readonly number[];
}

export function createLife(options: WorldProcessOptions): Life {
  let address = Promise.withResolvers<Opened>();
  let current: WorldProcess | undefined;
  /** Whether this process is to end now. */
  let ending = false;
  let isOpen = false;
  const complaints: string[] = [];
  const startTimes: number[] = [];

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    ending = true;
    if (isOpen) address = Promise.withResolvers<Opened>();
    const ended = await current?.end(signal);
    current = undefined;
    return ended?.code ?? null;
  }

  return {
    address: () => address.promise,
    begin() {
      const began = performance.now();
      const world = startWorld(options);
      [current, ending, isOpen] = [world, false, false];
      void world.opened.then((opened) => {
        if (current !== world || ending) return;
        isOpen = true;
        startTimes.push(performance.now() - began);
        address.resolve(opened);
      });
      void world.ended.then(({ code, signal, complaints: lines }) => {
        complaints.push(...lines);
        if (!ending || current !== world) complaints.push(`Process ${world.pid} ended by itself: code ${code}, signal ${signal}.`);
      });
    },
    async kill() {
      const was = isOpen;
      await end('SIGKILL');
      return was;
    },
    stop: () => end('SIGTERM'),
    complaints,
    startTimes,
  };
}
