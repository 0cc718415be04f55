import * as z from 'zod';
import type { HistoryEntry } from '../answers.ts';
import type { Entry } from '../association.ts';
import { isoTime } from '../iso-time.ts';
import type { Store } from '../store.ts';
import type { Route } from './http.ts';
import { lastIn, pageTokenOf, paging, readQuery } from './query.ts';
import { associationIn } from './read.ts';

/** What GET /associations/{id}/history understands. */
export const historyParameters = z.strictObject(paging);

/** GET /associations/{id}/history: from its end. */
export const readHistory =
  (store: Store): Route =>
  async (request) => {
    const { pageSize, pageToken } = readQuery(historyParameters, request.query);
    const { id, history } = await associationIn(store, request);
    const before = lastIn(['history', id], pageToken, z.int()) ?? Number.POSITIVE_INFINITY;
    const left = history.filter(({ sequence }) => sequence < before).reverse();
    const items = left.slice(0, pageSize);
    const next = left.length > items.length ? (items.at(-1)?.sequence ?? null) : null;
    return { status: 200, headers: {}, body: { items: items.map(entryView), nextPageToken: pageTokenOf(['history', id], next) } };
  };

/** One entry, with the id AWS gave the request that it is about. */
const entryView = ({ sequence, at, words, run, attempt, ...entry }: Entry): HistoryEntry => ({
  sequence,
  at: isoTime(at),
  ...entry,
  requestId: words?.requestId ?? null,
  words,
  run,
  attempt,
});
