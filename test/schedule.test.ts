import { describe, expect, test } from '@jest/globals';
import { secondsUntilNextLook } from '../src/schedule.ts';

/** Every look that is taken when it never settles. */
function looks(usual: number, bound: number): number[] {
  const times: number[] = [];
  for (let elapsed = 0; elapsed < bound; ) {
    elapsed += secondsUntilNextLook({ elapsed, usual, bound });
    times.push(elapsed);
  }
  return times;
}

describe('the schedule of looks', () => {
  test('the first look comes when most are nearly through', () => {
    expect(secondsUntilNextLook({ elapsed: 0, usual: 100, bound: 3_600 })).toBe(62);
  });

  test('looks after it come at growing distances, up to a fortieth of the bound', () => {
    const distances = looks(100, 3_600).map((time, index, all) => time - (all[index - 1] ?? 0));
    expect(distances.slice(0, 6)).toEqual([62, 17, 22, 26, 34, 41]);
    expect(Math.max(...distances)).toBeLessThanOrEqual(91);
  });

  test.each([1, 40, 150, 3_600])('a bound of seven days is reached within 66 looks when %i seconds are usual', (usual) => {
    const times = looks(usual, 7 * 86_400);
    expect(times.at(-1)).toBe(7 * 86_400);
    expect(times.length).toBeLessThanOrEqual(66);
  });

  test('waits are whole seconds of at least one, also past the bound', () => {
    for (const elapsed of [0, 0.3, 61.99, 62, 3_599.5, 3_600, 9_999]) {
      const seconds = secondsUntilNextLook({ elapsed, usual: 100, bound: 3_600 });
      expect(Number.isInteger(seconds) && seconds >= 1).toBe(true);
    }
  });

  test('a run that is resumed goes on with the same looks', () => {
    const whole = looks(100, 3_600);
    const rest = whole[4] as number;
    expect(rest + secondsUntilNextLook({ elapsed: rest, usual: 100, bound: 3_600 })).toBe(whole[5]);
  });

  test('what AWS asks for lengthens a wait and never shortens it, nor takes it past the bound', () => {
    const waiting = { elapsed: 0, usual: 100, bound: 3_600 };
    expect([1, 62, 300, 1e9].map((asked) => secondsUntilNextLook({ ...waiting, asked }))).toEqual([62, 62, 300, 3_600]);
    expect(secondsUntilNextLook({ ...waiting, elapsed: 3_600, asked: 300 })).toBe(1);
  });

  test('what another clock says is yet to begin is waited for as if it began now', () => {
    expect(secondsUntilNextLook({ elapsed: -600, usual: 100, bound: 3_600 })).toBe(62);
  });
});
