import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** One figure of a part of the bench. */
export interface Row {
  /** What was measured, and on what. */
  readonly what: string;
  /** A median where it was measured; a sentence ("not measured: …") where it could not be. */
  readonly figure: number | string;
  /** Empty where the figure is a ratio or a sentence. */
  readonly unit: string;
  /** What it was measured beside in the same run, with the ratio: "0.14 of serverless-offline". Null where there is nothing to measure it beside. */
  readonly beside: string | null;
  /** What was to be reached, with its unit; null where the figure is told for its own sake. */
  readonly goal: string | null;
  /** Null without a goal, and where it was not measured. */
  readonly reached: boolean | null;
  /** Measures it again. */
  readonly command: string;
}

/** Figures that are too many for rows: shown on the page as they are. */
export interface Detail {
  readonly title: string;
  /** What the figures mean, where the title does not say. */
  readonly note: string | null;
  readonly head: readonly string[];
  readonly lines: readonly (readonly (number | string)[])[];
}

/** What one part of the bench has found, where and when. */
export interface Result {
  readonly part: string;
  /** ISO, UTC. */
  readonly at: string;
  readonly machine: string;
  readonly versions: string;
  /** Seconds that the part took. */
  readonly took: number;
  readonly rows: readonly Row[];
  readonly details: readonly Detail[];
}

/** Where results lie between runs: a part is run again by itself, and the page is written from what all of them found last. */
export const resultsDirectory = join(import.meta.dirname, '.results');

/** Where the figures come from: never a host's name. */
export const machine = () => {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}`;
};

/** Prints what a part has found and keeps it for the page. To be called once, at the end of the part. */
export function publish(
  part: string,
  rows: readonly Row[],
  began: Date,
  versions: readonly string[] = [],
  details: readonly Detail[] = [],
): void {
  const result: Result = {
    part,
    at: new Date().toISOString(),
    machine: machine(),
    versions: [`Node ${process.version}`, ...versions].join(', '),
    took: Math.round((Date.now() - began.getTime()) / 1_000),
    rows,
    details,
  };
  mkdirSync(resultsDirectory, { recursive: true });
  writeFileSync(join(resultsDirectory, `${part}.json`), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`${rows.map(line).join('\n')}\n`);
}

/** A row as a line of text. */
export const line = ({ what, figure, unit, beside, goal, reached }: Row): string =>
  [
    `${reached === null ? ' ' : reached ? '✓' : '✗'} ${what.padEnd(72)}`,
    `${shown(figure)} ${unit}`.trim().padEnd(18),
    beside ?? '',
    goal === null ? '' : `(to reach: ${goal})`,
  ]
    .join(' ')
    .trimEnd();

/** A figure with as many digits as mean something. */
export function shown(figure: number | string): string {
  if (typeof figure === 'string') return figure;
  if (Number.isInteger(figure)) return figure.toLocaleString('en-US');
  return figure.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(figure) >= 100 ? 4 : 3 });
}

/** The middle one; of an even number the mean of the two. NaN of none. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}
