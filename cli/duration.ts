import { milliseconds } from '../src/duration.ts';
import { UsageError } from './errors.ts';

/** `90s`, `30m`, `2h` and `7d` stand for what ISO 8601 says with more letters. */
const short = /^(\d{1,7})([smhd])$/;
const designators: Readonly<Record<string, (count: string) => string>> = {
  s: (count) => `PT${count}S`,
  m: (count) => `PT${count}M`,
  h: (count) => `PT${count}H`,
  d: (count) => `P${count}D`,
};

/** A duration in ISO 8601, of one in that form or a short one. Throws UsageError for neither. */
export function isoDuration(text: string): string {
  const [, count = '', unit = ''] = short.exec(text) ?? [];
  const iso = designators[unit]?.(count) ?? text;
  if (milliseconds(iso) === undefined) throw new UsageError(`"${text}" is no duration.`, 'Write it like 90s, 30m, 2h, 7d or PT1H30M.');
  return iso;
}

/** Milliseconds of such a duration. */
export const durationOf = (text: string): number => milliseconds(isoDuration(text)) ?? 0;
