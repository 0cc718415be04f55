import { createMemoryTable } from '../../test/memory-table.ts';
import { createRehearsal } from '../../test/statemachines/rehearsal.ts';
import { look } from '../../test/statemachines/script.ts';
import type { Workflow } from './figures.ts';

/** What one run of the deployed workflow came to, counted from its history. */
interface Counted {
  readonly looks: number;
  readonly transitions: number;
  readonly events: number;
  /** Seconds from the call until each look, by the history's own times. */
  readonly lookedAt: readonly number[];
}

/** What is counted, and whether the waits of the histories are those of src/schedule.ts. */
export interface Histories {
  readonly runs: number;
  readonly workflow: Workflow;
  /** The looks of the longest run, and what was usual then. */
  readonly longest: { readonly usual: number; readonly lookedAt: readonly number[] };
}

/** The most looks that are played: at the bound of a kind nothing is waited for any more. */
const mostLooks = 12;

/**
 * Runs the deployed workflow with the functions' own code in the local engine, `each` times for every number of looks, and counts what
 * the histories have. Throws when they do not lie on one line: then it would not do to count by looks.
 */
export async function countHistories(each: number): Promise<Histories> {
  const counted: Counted[] = [];
  let longest: Histories['longest'] = { usual: 0, lookedAt: [] };
  for (let looks = 1; looks <= mostLooks; looks += 1) {
    for (let number = 0; number < each; number += 1) {
      const { run, usual } = await play(looks);
      counted.push(run);
      longest = { usual, lookedAt: run.lookedAt };
    }
  }
  return { runs: counted.length, workflow: { transitions: lineOf(counted, 'transitions'), events: lineOf(counted, 'events') }, longest };
}

/** One association that is found through by the look of that number. */
async function play(looks: number): Promise<{ run: Counted; usual: number }> {
  const table = createMemoryTable();
  const observe = [...Array.from({ length: looks - 1 }, () => look('PENDING')), look('SETTLED')];
  const rehearsal = createRehearsal(table, new Set(), { observe });
  const association = await rehearsal.accept();
  const { status, history, path } = await rehearsal.run(association);
  if (status !== 'SUCCEEDED') throw new Error(`The run ended ${status}.`);
  const entered = history.filter(({ stateEnteredEventDetails }) => stateEnteredEventDetails);
  const timesOf = (state: string) =>
    entered.filter(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === state).map(({ timestamp }) => timestamp);
  const [called = 0] = timesOf('Request');
  const lookedAt = timesOf('Observe').map((time) => (time - called) / 1_000);
  return { run: { looks: lookedAt.length, transitions: path.length, events: history.length, lookedAt }, usual: association.usualSeconds };
}

function lineOf(counted: readonly Counted[], figure: 'transitions' | 'events'): { straight: number; perLook: number } {
  const [first, last] = [counted[0] as Counted, counted.at(-1) as Counted];
  const perLook = (last[figure] - first[figure]) / (last.looks - first.looks);
  const straight = first[figure] - perLook * first.looks;
  const astray = counted.find((run) => run[figure] !== straight + perLook * run.looks);
  if (astray) throw new Error(`${astray[figure]} ${figure} with ${astray.looks} looks are not ${straight} and ${perLook} for each look.`);
  return { straight, perLook };
}
