import { describe, expect, test } from '@jest/globals';
import { type InvariantName, invariantNames, violationsOf } from './invariants.ts';
import { tried } from './jobs.ts';
import { type PlantName, plants } from './plants/index.ts';
import { shrink } from './shrink.ts';
import { type Settings, tryRange } from './trial.ts';
import { live, type Options } from './world.ts';

const plain: Settings = { hot: false, sdk: false, tracing: false, plant: null, without: [], only: null };

const violatedIn = async (seed: number, options?: Options) =>
  violationsOf(await live(seed, options)).map(({ invariant, found }) => `${seed}: ${invariant}: ${found}`);

async function violatedAmong(seeds: number, options?: Options): Promise<string[]> {
  const violated: string[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) violated.push(...(await violatedIn(seed, options)));
  return violated;
}

const asBefore = 'what failed without side effects, or was taken back, is as it was before';

const hashOf = async (seed: number, options?: Options) => (await live(seed, options)).chronicle.hash();

/** What a few seeds come to, as text: what another thread tells is of other classes. */
async function triedBy(jobs: number, settings: Settings): Promise<string> {
  const all = [];
  for await (const one of tried({ from: 3, count: 4 }, settings, jobs, 2)) all.push(one);
  const isMap = (value: unknown) => Object.prototype.toString.call(value) === '[object Map]';
  return JSON.stringify(all, (_name, value) => (isMap(value) ? [...value] : value));
}

/**
 * Seeds that show each part that is broken on purpose, and what does not hold in them: every invariant at least once.
 * To find them anew: npm run simulate -- --seeds 5000 --plant "NAME"
 */
const shows: readonly (readonly [PlantName, seed: number, broken: readonly InvariantName[]])[] = [
  ['a lock that is always free', 74, ['two associations never change one thing at once']],
  ['a lock that is freed early', 122, ['two associations never change one thing at once']],
  ['no plan under the lock', 33, ['an execution stays short, and a run is resumed three times at most']],
  ['an undo without before-image', 31, [asBefore, 'undo touches nothing that was there before']],
  ['a before-image that is retaken on retry', 50, [asBefore]],
  ['a repeat of an unknown outcome', 20, ['no mutating call is repeated without a look']],
  ['a conflict that is ignored', 4, ['what AWS is said to have accepted it has carried out']],
  ['an intent that is written after the call', 133, [asBefore]],
  ['a step that outlives its run', 8, ['everything comes to its end']],
  ['a random execution name', 3, ['a run is one execution']],
  ['a claim on what is so already', 25, ['a success says whether it changed something']],
  ['a claim on what is so already', 231, ['what is said to be left behind was made']],
  ['a claim on what is so already', 9131, ['what another hand made is not taken back', 'undo touches nothing that was there before']],
  [
    'a success that comes too early',
    2,
    [
      'a success is as desired in AWS, and stays so until somebody asks for something else',
      'nothing changes in AWS by itself after the last ending',
    ],
  ],
  ['a look that trips', 1, ['no function fails by a fault of its own']],
  ['a plan that asks nobody', 3, ['nothing is done before its approval']],
  ['an ending that is written again', 1, ['each attempt ends once']],
  ['an outbox that is lost', 1, ['every ending is told', 'every lock and every pair is free']],
  ['a clock that is slow', 4, ['a history has no gap and goes on in time']],
  ['a key that is forgotten', 2, ['one trigger is one association of a pair']],
  ['a batch without limits', 3, ['a batch keeps its limits']],
  ['a batch that loses count', 3, ['a batch ends once in each attempt, and says what became of its items']],
];

describe('a simulation', () => {
  test('finds every invariant to hold, whatever goes wrong', async () => {
    expect(await violatedAmong(24)).toEqual([]);
  });

  test('finds them to hold when far more goes wrong', async () => {
    expect(await violatedAmong(8, { hot: true })).toEqual([]);
  });

  test('of the same seed is the same to the last line', async () => {
    const [first, again, other] = [await hashOf(7), await hashOf(7), await hashOf(8)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test('is the same to the last line through the clients of the SDK and their wire', async () => {
    for (const seed of [4, 5, 6, 8]) expect([seed, await hashOf(seed, { sdk: true })]).toEqual([seed, await hashOf(seed)]);
  });

  test('comes to the same in one thread and in several', async () => {
    expect(await triedBy(2, { ...plain, tracing: true })).toBe(await triedBy(1, { ...plain, tracing: true }));
  });

  test('is told in fewer lines of what does not hold in it', async () => {
    const [plant, seed, invariant] = ['a repeat of an unknown outcome', 20, 'no mutating call is repeated without a look'] as const;
    const whole = await live(seed, { plant: plants[plant](), tracing: true });
    const { settings, lines } = await shrink(seed, { ...plain, plant }, invariant);
    expect(lines.length).toBeLessThan(whole.chronicle.lines.length);
    const { traces, found } = await tryRange({ from: seed, count: 1 }, { ...settings, tracing: true });
    expect(traces[0]?.lines).toEqual(lines);
    expect(found[0]?.violations.map((other) => other.invariant)).toContain(invariant);
  });

  test.each(shows)('finds out %s (%i)', async (plant, seed, broken) => {
    const { found } = await tryRange({ from: seed, count: 1 }, { ...plain, plant });
    expect(found.flatMap(({ violations }) => violations.map(({ invariant }) => invariant))).toEqual(expect.arrayContaining([...broken]));
  });

  test('has no invariant and no broken part that is not among these', () => {
    expect(new Set(shows.flatMap(([, , broken]) => broken))).toEqual(new Set(invariantNames));
    expect(new Set(shows.map(([plant]) => plant))).toEqual(new Set(Object.keys(plants)));
  });
});
