import { describe, expect, test } from '@jest/globals';
import { violationsOf } from './invariants.ts';
import { tried } from './jobs.ts';
import { type PlantName, plants } from './plants.ts';
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

const hashOf = async (seed: number, options?: Options) => (await live(seed, options)).chronicle.hash();

/** What a few seeds come to, as text: what another thread tells is of other classes. */
async function triedBy(jobs: number, settings: Settings): Promise<string> {
  const all = [];
  for await (const one of tried({ from: 3, count: 4 }, settings, jobs, 2)) all.push(one);
  const isMap = (value: unknown) => Object.prototype.toString.call(value) === '[object Map]';
  return JSON.stringify(all, (_name, value) => (isMap(value) ? [...value] : value));
}

/** A seed that shows each part that is broken on purpose. To find them anew: npm run simulate -- --seeds 5000 --plant "NAME" */
const shows = {
  'a lock that is always free': 47,
  'a lock that is freed early': 55,
  'no plan under the lock': 60,
  'an undo without before-image': 6,
  'a before-image that is retaken on retry': 155,
  'a repeat of an unknown outcome': 21,
  'a conflict that is ignored': 4,
  'an intent that is written after the call': 52,
  'a step that outlives its run': 8,
  'a random execution name': 3,
} satisfies Record<PlantName, number>;

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
    const plant = 'a repeat of an unknown outcome';
    const seed = shows[plant];
    const whole = await live(seed, { plant: plants[plant](), tracing: true });
    const [violation] = violationsOf(whole);
    const invariant = violation?.invariant ?? '';
    const { settings, lines } = await shrink(seed, { ...plain, plant }, invariant);
    expect(lines.length).toBeLessThan(whole.chronicle.lines.length);
    const { traces, found } = await tryRange({ from: seed, count: 1 }, { ...settings, tracing: true });
    expect(traces[0]?.lines).toEqual(lines);
    expect(found[0]?.violations.map((other) => other.invariant)).toContain(invariant);
  });

  test.each(Object.entries(shows))('finds out %s', async (plant, seed) => {
    const { found } = await tryRange({ from: seed, count: 1 }, { ...plain, plant });
    expect(found).not.toEqual([]);
  });
});
