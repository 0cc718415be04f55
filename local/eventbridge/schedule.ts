import type { Clock, Timer } from '../clock.ts';

/** A schedule asks for more than is implemented. */
export class UnsupportedSchedule extends Error {
  override readonly name = 'UnsupportedSchedule';
}

/** Milliseconds of each unit, in the two spellings that AWS takes: `1 minute`, `2 minutes`. Source: EventBridge user guide, rate expressions. */
const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds between two times of `rate(15 minutes)`. Throws UnsupportedSchedule, also for `cron(…)`, which is not served here. */
export function rateOf(expression: string): number {
  const [, number, unit, plural] = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const length = units[unit ?? ''];
  if (length === undefined || (number === '1') !== (plural === ''))
    throw new UnsupportedSchedule(`${expression} is not a schedule that is supported here: only rate(1 minute), rate(15 minutes), … are`);
  return Number(number) * length;
}

/** Calls back at every full rate after `since` (epoch milliseconds). What fell due while nothing ran is not made up for. */
export function every(clock: Clock, rate: number, since: number, callback: () => void): Timer {
  let timer: Timer;
  const arm = (): void => {
    const next = since + (Math.floor((clock.now() - since) / rate) + 1) * rate;
    timer = clock.at(next, () => {
      arm();
      callback();
    });
  };
  arm();
  return { cancel: () => timer.cancel() };
}
