import { type Detail, type Result, type Row, shown } from './row.ts';

const line = (cells: readonly (number | string)[]) => `| ${cells.map((cell) => shown(cell).replaceAll('|', '\\|')).join(' | ')} |`;

/** A table in Markdown. */
export const table = (head: readonly string[], lines: readonly (readonly (number | string)[])[]): string =>
  [line(head), `|${'---|'.repeat(head.length)}`, ...lines.map(line)].join('\n');

/** A detail with its title and what it means. */
export const tableOf = ({ title, note, head, lines }: Detail, level = '##'): string =>
  [`${level} ${title}`, ...(note ? [note] : []), table(head, lines)].join('\n\n');

/** On what something was measured, and when. */
export const measured = ({ machine, versions, at, took }: Omit<Result, 'rows' | 'details' | 'part'>): string =>
  `${machine}; ${versions}; ${at.slice(0, 10)}; ${took} s.`;

const outcome = (reached: boolean | null) => ({ true: 'yes', false: '**no**', null: '' })[String(reached)] ?? '';

const cellsOf = ({ what, figure, unit, beside, goal, reached, command }: Row) => [
  what,
  `${shown(figure)} ${unit}`.trim(),
  beside ?? '',
  goal ?? '',
  outcome(reached),
  `\`${command}\``,
];

/** The rows of one part as a table. */
export const tableOfRows = (rows: readonly Row[]): string =>
  table(['what', 'figure', 'beside', 'to reach', 'reached', 'command'], rows.map(cellsOf));
