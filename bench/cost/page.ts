import { functionDollars, functionMemory, priceNote, prices } from '../prices.ts';
import { type Detail, shown } from '../row.ts';
import { tableOf } from '../text.ts';
import { alarmMetrics, type Billed, type Dollars, dollarsPerLook, roundTrip } from './dollars.ts';
import type { Played } from './play.ts';

/** One scene, with what it comes to. */
export interface Sheet {
  readonly played: Played;
  readonly steps: readonly Billed[];
  readonly dollars: Dollars;
}

/** What a month costs in which nothing is asked for. */
export interface Idle {
  readonly reconcileCalls: number;
  readonly reconcileMilliseconds: number;
  /** Dollars, without the dashboard. */
  readonly dollars: number;
}

/** An account has three dashboards and ten alarm metrics for nothing; neither is counted here. */
const gauges = 3;

/** How often reconcile is called in a month of thirty days, by serverless/events/reconcile.yml. */
const quartersOfMonth = 4 * 24 * 30;

/** How many associations a call of reconcile looks at, and seconds that a look is taken to last. */
const [driftLooks, driftSeconds] = [50, 0.5];

export function idleOf(milliseconds: number, readUnits: number, writeUnits: number): Idle {
  const eachCall = functionDollars(milliseconds) + readUnits * prices.tableReadUnit + writeUnits * prices.tableWriteUnit;
  return {
    reconcileCalls: quartersOfMonth,
    reconcileMilliseconds: milliseconds,
    dollars: alarmMetrics() * prices.alarmMetricMonth + gauges * prices.customMetricMonth + quartersOfMonth * eachCall,
  };
}

/** Looking for drift all month: the kind's function looks while reconcile waits for it. */
const driftDollars =
  quartersOfMonth * (driftLooks * functionDollars(driftSeconds * 1_000) + functionDollars(driftLooks * driftSeconds * 1_000));

const dollars = (figure: number) => (figure < 0.01 ? shown(Number(figure.toPrecision(2))) : figure.toFixed(2));

const perThousand = (sheets: readonly Sheet[]): Detail => ({
  title: 'What 1,000 associations cost',
  note: null,
  head: ['', 'transitions', 'functions', 'table', 'events, notices, requests', 'dollars for 1,000', 'one more look each'],
  lines: sheets.map(({ played: { scene }, dollars: { transitions, functions, table, rest, all }, steps }) => [
    scene.name,
    ...[transitions, functions, table, rest, all, dollarsPerLook(steps)].map((figure) => dollars(1_000 * figure)),
  ]),
});

const counted = (sheets: readonly Sheet[]): Detail => ({
  title: 'What one association takes',
  note: 'Counted, in units as they are billed; a mean where associations differ in how often they are looked at.',
  head: [
    '',
    'looks',
    'transitions',
    'calls of functions',
    'write units',
    'read units',
    'calls of AWS',
    'events',
    'notices',
    'API requests',
  ],
  lines: sheets.map(({ played: { scene, bill } }) => [
    scene.name,
    ...[
      bill.looks,
      bill.transitions,
      bill.invocations,
      bill.writeUnits,
      bill.readUnits,
      bill.awsCalls,
      bill.events,
      bill.notifications,
    ].map(shown),
    shown(bill.requests),
  ]),
});

const timed = (sheets: readonly Sheet[]): Detail => ({
  title: 'How long functions are taken to be billed',
  note: `The function's own work is measured on the machine below, with the SDK's clients on a wire in memory. To that come ${roundTrip.table} ms for each call to the table and ${roundTrip.aws} ms for each to another service, which is an assumption. A cold start is not counted.`,
  head: ['', 'step', 'calls', 'own work, ms', 'billed, ms'],
  lines: sheets.flatMap(({ played: { scene }, steps }) =>
    steps.map(({ step, calls, own, billed }) => [scene.name, step, shown(calls), shown(Number(own.toFixed(1))), shown(Math.round(billed))]),
  ),
});

const formula = `
\`\`\`
dollars = transitions × ${prices.stateTransition.toFixed(6)}
        + calls of functions × (${prices.functionCall.toFixed(7)} + seconds × ${functionMemory} GB × ${prices.functionGigabyteSecond.toFixed(10)})
        + write units × ${prices.tableWriteUnit.toFixed(9)} + read units × ${prices.tableReadUnit.toFixed(9)}
        + events × ${prices.event.toFixed(6)} + notices × ${prices.notification.toFixed(7)} + API requests × ${prices.apiRequest.toFixed(6)}
\`\`\`
`;

/** The page of what it costs, whole. */
export const costPage = (sheets: readonly Sheet[], idle: Idle, measured: string): string => `# What it costs

<!-- Written by \`npm run bench:cost\`: change bench/cost, not this page. -->

${priceNote} Look yours up; what is counted below stays as it is.

${tableOf(perThousand(sheets))}

A step of the workflow is most of it, and a look is three steps. How many looks there are, and beside what, is in [performance](performance.md). Traces of X-Ray beyond
AWS's free 100,000 a month come on top, and logs by the gigabyte.

## The formula
${formula}
${tableOf(counted(sheets))}

The events are those that Liaison sends; what AWS's services send is free. An item is a write unit for each KB, and so is each entry that an index gets or loses.

${tableOf(timed(sheets))}

## A month in which nothing is asked for

${dollars(idle.dollars)} dollars: the ${alarmMetrics()} metrics that alarms watch, ${dollars(alarmMetrics() * prices.alarmMetricMonth)}; ${gauges} custom metrics of \`reconcile\`, ${dollars(gauges * prices.customMetricMonth)}; and its ${shown(idle.reconcileCalls)} calls of
${shown(Math.round(idle.reconcileMilliseconds))} ms. To that come the dashboard, ${dollars(prices.dashboardMonth)} where it is not one of the three that are free; the table, ${dollars(prices.tableGigabyteMonth)} a GB and ${dollars(prices.tableRecoveryGigabyteMonth)} for its
recovery; and a key of your own, ${dollars(prices.keyMonth)}. In months with associations, custom metrics count by kind and state, ${dollars(prices.customMetricMonth)} for each that occurs.

\`reconcile\` looks for drift in 25 associations that SUCCEEDED every quarter of an hour, and in 25 that have drifted already, by reads only. So it costs no more
however many there are, ${dollars(driftDollars)} dollars a month at half a second a look, and takes longer to come round: 1,000 associations have their turn every ten hours, 10,000
every four days, 100,000 every six weeks. What later associations of the same pair have taken the place of costs reads and no look, five hundred of them at most each time.

## How it was counted

The deployed workflow in the local engine and the functions' own code in virtual time, ${sheets[0]?.played.count ?? 0} associations of each, after some that teach it what is usual; the three services are
simulated, so how often is looked is by their durations, not by AWS's. \`npm run bench:cost\` counts again.

${measured}
`;
