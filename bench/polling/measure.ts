import { type Cost, createBound, meanCost } from './bound.ts';
import type { Durations } from './durations.ts';
import { byExperience } from './experience.ts';
import { type Figures, figuresOf } from './figures.ts';
import { countHistories, type Histories } from './histories.ts';
import { type Insured, insured } from './insurance.ts';
import { peers, type Schedule, shipped, shippedLooks } from './schedules.ts';

export const medians: readonly { readonly name: string; readonly seconds: number }[] = [
  { name: '30 s', seconds: 30 },
  { name: '5 min', seconds: 300 },
  { name: '30 min', seconds: 1_800 },
  { name: '2 h', seconds: 7_200 },
];
export const spreads = [0.3, 0.6, 1];
/** How many times as long it takes as is thought usual. */
export const factors = [0.25, 0.5, 1, 2, 4, 10];

/** Median and spread, what the deployed schedule comes to, and what the others do. */
export interface Known extends Durations {
  readonly mine: Figures;
  readonly others: readonly Figures[];
  /** The fewest looks possible at the same lag, for one who knows the spread, and how far above them. */
  readonly fewest: number;
  readonly above: number;
}

/** What it comes to at each factor, for each spread. */
export type Wrong = readonly (readonly Figures[])[];

export interface Measured {
  readonly histories: Histories;
  /** By spread, then by median. */
  readonly known: readonly Known[];
  /** How far above the fewest looks for one who knows the median, and of the spread only that it is one of these. */
  readonly aboveForAny: number;
  /** What was usual so far no longer is. */
  readonly changed: Wrong;
  /** Nothing has been usual yet: by the looks that the deployed steps take then, and by those that src/schedule.ts has for it. */
  readonly guessed: Wrong;
  readonly couldGuess: Wrong;
  /** Whether the deployed steps say that what they think usual is a guess. */
  readonly saysGuess: boolean;
  readonly insurance: Insured & { readonly above: number };
  readonly experience: readonly (Cost & { readonly spread: number; readonly above: number })[];
  readonly looksOfWeek: number;
}

const [week, believed, settleBound] = [7 * 86_400, 300, 1_800];
const most = (figures: readonly number[]) => Math.max(...figures);
const guessing: Schedule = { ...shipped, looks: ({ usual }) => shippedLooks(usual, true) };

/** Measures everything about waiting; throws when the histories' waits are not those of src/schedule.ts. */
export async function measure(): Promise<Measured> {
  const histories = await countHistories(20);
  const { workflow } = histories;
  const saysGuess = saidGuess(histories);
  const bounds = new Map(spreads.map((spread) => [spread, createBound([spread])]));
  const boundOf = (spread: number) => bounds.get(spread) as (lag: number) => number;

  const known = spreads.flatMap((spread) =>
    medians.map(({ seconds: median }): Known => {
      const [mine, ...others] = [shipped, ...peers].map((schedule) => figuresOf(schedule, { median, spread }, workflow)) as [
        Figures,
        ...Figures[],
      ];
      const fewest = boundOf(spread)(mine.lagShare);
      return { median, spread, mine, others, fewest, above: mine.looks / fewest - 1 };
    }),
  );
  const boundOfAny = createBound(spreads);
  const aboveForAny = medians.map(({ seconds }) => {
    const cost = meanCost(known.filter(({ median }) => median === seconds).map(({ mine }) => ({ looks: mine.looks, lag: mine.lagShare })));
    return cost.looks / boundOfAny(cost.lag) - 1;
  });
  const wrong = (schedule: Schedule): Wrong =>
    factors.map((factor) => spreads.map((spread) => figuresOf(schedule, { median: believed * factor, spread }, workflow, believed)));
  const [changed, couldGuess] = [wrong(shipped), wrong(guessing)];
  const least = insured(changed[2]?.[1]?.lagShare ?? Number.NaN, 0.3);
  return {
    histories,
    known,
    aboveForAny: most(aboveForAny),
    changed,
    guessed: saysGuess ? couldGuess : changed,
    couldGuess,
    saysGuess,
    insurance: { ...least, above: least.looks / boundOf(0.6)(least.lag) - 1 },
    experience: spreads.map((spread) => {
      const cost = byExperience({ median: believed, spread }, saysGuess);
      return { ...cost, spread, above: cost.looks / boundOf(spread)(cost.lag) - 1 };
    }),
    looksOfWeek: most([1, 10, 30, 60, 150, 300, 1_800, 7_200, 86_400].map((usual) => [...shippedLooks(usual, false, week)].length)),
  };
}

/** Of the histories' associations nothing was usual yet: whether they were waited for as for a guess. */
function saidGuess({ longest: { usual, lookedAt } }: Histories): boolean {
  const isSo = (guessed: boolean) =>
    JSON.stringify([...shippedLooks(usual, guessed, settleBound)].slice(0, lookedAt.length)) === JSON.stringify(lookedAt);
  const says = [false, true].find(isSo);
  if (says === undefined) throw new Error(`The histories looked after ${lookedAt} seconds, which src/schedule.ts does not say.`);
  return says;
}
