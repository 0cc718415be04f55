/** What a list is narrowed to: the members of the page's own address. */
export interface Filters {
  readonly states: readonly string[];
  readonly kind: string;
  readonly batch: string;
  /** An id or an ARN, of either of the two. */
  readonly text: string;
  readonly problem: boolean;
  readonly drifted: boolean;
}

/** The filters that an address has. */
export function filtersOf(search: string): Filters {
  const query = new URLSearchParams(search);
  return {
    states: (query.get('state') ?? '').split(',').filter(Boolean),
    kind: query.get('kind') ?? '',
    batch: query.get('batch') ?? '',
    text: query.get('text') ?? '',
    problem: query.get('problem') === 'true',
    drifted: query.get('drifted') === 'true',
  };
}

const apiMembers = ({ states, kind, batch, problem, drifted }: Filters) => ({
  state: states.join(','),
  kind,
  batch,
  problem: problem ? 'true' : '',
  drifted: drifted ? 'true' : '',
});

const queryOf = (members: Readonly<Record<string, string>>) =>
  String(new URLSearchParams(Object.entries(members).filter(([, value]) => value)));

/** The page's address with these filters. */
export function addressOf(filters: Filters): string {
  const query = queryOf({ ...apiMembers(filters), text: filters.text });
  return query ? `/?${query}` : '/';
}

/** What the API is asked: an id may be that of either end, and one question has room for one. */
export function pathsOf(filters: Filters, pageSize: number): string[] {
  const ends = filters.text ? [{ source: filters.text }, { target: filters.text }] : [{}];
  return ends.map((end) => `/associations?${queryOf({ ...apiMembers(filters), ...end, pageSize: String(pageSize) })}`);
}

/** Whether anything is left out of the list. */
export const isNarrowed = (filters: Filters): boolean => addressOf(filters) !== '/';
