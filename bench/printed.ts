import type { Row } from './row.ts';

/**
 * Rows of what a program has printed: every line of a name and a figure, two spaces apart at least. What must hold has that for its goal;
 * what is indented explains the line above it, and is left out.
 */
export const rowsOf = (printed: string, command: string): Row[] =>
  printed.split('\n').flatMap((line) => {
    const [, what, figure] = /^(\S.*?)(?:\s{2,}|\s(?=holds$|\d+ violations$))(\S.*)$/.exec(line) ?? [];
    if (!what || !figure) return [];
    const isCheck = figure === 'holds' || /^\d+ violations$/.test(figure);
    const goal = isCheck ? { goal: 'holds', reached: figure === 'holds' } : { goal: null, reached: null };
    return [{ what, figure: number(figure), unit: '', beside: null, ...goal, command }];
  });

const number = (figure: string): number | string => (/^\d+(\.\d+)?$/.test(figure) ? Number(figure) : figure);
