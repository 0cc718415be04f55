import { describe, expect, test } from '@jest/globals';
import { secondsUnseen, secondsUntilNextLook, secondsUntilTurn } from '../src/schedule.ts';

/** Every look that is taken when it never settles. */
function looks(usual: number, bound: number, guessed = false): number[] {
  const times: number[] = [];
  for (let elapsed = 0; elapsed < bound; ) {
    elapsed += secondsUntilNextLook({ elapsed, usual, guessed, bound });
    times.push(elapsed);
  }
  return times;
}

/** How far each look is from the one before it. */
const distances = (times: number[]) => times.map((time, index) => time - (times[index - 1] ?? 0));

describe('the schedule of looks', () => {
  test('the first look comes when most are nearly through', () => {
    expect(secondsUntilNextLook({ elapsed: 0, usual: 100, bound: 3_600 })).toBe(75);
  });

  test('looks after it come at even distances, and from when it is overdue at a part of the time passed', () => {
    expect(distances(looks(100, 3_600)).slice(0, 8)).toEqual([75, 30, 30, 30, 37, 44, 54, 66]);
  });

  test('no step is longer than a 28th of the bound, or two and a half times what is usual', () => {
    expect(Math.round(Math.max(...distances(looks(100, 3_600))))).toBe(250);
    expect(Math.round(Math.max(...distances(looks(100, 7 * 86_400))))).toBe(21_600);
  });

  test('what is usual but by a guess is looked for early, and then ever more seldom', () => {
    expect(looks(100, 3_600, true).slice(0, 8)).toEqual([20, 29, 43, 61, 89, 129, 186, 270]);
  });

  test.each([
    ['learned', false],
    ['guessed', true],
  ])('what takes ten times as long as was thought usual is found within 16 looks, and not a third too late (%s)', (_, guessed) => {
    const times = looks(100, 3_600, guessed);
    const found = times.findIndex((time) => time >= 1_000);
    expect(found + 1).toBeLessThanOrEqual(16);
    expect(times[found]).toBeLessThan(1_333);
  });

  test.each([0.1, 1, 40, 150, 3_600])('a bound of seven days is reached within 60 looks when %p seconds are usual', (usual) => {
    for (const times of [looks(usual, 7 * 86_400), looks(usual, 7 * 86_400, true)]) {
      expect(times.at(-1)).toBe(7 * 86_400);
      expect(times.length).toBeLessThanOrEqual(60);
    }
  });

  test('waits are whole seconds of at least one, also past the bound', () => {
    for (const elapsed of [0, 0.3, 74.99, 75, 3_599.5, 3_600, 9_999]) {
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
    expect([1, 62, 300, 1e9].map((asked) => secondsUntilNextLook({ ...waiting, asked }))).toEqual([75, 75, 300, 3_600]);
    expect(secondsUntilNextLook({ ...waiting, elapsed: 3_600, asked: 300 })).toBe(1);
  });

  test('what another clock says is yet to begin is waited for as if it began now', () => {
    expect(secondsUntilNextLook({ elapsed: -600, usual: 100, bound: 3_600 })).toBe(75);
  });
});

test('lists show what a call did two minutes after it, and everything where none went out', () => {
  expect([0, 500, 119_001, 120_000, 500_000].map((passed) => secondsUnseen(1_000_000, 1_000_000 + passed))).toEqual([120, 120, 1, 0, 0]);
  expect(secondsUnseen(null, 0)).toBe(0);
});

describe('who waits in line', () => {
  const waiting = { elapsed: 10, usual: 100, bound: 3_600 };

  test('looks as the owner may be through, and so much later as each of those before takes to be nearly through', () => {
    expect([0, 1, 3].map((ahead) => secondsUntilTurn({ ...waiting, ahead }))).toEqual([65, 140, 290]);
  });

  test('looks no later than at the end of its time, and no sooner than in a second', () => {
    expect(secondsUntilTurn({ ...waiting, bound: 100, ahead: 9 })).toBe(90);
    // Those before may need no time at all: a twelfth of what is left, or two and a half times what is usual.
    expect([10, 1_000].map((ahead) => secondsUntilTurn({ ...waiting, bound: 36_010, ahead }))).toEqual([65 + 750, 65 + 3_000]);
    expect(secondsUntilTurn({ ...waiting, ahead: 9 })).toBe(65 + 299);
    expect(secondsUntilTurn({ ...waiting, elapsed: 4_000, ahead: 9 })).toBe(1);
  });
});
