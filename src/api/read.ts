import type { Association } from '../association.ts';
import type { Store } from '../store.ts';
import { retryAfter, summary, view } from '../view.ts';
import { etagOf, type HttpRequest, Refusal, type Route } from './http.ts';

const idPattern = /^assoc_[0-9A-HJKMNP-TV-Z]{26}$/;
const mostItems = 100;

/** The association that the path names. Throws a Refusal when there is none. */
export async function associationIn(store: Store, { path }: HttpRequest): Promise<Association> {
  const id = path.id ?? '';
  const association = idPattern.test(id) ? await store.record(id) : undefined;
  if (!association) throw new Refusal('not-found', `No association has the id ${id.slice(0, 64)}.`);
  return association;
}

/** GET /associations/{id}. */
export const readAssociation =
  (store: Store, machine: () => string): Route =>
  async (request) => {
    const association = await associationIn(store, request);
    const seconds = retryAfter(association);
    return {
      status: 200,
      headers: { etag: etagOf(association), ...(seconds !== undefined && { 'retry-after': String(seconds) }) },
      body: view(association, machine()),
    };
  };

/** GET /associations. */
export const listAssociations =
  (store: Store, machine: () => string): Route =>
  async ({ query }) => {
    const { pageSize = '50', pageToken, ...others } = query;
    const errors = [
      ...Object.keys(others).map((name) => ({ path: name, message: 'is not a parameter of this list' })),
      ...(/^[1-9]\d{0,4}$/.test(pageSize) ? [] : [{ path: 'pageSize', message: 'must be a number from 1' }]),
      ...(pageToken === undefined || idPattern.test(pageToken)
        ? []
        : [{ path: 'pageToken', message: 'must be a nextPageToken of this list' }]),
    ];
    if (errors.length > 0) throw new Refusal('invalid-parameter', 'The list was not read. Mend every problem in errors.', { errors });
    const limit = Math.min(Number(pageSize), mostItems);
    const items = await store.records({ limit, before: pageToken });
    const nextPageToken = items.length === limit ? (items.at(-1)?.id ?? null) : null;
    return { status: 200, headers: {}, body: { items: items.map((association) => summary(association, machine())), nextPageToken } };
  };
