import { expect, test } from '@jest/globals';
import { createRandom } from '../../local/random.ts';

const numbers = (seed: number, count = 10_000) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, random);
};

test('the same seed gives the same numbers, on every machine', () => {
  // The first numbers of mulberry32 for the seed 1, as its public-domain source gives them.
  expect(numbers(1, 3).map((number) => Math.floor(number * 2 ** 32))).toEqual([2693262067, 11749833, 2265367787]);
  expect(numbers(7)).toEqual(numbers(7));
});

test('another seed gives others', () => {
  expect(numbers(1, 3)).not.toEqual(numbers(2, 3));
});

test('two of the same seed do not disturb each other', () => {
  const [one, other] = [createRandom(3), createRandom(3)];
  for (let index = 0; index < 5; index += 1) one();
  expect(other()).toBe(numbers(3, 1)[0]);
});

test('all are from 0 to below 1, and are spread over it', () => {
  const all = numbers(5);
  expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...all)).toBeLessThan(1);
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const share = all.filter((number) => Math.floor(number * 10) === tenth).length / all.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.02);
  }
});

test.each([0, -1, 2 ** 32 + 1, 1.5])('the seed %d is one as well', (seed) => {
  expect(new Set(numbers(seed, 100)).size).toBe(100);
});
