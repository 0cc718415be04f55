import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../local/random.ts';
import { draw, lastValue, valueAt } from '../../../local/simulators/timeline.ts';

describe('a timeline', () => {
  const timeline = [
    { at: 10, value: 'growing' },
    { at: 20, value: 'grown' },
  ];

  test('has the value of the last moment that has come, and none before the first', () => {
    expect([9, 10, 19, 20, 99].map((now) => valueAt(timeline, now))).toEqual([undefined, 'growing', 'growing', 'grown', 'grown']);
  });

  test('has the value before that for a reader behind', () => {
    expect([9, 10, 20].map((now) => valueAt(timeline, now, { stale: true }))).toEqual([undefined, undefined, 'growing']);
  });

  test('comes to its last value', () => {
    expect(lastValue(timeline)).toBe('grown');
    expect(lastValue([])).toBeUndefined();
  });
});

test('a time is drawn within its span, as many times as long as asked', () => {
  const random = createRandom(1);
  const drawn = Array.from({ length: 100 }, () => draw(random, [2, 4], 10));
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(20_000);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(40_000);
  expect(new Set(drawn).size).toBeGreaterThan(90);
});
