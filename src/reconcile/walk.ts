/** A list to be walked, in the order of its ids, the oldest first. */
export interface Walk<Item> {
  ids(page: { readonly limit: number; readonly after: string | null }): Promise<string[]>;
  /** Those that are there. */
  items(ids: readonly string[]): Promise<Item[]>;
  /** Does what is to be done about it, and tells whether that counts. */
  visit(item: Item): Promise<boolean>;
}

/** How much is done on one walk. */
export interface Budget {
  /** Visits that count, visits at all, and seconds: after so many the walk stops, when those under way are through. */
  readonly counted: number;
  readonly visits: number;
  readonly seconds: number;
  readonly atOnce: number;
}

/** Where the walk goes on the next time (null: at the beginning), and what went wrong on it. */
export interface Walked {
  readonly last: string | null;
  readonly failures: readonly Error[];
}

/** Walks on after an id, within its budget. `clock`: milliseconds, of what the machine takes and no workflow's. What goes wrong at one is kept, and does not keep the others from being visited. */
export async function walk<Item extends { readonly id: string }>(
  { ids, items, visit }: Walk<Item>,
  after: string | null,
  { counted: mostCounted, visits, seconds, atOnce }: Budget,
  clock: () => number = () => performance.now(),
): Promise<Walked> {
  const failures: Error[] = [];
  const end = clock() + seconds * 1_000;
  let [last, visited, counted] = [after, 0, 0];
  while (visited < visits && counted < mostCounted && clock() < end) {
    const page = await ids({ limit: atOnce, after: last });
    const found = await items(page);
    const results = await Promise.allSettled(found.map(visit));
    for (const [index, result] of results.entries()) {
      if (result.status === 'rejected') failures.push(failure(found[index]?.id, result.reason));
      if (result.status === 'rejected' || result.value) counted += 1;
    }
    if (page.length < atOnce) return { last: null, failures };
    visited += page.length;
    last = page.at(-1) as string;
  }
  return { last, failures };
}

const failure = (id: string | undefined, reason: unknown) =>
  new Error(`${id}: ${reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason)}`, { cause: reason });
