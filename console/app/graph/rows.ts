import type { Step } from '../../protocol.ts';

/** One row of a table of steps: a step, or a round that was gone through again and again. */
export type Row =
  | { readonly type: 'step'; readonly step: Step }
  | {
      readonly type: 'round';
      readonly states: readonly string[];
      readonly count: number;
      readonly steps: readonly Step[];
      readonly enteredAt: string;
      readonly exitedAt: string | null;
    };

/** A round is no longer than this. */
const longestRound = 6;

/** Steps as rows: what comes at least twice in a row, as a whole, is one. */
export function rowsOf(steps: readonly Step[]): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < steps.length; ) {
    const round = roundAt(steps, at);
    const taken = steps.slice(at, at + (round ? round.length * round.count : 1));
    const [first, last] = [taken[0], taken.at(-1)];
    if (!first || !last) break;
    rows.push(
      round
        ? {
            type: 'round',
            states: taken.slice(0, round.length).map(({ state }) => state),
            count: round.count,
            steps: taken,
            enteredAt: first.enteredAt,
            exitedAt: last.exitedAt,
          }
        : { type: 'step', step: first },
    );
    at += taken.length;
  }
  return rows;
}

/** The round that begins there, the one that covers most; undefined when nothing repeats. Where it is now is never hidden in one. */
function roundAt(steps: readonly Step[], at: number): { readonly length: number; readonly count: number } | undefined {
  const lengths = Array.from({ length: longestRound }, (_, index) => index + 1);
  const rounds = lengths.map((length) => ({ length, count: repeatsAt(steps, at, length) })).filter(({ count }) => count > 1);
  return rounds.sort((one, other) => other.length * other.count - one.length * one.count || one.length - other.length)[0];
}

function repeatsAt(steps: readonly Step[], at: number, length: number): number {
  const isRepeated = (index: number) => {
    const [step, first] = [steps[index], steps[at + ((index - at) % length)]];
    return step !== undefined && step.exitedAt !== null && step.state === first?.state;
  };
  let end = at;
  while (isRepeated(end)) end += 1;
  return Math.floor((end - at) / length);
}

/** Rows without what only decides where to go next: it takes no time, and the next row says it. */
export const withoutChoices = (steps: readonly Step[]): Step[] => steps.filter(({ type, error }) => type !== 'Choice' || error !== null);

/** The row of what AWS was asked again and again in that state: the last such round; -1 when there is none. */
export const roundOf = (rows: readonly Row[], state: string | undefined): number =>
  rows.findLastIndex((row) => row.type === 'round' && state !== undefined && row.states.includes(state));
