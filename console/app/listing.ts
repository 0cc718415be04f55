import type { Page, Summary } from './model.ts';

/** What one question to the API has brought so far, newest first. */
export interface Loaded {
  readonly items: readonly Summary[];
  /** Where the next older page begins; null when there is none. */
  readonly next: string | null;
  /** An older page was asked for: the first page's token is not where the list ends. */
  readonly deeper: boolean;
}

export const nothingLoaded: Loaded = { items: [], next: null, deeper: false };

/** With the first page as it is now. Below it stays what was read of older ones, and what newer ones have pushed off it. */
export function withFirst(loaded: Loaded, { items, nextPageToken }: Page<Summary>): Loaded {
  const last = items.at(-1)?.id;
  if (!loaded.deeper || nextPageToken === null || last === undefined) return { items, next: nextPageToken, deeper: false };
  return { ...loaded, items: [...items, ...loaded.items.filter(({ id }) => id < last)] };
}

/** With an older page below it. */
export function withOlder(loaded: Loaded, { items, nextPageToken }: Page<Summary>): Loaded {
  const known = new Set(loaded.items.map(({ id }) => id));
  return { items: [...loaded.items, ...items.filter(({ id }) => !known.has(id))], next: nextPageToken, deeper: true };
}

/** Several lists as one, newest first: no further down than all of them have been read. */
export function merged(lists: readonly Loaded[]): readonly Summary[] {
  const bottom =
    lists
      .flatMap(({ items, next }) => (next === null ? [] : [items.at(-1)?.id ?? '~']))
      .sort()
      .at(-1) ?? '';
  const byId = new Map(lists.flatMap(({ items }) => items.map((item) => [item.id, item] as const)));
  return [...byId.values()].filter(({ id }) => id >= bottom).sort((one, other) => (one.id < other.id ? 1 : -1));
}

/** How many of these are in which state. */
export function countsOf(items: readonly { readonly state: string | null }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { state } of items) counts.set(state ?? '', (counts.get(state ?? '') ?? 0) + 1);
  return counts;
}
