import { priceNote } from '../prices.ts';
import { type Detail, shown } from '../row.ts';
import { type Figures, lookMilliseconds } from './figures.ts';
import { factors, type Measured, medians, spreads, type Wrong } from './measure.ts';
import { percent } from './rows.ts';
import { peers, shipped } from './schedules.ts';

/** Everything that the rows are taken from, and how it was measured. */
export const detailsOf = (measured: Measured): Detail[] => [
  method(measured),
  ...medians.map(({ name, seconds }) => ofMedian(name, seconds, measured)),
  ofWrong('What was usual so far no longer is', measured.changed),
  ofWrong(
    measured.saysGuess ? 'What is thought usual is a guess' : 'What is thought usual is a guess, once the steps say so',
    measured.couldGuess,
  ),
  experienced(measured),
];

const method = ({ histories: { workflow } }: Measured): Detail => ({
  title: 'How waiting was measured',
  note: [
    'Durations are lognormal, of the given median and standard deviation of the logarithm (the spread): 4,000 of each, one out of each equal part.',
    `Each schedule is taken to be in the same workflow, of ${workflow.transitions.straight} transitions beside its looks; a process that waits is billed as a function that runs all the time, which Lambda ends after 15 minutes.`,
    `A look is billed ${lookMilliseconds} ms. AWS ends an execution at 25,000 history events.`,
    'The fewest possible looks are those of the best of all schedules that learn nothing from a look but "not yet", by dynamic programming.',
    priceNote,
  ].join('\n'),
  head: ['schedule', 'from'],
  lines: [shipped, ...peers].map(({ name, source }) => [name, source]),
});

const head = ['', 'looks', 'lag, s', 'of the mean', 'lag p99, s', 'transitions', 'events', 'at most', 'function time, s', '$ for 1,000'];

const lineOf = (name: string, figures: Figures) => [
  name,
  shown(figures.looks),
  shown(figures.lag),
  percent(figures.lagShare),
  shown(figures.lagOfHundred),
  ...[figures.transitions, figures.events, figures.mostEvents].map((figure) => (figures.transitions > 0 ? shown(figure) : '')),
  shown(figures.functionSeconds),
  shown(figures.dollarsPerThousand),
];

const ofMedian = (name: string, median: number, { known }: Measured): Detail => ({
  title: `Waiting for what takes ${name}`,
  note: null,
  head,
  lines: known
    .filter((one) => one.median === median)
    .flatMap(({ spread, mine, others, fewest }) => [
      lineOf(`spread ${spread.toFixed(1)}: ${shipped.name}`, mine),
      ...others.map((figures, index) => lineOf(peers[index]?.name ?? '', figures)),
      ['the fewest possible at that lag', shown(fewest), '', percent(mine.lagShare), ...head.slice(4).map(() => '')],
    ]),
});

const ofWrong = (title: string, figures: Wrong): Detail => ({
  title,
  note: 'Looks, and the lag in parts of the mean duration.',
  head: ['takes, of what is thought usual', ...spreads.map((spread) => `spread ${spread.toFixed(1)}`)],
  lines: figures.map((line, index) => [
    String(factors[index]),
    ...line.map(({ looks, lagShare }) => `${shown(looks)}, ${percent(lagShare)}`),
  ]),
});

const experienced = ({ experience }: Measured): Detail => ({
  title: 'What is usual known from looks alone',
  note: 'The usual duration is the median of the last 21 as they were found, each late by its lag; beside the bound for one who knows the distribution.',
  head: ['spread', 'looks', 'lag', 'above the bound'],
  lines: experience.map(({ spread, looks, lag, above }) => [spread.toFixed(1), shown(looks), percent(lag), percent(above)]),
});
