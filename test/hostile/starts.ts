import type { Call } from '../../local/wire/handler.ts';

/** Names of the executions there are. */
const known = new Set<unknown>();

/** Inputs of the executions that were started, each for the first time: a start that may have been lost is made again, and starts nothing. */
export const startsIn = (calls: readonly Call[]): unknown[] =>
  calls.flatMap(({ operation, input }) => {
    if (operation !== 'StartExecution' || known.has(input?.name)) return [];
    known.add(input?.name);
    return [input];
  });

/** Starts hand over the association's own id, run and kind, and nothing that anybody wrote. Throws for others. */
export function assertOwnInput(input: unknown): void {
  const { name = '', input: text = '' } = input as { name?: string; input?: string };
  const own = /^\{"id":"(assoc|batch)_[0-9A-HJKMNP-TV-Z]{26}",("kind":"(es-package|lattice-service|dx-hosted-connection)",)?"run":\d+\}$/;
  if (!own.test(text) || !/^(assoc|batch)_[0-9A-HJKMNP-TV-Z]{26}-\d+$/.test(name))
    throw new Error(`An execution was started as ${name} with ${text}`);
}
