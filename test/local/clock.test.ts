import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { createClock } from '../../local/clock.ts';

/** The machine's time passes when the test says so. */
function holdTheMachine() {
  jest.useFakeTimers();
  return (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);
}

afterEach(() => void jest.useRealTimers());

describe('the world’s clock', () => {
  test('calls each timer at its own time, in order, however fast it runs', async () => {
    const pass = holdTheMachine();
    const clock = createClock({ start: 0, speed: 100_000 });
    const called: [string, number][] = [];
    const note = (name: string) => () => void called.push([name, clock.now()]);
    clock.at(90_000, note('third'));
    clock.at(60_000, note('first'));
    clock.at(60_000, note('second'));
    clock.at(70_000, note('never')).cancel();
    await pass(50);
    expect(called).toEqual([
      ['first', 60_000],
      ['second', 60_000],
      ['third', 90_000],
    ]);
  });

  test('does not run past what is due while the machine is busy', async () => {
    const clock = createClock({ start: 0, speed: 1_000 });
    const due = new Promise<number>((resolve) => clock.at(10_000, () => resolve(clock.now())));
    for (const start = performance.now(); performance.now() - start < 40; );
    expect(clock.now()).toBe(10_000);
    expect(await due).toBe(10_000);
  });

  test('stands still while what is due is called', async () => {
    const clock = createClock({ start: 0, speed: 10_000 });
    const shown = await new Promise<number[]>((resolve) =>
      clock.at(20_000, () => {
        const before = clock.now();
        for (const start = performance.now(); performance.now() - start < 5; );
        resolve([before, clock.now()]);
      }),
    );
    expect(shown).toEqual([20_000, 20_000]);
  });

  test.each([
    [1, 0],
    [100, 50],
    [5_000, 2_500],
    [10_000, 3_000],
    [100_000, 3_000],
  ])('at a speed of %i runs at most %i ms ahead of work that is under way, and hurries on afterwards', async (speed, ahead) => {
    const pass = holdTheMachine();
    const clock = createClock({ start: 0, speed });
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.keepPace(promise);
    await pass(30);
    expect(clock.now()).toBe(ahead + 30);
    await pass(10_000);
    expect(clock.now()).toBe(ahead + 10_030);
    resolve();
    // What it leads to begins before the clock hurries on.
    await pass(4);
    expect(clock.now()).toBe(ahead + 10_034);
    await pass(100);
    expect(clock.now()).toBe(ahead + 10_034 + 100 * speed);
  });

  test('goes on with what is due beside work that is under way, and no further', async () => {
    const pass = holdTheMachine();
    const clock = createClock({ start: 0, speed: 10_000 });
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.keepPace(promise);
    const called: number[] = [];
    for (const time of [1_000, 2_000, 30_000]) clock.at(time, () => void called.push(clock.now()));
    await pass(30);
    expect(called).toEqual([1_000, 2_000]);
    resolve();
    await pass(30);
    expect(called).toEqual([1_000, 2_000, 30_000]);
  });

  test('goes by the oldest work, whichever ends first', async () => {
    const pass = holdTheMachine();
    const clock = createClock({ start: 0, speed: 10_000 });
    const [older, younger] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    clock.keepPace(older.promise);
    await pass(10);
    clock.keepPace(younger.promise);
    older.resolve();
    await pass(50);
    expect(clock.now()).toBe(3_010 + 3_000 + 50);
    younger.resolve();
    await pass(10);
    expect(clock.now()).toBe(3_010 + 3_000 + 54 + 6 * 10_000);
  });

  test('keeps a moment that is past', async () => {
    const pass = holdTheMachine();
    const clock = createClock({ start: 5_000, speed: 1 });
    const called: number[] = [];
    clock.at(1_000, () => void called.push(clock.now()));
    await pass(1);
    expect(called).toEqual([5_000]);
  });
});
