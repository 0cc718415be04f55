import type { AwsError } from './wire/service.ts';

/** Which page of a list a caller asks for. */
export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** One page of a list. */
export interface Page<Item> {
  readonly items: Item[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
}

/**
 * One page of a list in the order of its keys. A token names the list it belongs to and the key it stopped at, so that a list which
 * changes between two pages neither repeats nor skips what stayed. Throws what `refuse` makes for a token that was not given out for this list.
 */
export function pageOf<Item>(
  list: string,
  entries: readonly (readonly [key: string, item: Item])[],
  { maxResults, nextToken }: PageRequest,
  { most, refuse }: { most: number; refuse: (message: string) => AwsError },
): Page<Item> {
  const after = nextToken === undefined ? undefined : keyIn(nextToken, list);
  if (maxResults !== undefined && maxResults < 1) throw refuse('maxResults must be 1 or more.');
  if (after === null) throw refuse('The nextToken is not valid.');
  const left = entries.filter(([key]) => after === undefined || key > after).sort(([one], [other]) => (one < other ? -1 : 1));
  const shown = left.slice(0, Math.min(maxResults ?? most, most));
  const last = shown.at(-1);
  return { items: shown.map(([, item]) => item), nextToken: last && left.length > shown.length ? token(list, last[0]) : undefined };
}

const token = (list: string, key: string) => Buffer.from(JSON.stringify([list, key])).toString('base64url');

function keyIn(nextToken: string, list: string): string | null {
  try {
    const [of, key] = JSON.parse(Buffer.from(nextToken, 'base64url').toString());
    return of === list && typeof key === 'string' ? key : null;
  } catch {
    return null;
  }
}
