import { inspect, parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Beat, enter } from './entrance.ts';
import { entrances } from './entrances.ts';

const usage = `npm run hostile -- [--cases N] [--seed S] [--only NAME]

Lets N cases (100000) of hostile input in, drawn from seed S (1), by every entrance or by the one that is named.`;

const options = {
  cases: { type: 'string', default: '100000' },
  seed: { type: 'string', default: '1' },
  only: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const say = (text: string) => void process.stderr.write(`${text}\n`);

/** Reads a whole number from 1. Throws for anything else. */
function whole(name: string, given: string): number {
  const number = Number(given);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} must be a whole number from 1, not ${given}.\n\n${usage}`);
  return number;
}

/** Milliseconds after which a case that keeps the thread busy is taken for one that never ends. */
const patience = 30_000;

/** Bytes of a case that are shown. */
const mostShown = 12_288;

/** Ends the process when no case has begun for long: a thread that hangs cannot say so itself. */
function watch() {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const latest = new Uint8Array(new SharedArrayBuffer(mostShown));
  const source = `
    const { workerData: { beats, given } } = require('node:worker_threads');
    let last = -1;
    setInterval(() => {
      const now = Atomics.load(beats, 0);
      if (now === last) {
        require('node:fs').writeSync(2, 'A case hangs: ' + Buffer.from(given).toString() + '\\n');
        process.kill(process.pid, 'SIGKILL');
      }
      last = now;
    }, ${patience});`;
  const worker = new Worker(source, { eval: true, workerData: { beats, given: latest } });
  const beat: Beat = (given) => {
    Atomics.add(beats, 0, 1);
    latest.fill(0x20);
    new TextEncoder().encodeInto(inspect(given, { depth: 6, maxStringLength: 200, maxArrayLength: 20 }).slice(0, mostShown / 3), latest);
  };
  return { beat, end: () => worker.terminate() };
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    say(usage);
    return 0;
  }
  const [cases, seed] = [whole('cases', values.cases), whole('seed', values.seed)];
  const chosen = entrances.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0)
    throw new Error(`There is no entrance ${values.only}. There are ${entrances.map(({ name }) => name).join(', ')}.`);
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  const [watchman, began] = [watch(), performance.now()];
  const tally = { cases: 0, broken: 0 };
  for (const entrance of chosen) {
    const start = performance.now();
    const own = Math.ceil((cases * entrance.share) / shares);
    try {
      tally.cases += await enter(entrance, { cases: own, seed, beat: watchman.beat });
      say(`${entrance.name}: ${own} cases in ${((performance.now() - start) / 1_000).toFixed(1)} s`);
    } catch (error) {
      tally.broken += 1;
      say(`${entrance.name}: ${inspect(error, { depth: 3 })}`);
      say(`  npm run hostile -- --cases ${own} --seed ${seed} --only '${entrance.name}'`);
    }
  }
  await watchman.end();
  say(`${tally.cases} cases in ${((performance.now() - began) / 1_000).toFixed(1)} s, ${tally.broken} entrances that broke.`);
  return tally.broken === 0 ? 0 : 1;
}

// What an entrance that broke left open must not keep the process.
process.exit(await main());
