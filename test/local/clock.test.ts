import { describe, expect, test } from '@jest/globals';
import { createClock } from '../../local/clock.ts';

const machine = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const when = (clock: ReturnType<typeof createClock>, time: number) =>
  new Promise<number>((resolve) => clock.at(time, () => resolve(clock.now())));

describe('the world’s clock', () => {
  test('calls each timer at its own time, in order, however fast it runs', async () => {
    const clock = createClock({ start: 0, speed: 100_000 });
    const called: [string, number][] = [];
    const note = (name: string) => () => void called.push([name, clock.now()]);
    clock.at(90_000, note('third'));
    clock.at(60_000, note('first'));
    clock.at(60_000, note('second'));
    clock.at(70_000, note('never')).cancel();
    await when(clock, 200_000);
    expect(called).toEqual([
      ['first', 60_000],
      ['second', 60_000],
      ['third', expect.any(Number)],
    ]);
    expect(called[2]?.[1]).toBe(90_000);
  });

  test('does not run past what is due while the machine is busy', async () => {
    const clock = createClock({ start: 0, speed: 1_000 });
    const due = when(clock, 10_000);
    for (const start = performance.now(); performance.now() - start < 40; );
    expect(clock.now()).toBe(10_000);
    expect(await due).toBe(10_000);
  });

  test('keeps to the machine’s pace while work is under way, and hurries on afterwards', async () => {
    const clock = createClock({ start: 0, speed: 10_000 });
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.keepPace(promise);
    await machine(30);
    expect(clock.now()).toBeLessThan(1_000);
    resolve();
    expect(await when(clock, 600_000)).toBe(600_000);
  });

  test('keeps a moment that is past', async () => {
    const clock = createClock({ start: 5_000, speed: 1 });
    expect(await when(clock, 1_000)).toBeGreaterThanOrEqual(5_000);
  });
});
