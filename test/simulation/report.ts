import { fullCoverage, missing, surprises, type Tally } from './tally.ts';

/** How a run went, beside what it counted. */
interface Run {
  /** Milliseconds. */
  readonly took: number;
  /** Seeds in which an invariant did not hold. */
  readonly violated: number;
  /** Whether nothing was left out of the stories. */
  readonly isWhole: boolean;
}

/** Says what a run met and how it went. Gives its exit code. */
export function report(tally: Tally, { took, violated, isWhole }: Run, say: (text: string) => void): 0 | 1 {
  const list = (title: string, counts: ReadonlyMap<string, number>) => {
    if (counts.size === 0) return;
    say(`\n${title}`);
    for (const [name, count] of [...counts].sort(byCount)) say(`${String(count).padStart(9)}  ${name}`);
  };
  list('Faults', tally.faults);
  list('Transitions', tally.transitions);
  list('Died in', tally.deaths);
  list('Endings', tally.endings);
  list('What people did', tally.deeds);
  const [never, surprising] = [missing(tally), surprises(tally)];
  const mustBeWhole = isWhole && tally.seeds >= fullCoverage;
  if (never.length > 0) say(`\nNever met${mustBeWhole ? ', and must be' : ''}: ${never.join('; ')}`);
  if (surprising.length > 0) say(`\nMet, and held to be unreachable: ${surprising.join('; ')}`);
  const perMinute = Math.round((tally.seeds / took) * 60_000);
  const hours = Math.round(tally.lived / 3_600_000);
  say(`\n${tally.seeds} seeds in ${(took / 1_000).toFixed(1)} s: ${perMinute} a minute, ${hours} hours of virtual time.`);
  say(`Longest execution: ${tally.longest} events. Seeds that violate an invariant: ${violated}.`);
  return violated > 0 || surprising.length > 0 || (mustBeWhole && never.length > 0) ? 1 : 0;
}

/** The most first; of as many, by name. */
const byCount = ([name, count]: [string, number], [otherName, otherCount]: [string, number]) =>
  otherCount - count || (name < otherName ? -1 : 1);
