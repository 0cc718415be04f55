import { type Row, shown } from '../row.ts';
import { factors, type Measured, medians, spreads, type Wrong } from './measure.ts';

const command = 'npm run bench:polling';

/** A part as it is read: 0.125 is 12.5 %. */
export const percent = (part: number): string => `${shown(Number((part * 100).toFixed(1)))} %`;

const most = (figures: readonly number[]) => Math.max(...figures);

interface Told {
  readonly what: string;
  readonly figure: number | string;
  readonly unit?: string;
  readonly beside?: string | null;
  readonly goal?: string;
  readonly reached?: boolean;
}

const row = ({ what, figure, unit = '', beside = null, goal, reached }: Told): Row => ({
  what,
  figure,
  unit,
  beside,
  goal: goal ?? null,
  reached: goal === undefined ? null : (reached ?? null),
  command,
});

export const rowsOf = (measured: Measured): Row[] => [...known(measured), ...wrong(measured), ...sizes(measured), ...dollars(measured)];

const whySpread = 'the bound knows the spread, which Liaison does not: see the decision about waiting';

function known({ known, aboveForAny }: Measured): Row[] {
  const ofSpreads = spreads.map((spread) => {
    const these = known.filter((one) => one.spread === spread);
    const [first] = these;
    const above = most(these.map((one) => one.above));
    const figures = `${shown(first?.mine.looks ?? 0)} looks, ${percent(first?.mine.lagShare ?? 0)} lag`;
    return row({
      what: `looks above the fewest possible at the same lag, usual duration known, spread ${spread.toFixed(1)}`,
      figure: percent(above),
      beside: above <= 0.05 ? figures : `${figures}; ${whySpread}`,
      goal: '≤ 5 %',
      reached: above <= 0.05,
    });
  });
  const any = row({
    what: 'the same over the three spreads, beside a bound that knows as much as Liaison: the median, not the spread',
    figure: percent(aboveForAny),
  });
  return [...ofSpreads, any];
}

const lagsOf = (figures: Wrong) => figures.map((line) => most(line.map(({ lagShare }) => lagShare)));
const looksOf = (figures: Wrong) => most(figures.flat().map(({ looks }) => looks));

function wrong({ changed, guessed, couldGuess, saysGuess, insurance }: Measured): Row[] {
  const lags = lagsOf(changed);
  const shorter = most(lags.filter((_, index) => (factors[index] ?? 1) < 1));
  const longer = most(lags.filter((_, index) => (factors[index] ?? 1) > 1));
  const guess = most(lagsOf(guessed));
  const could = `${percent(most(lagsOf(couldGuess)))} once the steps say that it is a guess`;
  const least = `whatever is within 30 % at a quarter takes ${shown(insurance.looks)} looks where it is as usual (spread 0.6), ${percent(insurance.above)} more than must be`;
  const lag = (what: string, figure: number, beside: string | null) =>
    row({ what, figure: percent(figure), beside, goal: '≤ 30 %', reached: figure <= 0.3 });
  const looks = Math.max(looksOf(changed), looksOf(guessed));
  return [
    row({ what: 'looks at most, what is thought usual being 0.25 to 10 times wrong', figure: looks, goal: '≤ 16', reached: looks <= 16 }),
    lag('lag at most, nothing being known but a guess that is 0.25 to 10 times wrong', guess, saysGuess ? null : could),
    lag('lag at most, what was usual so far now taking 2 to 10 times as long', longer, null),
    lag('lag at most, what was usual so far now taking a quarter or half as long', shorter, shorter <= 0.3 ? null : least),
  ];
}

function sizes({ histories: { runs, workflow }, known, looksOfWeek }: Measured): Row[] {
  const transitions = most(known.map(({ mine }) => mine.transitions));
  const events = workflow.events.straight + workflow.events.perLook * looksOfWeek;
  return [
    row({
      what: 'state transitions of a success, the mean, at most',
      figure: transitions,
      beside: `${workflow.transitions.straight} and ${workflow.transitions.perLook} for each look, in ${runs} histories`,
      goal: '≤ 20',
      reached: transitions <= 20,
    }),
    row({
      what: 'history events of seven days of waiting, at most',
      figure: events,
      beside: `${workflow.events.straight} and ${workflow.events.perLook} for each of ${looksOfWeek} looks`,
      goal: '≤ 600',
      reached: events <= 600,
    }),
  ];
}

const dollars = ({ known }: Measured): Row[] =>
  known
    .filter(({ spread }) => spread === 0.6)
    .map(({ median, mine, others: [stno] }) =>
      row({
        what: `dollars for 1,000 at a median of ${medians.find(({ seconds }) => seconds === median)?.name}, spread 0.6`,
        figure: Number(mine.dollarsPerThousand.toFixed(2)),
        unit: '$',
        beside: stno ? `${shown(mine.dollarsPerThousand / stno.dollarsPerThousand)} of STNO's loop` : null,
      }),
    );
