import { createRandom } from '../../local/random.ts';
import { secondsUntilNextLook } from '../../src/schedule.ts';

/** Somebody's way to wait for something: the times to look at, in seconds, for ever. */
export interface Schedule {
  readonly name: string;
  /** What it is known from. */
  readonly source: string;
  /** Whether every look is states of a Standard workflow, or the waiting is done by a process that runs all the time. */
  readonly waitsIn: 'workflow' | 'process';
  looks(known: { readonly usual: number; readonly seed: number }): Iterable<number>;
}

/** After so many times the usual nothing is waited for any more: longer than what is drawn here ever takes. */
export const boundOf = (usual: number): number => 1_000 * usual;

export function* shippedLooks(usual: number, guessed: boolean, bound = boundOf(usual)): Generator<number> {
  for (let elapsed = 0; elapsed < bound; ) {
    elapsed += secondsUntilNextLook({ elapsed, usual, guessed, bound });
    yield elapsed;
  }
}

function* every(interval: number): Generator<number> {
  for (let time = interval; ; time += interval) yield time;
}

/** Looks at once, then after 0.2 s, and doubles that up to 10 s. */
function* stateChangeConf(): Generator<number> {
  for (let [time, pause] = [0, 0.2]; ; pause = Math.min(pause * 2, 10)) {
    yield time;
    time += pause;
  }
}

/** Looks at once, then after a random part of a delay that doubles, and every `most` seconds from when it has got there. */
function* waiter(seed: number, least = 2, most = 120): Generator<number> {
  const random = createRandom(seed);
  const ceiling = Math.log2(most / least) + 1;
  for (let [time, attempt] = [0, 1]; ; attempt += 1) {
    yield time;
    time += attempt > ceiling ? most : least + random() * (least * 2 ** (attempt - 1) - least);
  }
}

export const shipped: Schedule = {
  name: 'Liaison',
  source: 'src/schedule.ts, the usual duration known',
  waitsIn: 'workflow',
  looks: ({ usual }) => shippedLooks(usual, false),
};

export const peers: readonly Schedule[] = [
  {
    name: "STNO's loop",
    source: 'Serverless Transit Network Orchestrator: Wait 15 s, Lambda, Choice',
    waitsIn: 'workflow',
    looks: () => every(15),
  },
  {
    name: 'job poller',
    source: "the sample project of AWS's Step Functions guide: Wait 60 s, Lambda, Choice",
    waitsIn: 'workflow',
    looks: () => every(60),
  },
  {
    name: 'StateChangeConf',
    source: "Terraform's plugin SDK: at once, after 0.2 s, doubling to 10 s",
    waitsIn: 'process',
    looks: stateChangeConf,
  },
  {
    name: 'createWaiter',
    source: 'AWS SDK for JavaScript v3: random delays of 2 s, doubling to 120 s',
    waitsIn: 'process',
    looks: ({ seed }) => waiter(seed),
  },
];
