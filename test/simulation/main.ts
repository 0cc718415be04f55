import { parseArgs } from 'node:util';
import { violationsOf } from './invariants.ts';
import { createTally, type Tally } from './tally.ts';
import { live, origin } from './world.ts';

const usage = `npm run simulate -- [--seeds N] [--from S] [--hot] [--trace]

Lives through N seeds (100), from seed S (1) on, and checks every invariant after each.
  --hot    more faults, and more often
  --trace  prints everything that happens, in its order`;

const options = {
  seeds: { type: 'string', default: '100' },
  from: { type: 'string', default: '1' },
  hot: { type: 'boolean', default: false },
  trace: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** Reads a whole number from 1. Throws for anything else. */
function whole(name: string, given: string): number {
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} must be a whole number from 1, not ${given}.\n\n${usage}`);
  return number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    say(usage);
    return 0;
  }
  const [seeds, from] = [whole('seeds', values.seeds), whole('from', values.from)];
  const { hot, trace: tracing } = values;
  const tally = createTally();
  const began = performance.now();
  let violated = 0;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const lived = await live(seed, { hot, tracing });
    tally.add(lived, origin);
    for (const line of lived.chronicle.lines) say(line);
    if (tracing) say(`trace hash ${lived.chronicle.hash()}`);
    const violations = violationsOf(lived);
    if (violations.length === 0) continue;
    violated += 1;
    for (const { invariant, found } of violations) say(`seed ${seed}: not so: ${invariant}. ${found}`);
    say(`  npm run simulate -- --seeds 1 --from ${seed}${hot ? ' --hot' : ''} --trace`);
  }
  report(tally, performance.now() - began, violated);
  return violated === 0 ? 0 : 1;
}

function report(tally: Tally, took: number, violated: number): void {
  const list = (title: string, counts: ReadonlyMap<string, number>) => {
    say(`\n${title}`);
    for (const [name, count] of [...counts].sort(([, one], [, other]) => other - one)) say(`${String(count).padStart(9)}  ${name}`);
  };
  list('Faults', tally.faults);
  list('Transitions', tally.transitions);
  list('Endings', tally.endings);
  list('What people did', tally.deeds);
  const missing = tally.missing();
  if (missing.length > 0) say(`\nNever met: ${missing.join('; ')}`);
  const perMinute = Math.round((tally.seeds / took) * 60_000);
  const hours = Math.round(tally.lived / 3_600_000);
  say(`\n${tally.seeds} seeds in ${(took / 1_000).toFixed(1)} s: ${perMinute} a minute, ${hours} hours of virtual time.`);
  say(`Longest history: ${tally.longest} events. Seeds that violate an invariant: ${violated}.`);
}

process.exitCode = await main();
