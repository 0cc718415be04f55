import { styleText } from 'node:util';
import type { Stream } from './surroundings.ts';

/** Control characters, and those that change the direction of writing: what comes from outside must not play with a terminal. */
const control = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The value with no such character in any of its texts and names. A line break becomes a space. */
export function cleaned<Value>(value: Value): Value {
  return clean(value) as Value;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/[\t\r\n]+/g, ' ').replace(control, '');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [String(clean(name)), clean(member)]));
}

export type Style = 'green' | 'red' | 'yellow' | 'cyan' | 'bold' | 'dim';
export type Paint = (style: Style, text: string) => string;

/** Colours for a stream that shows them, unless NO_COLOR says otherwise; without them every word still says the same. */
export const paintFor = ({ isTerminal }: Stream, environment: Readonly<Record<string, string | undefined>>): Paint =>
  isTerminal && !environment.NO_COLOR && environment.TERM !== 'dumb'
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;

/** Rows with their columns under each other; the last column ends where its text does. */
export function table(rows: readonly (readonly string[])[]): string[][] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))));
}
