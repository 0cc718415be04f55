import { describe, expect, test } from '@jest/globals';
import { violationsOf } from './invariants.ts';
import { plants } from './plants.ts';
import { live, type Options } from './world.ts';

const violatedIn = async (seed: number, options?: Options) =>
  violationsOf(await live(seed, options)).map(({ invariant, found }) => `${seed}: ${invariant}: ${found}`);

async function violatedAmong(seeds: number, options?: Options): Promise<string[]> {
  const violated: string[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) violated.push(...(await violatedIn(seed, options)));
  return violated;
}

/** Whether one of the seeds shows that an invariant does not hold. */
async function isFound(invariant: string, [from, to]: readonly [number, number], options: Options): Promise<boolean> {
  for (let seed = from; seed <= to; seed += 1)
    if (violationsOf(await live(seed, options)).some((violation) => violation.invariant === invariant)) return true;
  return false;
}

describe('a simulation', () => {
  test('finds every invariant to hold, whatever goes wrong', async () => {
    expect(await violatedAmong(24)).toEqual([]);
  });

  test('finds them to hold when far more goes wrong', async () => {
    expect(await violatedAmong(8, { hot: true })).toEqual([]);
  });

  test('of the same seed is the same to the last line', async () => {
    const hashes: string[] = [];
    for (const seed of [7, 7, 8]) hashes.push((await live(seed)).chronicle.hash());
    const [first, again, other] = hashes;
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  // Of a hundred seeds about one shows the first two; to be quick, only the seeds around such a one are lived through.
  test.each([
    ['a lock that is always free', 'two associations never change one thing at once', [50, 60]],
    ['an undo without before-image', 'undo touches nothing that was there before', [105, 115]],
    ['a repeat of an unknown outcome', 'no mutating call is repeated without a look', [1, 10]],
  ] as const)('finds %s', async (plant, invariant, seeds) => {
    expect(await isFound(invariant, seeds, { plant: plants[plant] })).toBe(true);
  });
});
