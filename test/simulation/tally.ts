import { waysOf } from '../statemachines/ways.ts';
import { faultNames } from './weather.ts';
import { definitions } from './workflow.ts';
import type { Lived } from './world.ts';

type Counts = ReadonlyMap<string, number>;

/** What seeds came to, counted. Plain data, so that it can be told from one thread to another. */
export interface Tally {
  readonly seeds: number;
  readonly faults: Counts;
  readonly transitions: Counts;
  /** The states that executions died in by what came from outside. */
  readonly deaths: Counts;
  readonly endings: Counts;
  readonly deeds: Counts;
  /** Most events of one execution. */
  readonly longest: number;
  /** Milliseconds of virtual time lived through. */
  readonly lived: number;
}

/** So many seeds must have met everything there is to be met: what is rarest is met about once in five thousand. */
export const fullCoverage = 20_000;

/** Ways that the deployed machine has and a simulation cannot go, and why. */
const unreachable: Readonly<Record<string, string>> = Object.fromEntries(
  ['AfterLock', 'AfterPlan', 'AfterRequest', 'AfterObserve', 'AfterUndo', 'AfterObserveUndo', 'AfterAdmit'].map((choice) => [
    `${choice} → Died`,
    'for an answer that no step of this release gives',
  ]),
);

const zeros = (names: readonly string[]): Counts => new Map(names.map((name) => [name, 0]));

/** Nothing met yet, of everything that there is to be met. */
export const emptyTally: Tally = {
  seeds: 0,
  faults: zeros(faultNames),
  transitions: zeros(waysOf({ ...definitions.association.States, ...definitions.batch.States })),
  deaths: new Map(),
  endings: new Map(),
  deeds: new Map(),
  longest: 0,
  lived: 0,
};

/** What one seed came to; `from`: when its story began, in epoch milliseconds. */
export function tallyOf({ chronicle, weather, now }: Lived, from: number): Tally {
  const endings = new Map<string, number>();
  for (const { state, sideEffects } of chronicle.ends) add(endings, `${state} ${sideEffects}`, 1);
  const { transitions, deeds, deaths } = chronicle;
  const longest = Math.max(0, ...[...chronicle.executions.values()].map(({ events }) => events));
  return { seeds: 1, faults: weather.met, transitions, deaths, endings, deeds, longest, lived: now - from };
}

/** Both together. */
export const sum = (one: Tally, other: Tally): Tally => ({
  seeds: one.seeds + other.seeds,
  faults: together(one.faults, other.faults),
  transitions: together(one.transitions, other.transitions),
  deaths: together(one.deaths, other.deaths),
  endings: together(one.endings, other.endings),
  deeds: together(one.deeds, other.deeds),
  longest: Math.max(one.longest, other.longest),
  lived: one.lived + other.lived,
});

/** What was never met and could have been. */
export const missing = ({ faults, transitions }: Tally): string[] =>
  [...faults, ...transitions].flatMap(([name, count]) => (count === 0 && !(name in unreachable) ? [name] : []));

/** What was met and is held to be unreachable. */
export const surprises = ({ transitions }: Tally): string[] =>
  Object.entries(unreachable).flatMap(([name, why]) => (transitions.get(name) ? [`${name} (held to be only ${why})`] : []));

function together(one: Counts, other: Counts): Counts {
  const sums = new Map(one);
  for (const [name, count] of other) add(sums, name, count);
  return sums;
}

const add = (counts: Map<string, number>, name: string, count: number) => void counts.set(name, (counts.get(name) ?? 0) + count);
