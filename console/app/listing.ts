import type { Page } from '../../src/answers.ts';

/** What is listed: the newer it is, the greater its id. */
interface Listed {
  readonly id: string;
}

/** What one question to the API has brought so far, newest first. */
export interface Loaded<Item extends Listed> {
  readonly items: readonly Item[];
  /** Where the next older page begins; null when there is none. */
  readonly next: string | null;
  /** An older page was asked for: the first page's token is not where the list ends. */
  readonly deeper: boolean;
}

export const nothingLoaded: Loaded<never> = { items: [], next: null, deeper: false };

/**
 * With the first page as it is now, of at most `size`. Below it stays what was read of older ones, and what newer ones have pushed off it; unless
 * so many are new that a full page does not reach down to them, and there would be a gap. One that is not full has looked far enough.
 */
export function withFirst<Item extends Listed>(loaded: Loaded<Item>, { items, nextPageToken }: Page<Item>, size: number): Loaded<Item> {
  const last = items.at(-1)?.id;
  const isBelow = ({ id }: Item) => last === undefined || id < last;
  const reaches = items.length < size || !loaded.items.every(isBelow);
  if (!loaded.deeper || nextPageToken === null || !reaches) return { items, next: nextPageToken, deeper: false };
  return { ...loaded, items: [...items, ...loaded.items.filter(isBelow)] };
}

/** About to be read further down: from now on the first page pushes nothing off. */
export const deepened = <Item extends Listed>(loaded: Loaded<Item>): Loaded<Item> => ({ ...loaded, deeper: true });

/** With an older page below it, which was asked for by that token; as it was, where it ends elsewhere by now. */
export function withOlder<Item extends Listed>(loaded: Loaded<Item>, token: string, { items, nextPageToken }: Page<Item>): Loaded<Item> {
  if (loaded.next !== token) return loaded;
  const known = new Set(loaded.items.map(({ id }) => id));
  return { items: [...loaded.items, ...items.filter(({ id }) => !known.has(id))], next: nextPageToken, deeper: true };
}

/**
 * Several lists as one, newest first. An id is in practice that of one of the two ends, and a page that looks for it at the other comes back
 * empty, however far it looked: what was found at the one is not held back for it.
 */
export function merged<Item extends Listed>(lists: readonly Loaded<Item>[]): readonly Item[] {
  const byId = new Map(lists.flatMap(({ items }) => items.map((item) => [item.id, item] as const)));
  return [...byId.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
}

/** How many of these are in which state. */
export function countsOf(items: readonly { readonly state: string | null }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { state } of items) counts.set(state ?? '', (counts.get(state ?? '') ?? 0) + 1);
  return counts;
}
