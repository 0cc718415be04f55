import { durationText, units } from '../../src/duration.ts';

/** Seconds of what can be quick, for people: under ten with a tenth, like `0.4 s`. */
export const tookText = (seconds: number): string =>
  seconds > 0 && seconds < 9.95 ? `${Number(seconds.toFixed(1))} s` : durationText(seconds);

/** The seconds from one time to another. */
export const secondsBetween = (from: string, to: string | number): number =>
  ((typeof to === 'number' ? to : Date.parse(to)) - Date.parse(from)) / 1_000;

/** A time as seen from `now` (epoch milliseconds): `2 h ago`, `in 12 s`, `now`. */
export function relativeText(at: string, now: number): string {
  const seconds = Math.round(secondsBetween(at, now));
  if (Math.abs(seconds) < 1) return 'now';
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units[3];
  const count = `${Math.round(Math.abs(seconds) / size)} ${unit}`;
  return seconds > 0 ? `${count} ago` : `in ${count}`;
}

/** A time as people read it, in UTC, like the command line and alerts have it. */
export const absoluteText = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;

/** The time of day, in UTC; on another day than `since` with the date, like `11-24 09:12:03`. */
export const clockText = (at: string, since: string): string =>
  at.slice(at.slice(0, 10) === since.slice(0, 10) ? 11 : 5, 19).replace('T', ' ');

/** What is known of a clock that is not this machine's: a reading of it, this machine's time then, and its pace. */
export interface Reading {
  readonly there: number;
  readonly here: number;
  /** How many times faster than this machine's it runs. */
  readonly pace: number;
}

/** The next reading of a clock, with the pace it had since the last. What is shown never runs backwards, nor wildly ahead. */
export function readAgain(last: Reading | null, there: number, here: number): Reading {
  if (!last || here - last.here < 500) return { there, here, pace: last?.pace ?? 1 };
  return { there, here, pace: Math.min(1_000, Math.max(0, (there - last.there) / (here - last.here))) };
}

/** What that clock shows at this machine's time `here`. */
export const shownBy = (reading: Reading | null, here: number): number =>
  reading ? reading.there + (here - reading.here) * reading.pace : here;
