import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../local/random.ts';
import { type Findings, violationsIn } from './checks.ts';
import { createClients } from './clients.ts';
import { type Furniture, furnish, witness } from './furnish.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createLife } from './life.ts';
import { putLoad } from './load.ts';
import { placesIn, readFiles, readTable } from './remains.ts';

export interface CampaignOptions {
  /** A directory that is there, and empty. */
  readonly directory: string;
  readonly kills: number;
  readonly seed: number;
  readonly speed: number;
  readonly furniture: Furniture;
  /**
   * How long a world is left open at most, in times that it takes to start on this machine: with more of it, its functions are loaded
   * and do something, some of the time.
   */
  readonly longestOpen: number;
  /** Milliseconds for everything to end after the last kill. */
  readonly patience: number;
  /** Told of every kill. */
  readonly tell?: (kill: { readonly number: number; readonly wasOpen: boolean }) => void;
}

/** What a campaign found, and how much it was. */
export interface Outcome {
  /** What does not hold, by the name of the check; every check is there. */
  readonly violations: ReadonlyMap<string, readonly string[]>;
  readonly killedWhileStarting: number;
  /** Requests that a client sent again because no answer came, or one that said so. */
  readonly repeats: number;
  /** Associations by kind and ending. */
  readonly endings: ReadonlyMap<string, number>;
  /** Changes that were made in AWS. */
  readonly effects: number;
  readonly batches: number;
  /** Associations whose workflow did not come through in one run. */
  readonly resumed: number;
  /** In how many cases an execution stood there when its process was killed, by state and phase. */
  readonly stoodIn: ReadonlyMap<string, number>;
  /** Milliseconds from the start of a process until it was open, of those that came so far. */
  readonly startTimes: readonly number[];
  /** What worlds said that is no fault: of functions that did not answer in time, on a machine that has too much to do. */
  readonly timeOuts: number;
  /** Milliseconds from the last start until everything had ended. */
  readonly settling: number;
}

/** Which part of the kills come while the world still starts. */
const whileStarting = 0.25;

/** How long a world takes to start, in milliseconds, as long as none has. */
const usualStart = 1_000;

/** Puts a load on a world, kills and restarts it as often as was asked for, lets everything come to its end, and judges. */
export async function campaign(options: CampaignOptions): Promise<Outcome> {
  const { directory, kills, seed, speed, furniture, longestOpen, patience, tell } = options;
  furnish(directory, furniture);
  witness(directory);
  const life = createLife({ directory, speed });
  const { send, tell: put, repeats } = createClients(life);
  const ledger = createLedger();
  const load = putLoad({ send, tell: put }, furniture, seed, ledger);
  const random = createRandom(seed);
  let killedWhileStarting = 0;
  const stoodIn = new Map<string, number>();
  try {
    for (let number = 1; number <= kills; number += 1) {
      const [isStarting, part] = [random() < whileStarting, random()];
      const start = median(life.startTimes) ?? usualStart;
      life.begin();
      if (!isStarting) await orEnded(life.address(), patience, 'A world opens');
      // Short lives are more frequent than long ones: a world that has just opened has most to do.
      await sleep(start * (isStarting ? part : part ** 2 * longestOpen));
      const wasOpen = await life.kill();
      if (!wasOpen) killedWhileStarting += 1;
      for (const place of placesIn(directory)) stoodIn.set(place, (stoodIn.get(place) ?? 0) + 1);
      tell?.({ number, wasOpen });
    }
    const began = performance.now();
    life.begin();
    const finished = await within(load.finish(), patience);
    const settling = performance.now() - began;
    const answers = finished ? await answersOf(ledger, send) : new Map<string, string>();
    const table = await readTable((await orEnded(life.address(), patience, 'The last world opens')).aws);
    const exitCode = await life.stop();
    const unfinished = finished ? [] : load.underWay();
    const findings: Findings = {
      ...table,
      ...readFiles(directory),
      ledger,
      answers,
      complaints: life.complaints.filter((line) => !isOfTime(line)),
      unfinished,
      exitCode,
    };
    return {
      violations: violationsIn(findings),
      killedWhileStarting,
      repeats: repeats(),
      endings: endingsIn(findings),
      effects: findings.effects.length,
      batches: findings.batches.length,
      resumed: [...findings.records.values()].filter(({ run }) => run > 1).length,
      stoodIn,
      startTimes: life.startTimes,
      timeOuts: life.complaints.filter(isOfTime).length,
      settling,
    };
  } finally {
    await life.kill();
  }
}

/** Asks for everything once more, each time with its key. */
async function answersOf({ asked }: Ledger, send: ReturnType<typeof createClients>['send']): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const { key, by, path, body } of asked) {
    if (key === null) continue;
    const { status, body: answer } = await send(by, 'POST', path, body, { 'idempotency-key': key });
    answers.set(key, status === 200 ? String(answer.id) : `${status} ${JSON.stringify(answer)}`);
  }
  return answers;
}

function endingsIn({ records }: Findings): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind, state, sideEffects, changed } of records.values()) {
    const name = `${kind} ${state} ${state === 'SUCCEEDED' ? (changed ? 'changed' : 'unchanged') : sideEffects}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Map([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A function that is ended by its time-out, what its caller is answered then, and what it could not go on to load. */
const isOfTime = (line: string) => /Sandbox\.Timedout|: [\w-]+ failed$|, between two events: /.test(line);

/** The middle one; undefined of none. */
export const median = (numbers: readonly number[]): number | undefined =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** Whether the work was over in time. */
async function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const late = Symbol();
  const timer = new AbortController();
  try {
    return (await Promise.race([work, sleep(milliseconds, late, { signal: timer.signal })])) !== late;
  } finally {
    timer.abort();
  }
}

async function orEnded<Value>(value: Promise<Value>, milliseconds: number, what: string): Promise<Value> {
  if (!(await within(value, milliseconds))) throw new Error(`Not within ${milliseconds} ms: ${what}`);
  return value;
}
