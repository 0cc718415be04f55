import { allTransitions } from './transitions.ts';
import { faultNames } from './weather.ts';
import type { Lived } from './world.ts';

/** What many seeds came to, counted. */
export interface Tally {
  readonly seeds: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly transitions: ReadonlyMap<string, number>;
  readonly endings: ReadonlyMap<string, number>;
  readonly deeds: ReadonlyMap<string, number>;
  /** Most events of one execution. */
  readonly longest: number;
  /** Milliseconds of virtual time lived through. */
  readonly lived: number;
  add(lived: Lived, from: number): void;
  /** Everything that was never met. */
  missing(): string[];
}

/** An empty tally that knows what there is to be met. */
export function createTally(): Tally {
  const zeros = (names: readonly string[]) => new Map(names.map((name) => [name, 0]));
  const [faults, transitions] = [zeros(faultNames), zeros(allTransitions)];
  const [endings, deeds] = [new Map<string, number>(), new Map<string, number>()];
  const totals = { seeds: 0, longest: 0, lived: 0 };
  const addTo = (map: Map<string, number>, name: string, count = 1) => void map.set(name, (map.get(name) ?? 0) + count);
  return {
    faults,
    transitions,
    endings,
    deeds,
    get seeds() {
      return totals.seeds;
    },
    get longest() {
      return totals.longest;
    },
    get lived() {
      return totals.lived;
    },
    add({ chronicle, weather, now }, from) {
      totals.seeds += 1;
      totals.lived += now - from;
      for (const { events } of chronicle.executions.values()) totals.longest = Math.max(totals.longest, events);
      for (const [fault, count] of weather.met) addTo(faults, fault, count);
      for (const [transition, count] of chronicle.transitions) addTo(transitions, transition, count);
      for (const [deed, count] of chronicle.deeds) addTo(deeds, deed, count);
      for (const { state, sideEffects } of chronicle.ends) addTo(endings, `${state} ${sideEffects}`);
    },
    missing: () => [...faults, ...transitions].flatMap(([name, count]) => (count === 0 ? [name] : [])),
  };
}
