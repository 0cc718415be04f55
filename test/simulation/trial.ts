import { type Violation, violationsOf } from './invariants.ts';
import { type PlantName, plants } from './plants/index.ts';
import { emptyTally, sum, type Tally, tallyOf } from './tally.ts';
import type { FaultName } from './weather.ts';
import { live, type Options, origin } from './world.ts';

/** How seeds are lived through: plain data, so that it can be told to another thread. */
export interface Settings {
  readonly hot: boolean;
  /** Through the SDK's own clients, with everything they put on the wire. */
  readonly sdk: boolean;
  readonly tracing: boolean;
  /** The name of a part that is broken on purpose. */
  readonly plant: string | null;
  readonly without: readonly string[];
  /** Null: all. */
  readonly only: readonly number[] | null;
}

/** A seed in which something did not hold. */
export interface Found {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

/** A seed told line by line, with the hash of it. */
export interface Trace {
  readonly seed: number;
  readonly lines: readonly string[];
  readonly hash: string;
}

/** What living through some seeds came to. */
export interface Result {
  readonly tally: Tally;
  readonly found: readonly Found[];
  readonly traces: readonly Trace[];
}

/** So many seeds from one on. */
export interface Range {
  readonly from: number;
  readonly count: number;
}

/** What the settings mean to a world. */
export function optionsOf({ plant, without, only, ...settings }: Settings): Options {
  return {
    ...settings,
    ...(plant && { plant: plants[plant as PlantName]() }),
    without: new Set(without as FaultName[]),
    ...(only && { only: new Set(only) }),
  };
}

/** Lives through a range of seeds, one after the other, and checks every invariant after each. */
export async function tryRange({ from, count }: Range, settings: Settings): Promise<Result> {
  const [found, traces]: [Found[], Trace[]] = [[], []];
  let tally = emptyTally;
  for (let seed = from; seed < from + count; seed += 1) {
    const lived = await live(seed, optionsOf(settings));
    // A story goes on within one turn of the event loop: between two the machine sees to what else there is.
    await new Promise(setImmediate);
    const violations = violationsOf(lived);
    tally = sum(tally, tallyOf(lived, origin));
    if (violations.length > 0) found.push({ seed, violations });
    if (settings.tracing) traces.push({ seed, lines: lived.chronicle.lines, hash: lived.chronicle.hash() });
  }
  return { tally, found, traces };
}
