import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { commit } from './commit.ts';
import { tried } from './jobs.ts';
import { plants } from './plants/index.ts';
import { report } from './report.ts';
import { type Shrunk, shrink } from './shrink.ts';
import { emptyTally, fullCoverage, sum } from './tally.ts';
import type { Found, Settings } from './trial.ts';
import { faultNames } from './weather.ts';

const usage = `npm run simulate -- [--seeds N] [--from S] [--hot] [--sdk] [--jobs N] [--trace]
                    [--without FAULT,FAULT] [--only WISH,WISH] [--plant NAME]

Lives through N seeds (100), from seed S (1) on, and checks every invariant after each.
  --hot      more faults, and more often
  --sdk      calls AWS through the SDK's own clients, with everything they put on the wire
  --jobs     so many threads (as many as there are processors; what comes out is the same)
  --trace    prints everything that happens, in its order
  --without  faults that never strike
  --only     which of the story's wishes are made: 0 is the first
  --plant    breaks a part on purpose, and prints the first five seeds that show it

The exit code is 1 when an invariant did not hold, and from ${fullCoverage} seeds on when a fault never struck or a transition of the
state machines was never taken that can be. With --plant it is 1 when no seed showed it.`;

const options = {
  seeds: { type: 'string', default: '100' },
  from: { type: 'string', default: '1' },
  hot: { type: 'boolean', default: false },
  sdk: { type: 'boolean', default: false },
  jobs: { type: 'string', default: String(availableParallelism()) },
  trace: { type: 'boolean', default: false },
  without: { type: 'string', default: '' },
  only: { type: 'string' },
  plant: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Most seeds of a run that a shorter story is looked for of, and most that are named of a plant. */
const [mostShrunk, mostShown] = [5, 5];

/** After so many seeds it says how far it has come. */
const betweenNews = 10_000;

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** A mistake in how it was called. */
class Mistake extends Error {}

function whole(name: string, given: string, least = 1): number {
  const number = Number(given);
  if (given === '' || !Number.isSafeInteger(number) || number < least)
    throw new Mistake(`--${name} takes whole numbers from ${least}, not "${given}".`);
  return number;
}

function faultsOf(given: string): string[] {
  const names = given.split(',').filter(Boolean);
  const unknown = names.filter((name) => !(faultNames as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Mistake(`There is no fault ${unknown.join(', ')}. There are: ${faultNames.join(', ')}.`);
  return names;
}

function valuesOf() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Mistake((error as Error).message);
  }
}

function read() {
  const values = valuesOf();
  const { hot, sdk, trace: tracing, plant = null, only } = values;
  const settings: Settings = {
    hot,
    sdk,
    tracing,
    plant,
    without: faultsOf(values.without),
    only: only === undefined ? null : only.split(',').map((wish) => whole('only', wish, 0)),
  };
  if (plant !== null && !(plant in plants))
    throw new Mistake(`There is no plant "${plant}". There are: ${Object.keys(plants).join('; ')}.`);
  const all = { from: whole('from', values.from), count: whole('seeds', values.seeds) };
  return { help: values.help, settings, all, jobs: all.count === 1 ? 1 : whole('jobs', values.jobs) };
}

/** Gives the exit code: 2 for a mistake in how it was called. */
async function main(): Promise<number> {
  try {
    const asked = read();
    if (!asked.help) return await run(asked);
    say(usage);
    return 0;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    process.stderr.write(`${error.message}\n\n${usage}\n`);
    return 2;
  }
}

async function run({ settings, all, jobs }: ReturnType<typeof read>): Promise<number> {
  const began = performance.now();
  const shown: number[] = [];
  let [tally, violated, news] = [emptyTally, 0, betweenNews];
  for await (const { range, tally: more, found, traces } of tried(all, settings, jobs)) {
    tally = sum(tally, more);
    for (const { lines, hash } of traces) say([...lines, `trace hash ${hash}`].join('\n'));
    for (const one of found) {
      violated += 1;
      if (settings.plant !== null) shown.push(one.seed);
      else await tell(one, settings, violated <= mostShrunk);
    }
    if (shown.length >= mostShown) break;
    if (tally.seeds < news) continue;
    news += betweenNews;
    const from = range.from + range.count;
    const rest = [`--seeds ${all.from + all.count - from} --from ${from}`, settings.hot && '--hot', settings.sdk && '--sdk'];
    process.stderr.write(`${tally.seeds} seeds, ${violated} violating. To go on from here: ${commandOf(rest)}\n`);
  }
  const took = performance.now() - began;
  if (settings.plant === null) return report(tally, { took, violated, isWhole: !settings.only && settings.without.length === 0 }, say);
  say(`${settings.plant}: ${shown.length > 0 ? `seeds ${shown.slice(0, mostShown).join(', ')}` : 'not found'} among ${tally.seeds}`);
  return shown.length > 0 ? 0 : 1;
}

/** Says what did not hold in a seed, and how to see it: as it is, or in a story as short as one is found. */
async function tell({ seed, violations }: Found, settings: Settings, isShrunk: boolean): Promise<void> {
  for (const { invariant, found } of violations) say(`seed ${seed} at ${commit()}: not so: ${invariant}. ${found}`);
  const [first] = violations;
  const shrunk = isShrunk && first ? await shrink(seed, settings, first.invariant) : undefined;
  if (shrunk) say(`  ${shrunk.lines.length} lines, the shortest story of ${shrunk.tries}:`);
  say(`  ${replay(seed, shrunk?.settings ?? settings)}`);
}

function replay(seed: number, { hot, sdk, without, only }: Shrunk['settings']): string {
  const words = [
    `--seeds 1 --from ${seed}`,
    hot && '--hot',
    sdk && '--sdk',
    without.length > 0 && `--without ${without.join(',')}`,
    only && `--only ${only.join(',')}`,
  ];
  return commandOf([...words, '--trace']);
}

const commandOf = (words: readonly (string | false | null)[]) => ['npm run simulate --', ...words.filter(Boolean)].join(' ');

// To note where an error came from takes longer than most of what a story does, and no story shows it.
Error.stackTraceLimit = 0;
process.exitCode = await main();
