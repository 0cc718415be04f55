import type { AssociationSummary, AssociationView, HistoryEntry } from '../../src/answers.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit.ts';
import { follow } from '../follow.ts';
import type { Action, Session } from '../session.ts';
import { associationLines, historyLines, summaryLines } from '../show/association.ts';
import type { Paint } from '../text.ts';
import { patienceOf, type WaitOptions } from './associate.ts';

/** How much of a list is wanted. */
export interface ListOptions {
  readonly limit?: string;
}

interface FilterOptions extends ListOptions {
  readonly state?: string;
  readonly kind?: string;
  readonly source?: string;
  readonly target?: string;
  readonly batch?: string;
  readonly requestedBy?: string;
  readonly label?: Readonly<Record<string, string>>;
  readonly createdAfter?: string;
  readonly createdBefore?: string;
  readonly problem?: boolean;
  readonly drifted?: boolean;
}

const filters = ['state', 'kind', 'source', 'target', 'batch', 'requestedBy', 'createdAfter', 'createdBefore'] as const;

/** Lists associations, newest first. */
export const list: Action<FilterOptions> = (session, options) => {
  const query = new URLSearchParams();
  for (const name of filters) {
    const value = options[name];
    if (value !== undefined) query.set(name, name === 'state' ? value.toUpperCase() : value);
  }
  for (const [name, value] of Object.entries(options.label ?? {})) query.set(`label.${name}`, value);
  if (options.problem) query.set('problem', 'true');
  if (options.drifted) query.set('drifted', 'true');
  return listItems<AssociationSummary>(session, '/associations', query, options, summaryLines);
};

/** Shows as many items of a list as are wanted, each on a line, and says when there may be more. */
export async function listItems<Item>(
  session: Session,
  path: string,
  query: URLSearchParams,
  { limit = '50' }: ListOptions,
  lines: (item: Item, paint: Paint) => readonly string[],
): Promise<number> {
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw new UsageError(`--limit takes a whole number from 1, not "${limit}".`);
  const api = await session.connect();
  let count = 0;
  const isMore = await api.each<Item>(path, query, Number(limit), (item) => {
    session.output.stream(item, lines);
    count += 1;
  });
  if (count === 0) session.output.say('There are none.');
  if (isMore) session.output.say(`There may be more: --limit ${count * 10} shows up to so many.`);
  return exitCodes.reached;
}

/** Shows one association. */
export const get: Action = async (session, _, [id = '']) => {
  const api = await session.connect();
  const { body } = await api.ask<AssociationView>({ method: 'GET', path: `/associations/${encodeURIComponent(id)}` });
  session.output.show(body, associationLines);
  return exitCodes.reached;
};

/** Follows one association to its end, whatever it asks for on its way. */
export const watch: Action<WaitOptions> = async (session, options, [id = '']) => {
  const patience = patienceOf(options);
  return follow(session, await session.connect(), id, { patience, streams: true });
};

/** Shows what happened to one association, newest first. */
export const history: Action<ListOptions> = (session, options, [id = '']) =>
  listItems<HistoryEntry>(session, `/associations/${encodeURIComponent(id)}/history`, new URLSearchParams(), options, historyLines);
