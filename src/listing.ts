import { encodeTime } from 'ulid';
import { roleOf } from './approval.ts';
import { type Association, isTerminal, type State, terminalStates } from './association.ts';
import { kindOf } from './kinds/index.ts';
import type { List, Store } from './store.ts';

/** Which associations a list is of; of a member that is not there, whichever. Times are epoch milliseconds. */
export interface Filter {
  readonly state?: readonly State[] | undefined;
  readonly kind?: string | undefined;
  /** The id of what is associated, or of what it is associated with, or the ARN of either. */
  readonly source?: string | undefined;
  readonly target?: string | undefined;
  readonly batch?: string | undefined;
  /** A principal, a role whatever its sessions are called, or a source of events. */
  readonly requestedBy?: string | undefined;
  readonly label?: Readonly<Record<string, string>> | undefined;
  /** At that time or after it. */
  readonly createdAfter?: number | undefined;
  readonly createdBefore?: number | undefined;
  readonly problem?: boolean | undefined;
  readonly drifted?: boolean | undefined;
}

/** What has ended without being done, other than by being given up with nothing of it in AWS. */
export const isProblem = ({ state, sideEffects }: Pick<Association, 'state' | 'sideEffects'>): boolean =>
  isTerminal({ state }) && state !== 'SUCCEEDED' && !(state === 'CANCELLED' && sideEffects === 'NONE');

/** How many associations one page looks through. What is left is for the next page, so that no filter takes for ever. */
const mostExamined = 1_000;

/** How many are read at once. */
const mostAtOnce = 100;

/** The newest associations of that filter, below the id `before`. `next` is where the following page begins; null when there is none. */
export async function listed(
  store: Store,
  filter: Filter,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<{ items: Association[]; next: string | null }> {
  const items: Association[] = [];
  let [examined, last] = [0, ''];
  const newest = [before, filter.createdBefore === undefined ? undefined : firstIdAt(filter.createdBefore)];
  const from = newest.filter((id) => id !== undefined).sort()[0];
  const streams = listsOf(filter).map((of) => newestFirst(store, of, from, limit + 1));
  for await (const association of merged(streams)) {
    if (filter.createdAfter !== undefined && association.id < firstIdAt(filter.createdAfter)) break;
    if (items.length === limit || examined === mostExamined) return { items, next: last };
    if (matches(filter, association)) items.push(association);
    last = association.id;
    examined += 1;
  }
  return { items, next: null };
}

/** Sorts before every id of that time and after every earlier one: ids begin with their time. */
const firstIdAt = (at: number) => `assoc_${encodeTime(at)}`;

/** Where a filter's associations are looked for: the narrowest lists that have them all. */
function listsOf({ batch, state, problem, drifted }: Filter): List[] {
  if (batch !== undefined) return [{ batch }];
  // What has not been told yet is on the list of what is to be told.
  if (drifted) return [{ unfinished: 'DRIFT' }, { unfinished: 'ASSOCIATION' }];
  const states = state ?? (problem ? terminalStates.filter((each) => each !== 'SUCCEEDED') : undefined);
  return states?.map((each) => ({ state: each })) ?? [{}];
}

/** What each member of a filter asks of an association. Indexes follow the table by a moment, so that states are looked at again. */
const rules: { readonly [Name in keyof Filter]-?: (wanted: NonNullable<Filter[Name]>, association: Association) => boolean } = {
  state: (wanted, { state }) => wanted.includes(state),
  kind: (wanted, { kind }) => kind === wanted,
  source: (wanted, association) => endsOf(association).source === named(wanted),
  target: (wanted, association) => endsOf(association).target === named(wanted),
  batch: (wanted, { batch }) => batch?.id === wanted,
  requestedBy: (wanted, { requestedBy: { id } }) => [id, roleOf(id), id.split('#')[0]].includes(wanted),
  label: (wanted, { labels }) => Object.entries(wanted).every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value),
  createdAfter: (wanted, { id }) => id >= firstIdAt(wanted),
  createdBefore: (wanted, { id }) => id < firstIdAt(wanted),
  problem: (wanted, association) => isProblem(association) === wanted,
  drifted: (wanted, { drift }) => (drift !== null) === wanted,
};

/** Whether the association is one of that filter. */
export const matches = (filter: Filter, association: Association): boolean =>
  Object.entries(rules).every(([name, holds]) => {
    const wanted = filter[name as keyof Filter];
    return wanted === undefined || holds(wanted as never, association);
  });

const endsOf = ({ kind, pair }: Association) => kindOf(kind).ends(pair as never);

/** An ARN means what its last part names. */
const named = (idOrArn: string) => (idOrArn.startsWith('arn:') ? idOrArn.slice(idOrArn.lastIndexOf('/') + 1) : idOrArn);

/** The associations of one list, read as far as somebody looks at them, each time more of them. */
async function* newestFirst(store: Store, of: List, before: string | undefined, first: number): AsyncGenerator<Association, undefined> {
  let [from, limit] = [before, first];
  // A short page is not the last: an index may name what is no longer there.
  for (let page = await store.records({ of, limit, before: from }); page.length > 0; ) {
    yield* page;
    from = page.at(-1)?.id;
    limit = Math.min(2 * limit, mostAtOnce);
    page = await store.records({ of, limit, before: from });
  }
}

/** Lists as one, the newest of all of them first. What was in two of them while its state changed comes once. */
async function* merged(streams: readonly AsyncGenerator<Association, undefined>[]): AsyncGenerator<Association, undefined> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, first: (await stream.next()).value })));
  for (let last: string | undefined; ; ) {
    const [newest] = heads.filter(({ first }) => first).sort((one, other) => ((one.first?.id ?? '') < (other.first?.id ?? '') ? 1 : -1));
    if (!newest?.first) return;
    if (newest.first.id !== last) yield newest.first;
    last = newest.first.id;
    newest.first = (await newest.stream.next()).value;
  }
}
