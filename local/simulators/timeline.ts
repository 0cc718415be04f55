import type { Random } from '../random.ts';

/** What something is from a moment on; moments in milliseconds of the world's clock, oldest first. They may lie ahead. */
export type Timeline<Value> = readonly { readonly at: number; readonly value: Value }[];

/** The value at a moment, or undefined before the first. `stale` gives the one before it, as a reader behind the last change sees it. */
export function valueAt<Value>(timeline: Timeline<Value>, now: number, { stale = false }: { stale?: boolean } = {}): Value | undefined {
  const last = timeline.findLastIndex(({ at }) => at <= now);
  return timeline[stale ? last - 1 : last]?.value;
}

/** What the timeline comes to when nothing else happens. */
export const lastValue = <Value>(timeline: Timeline<Value>): Value | undefined => timeline.at(-1)?.value;

/** Seconds from least to most, each as likely. */
export type Span = readonly [least: number, most: number];

/** Milliseconds somewhere in the span, `factor` times as long. */
export const draw = (random: Random, [least, most]: Span, factor = 1): number =>
  Math.round((least + random() * (most - least)) * factor * 1000);
