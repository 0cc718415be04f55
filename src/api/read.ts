import * as z from 'zod';
import type { Association } from '../association.ts';
import type { Store } from '../store.ts';
import { summary, view } from '../view.ts';
import { unlessKnown } from './conditional.ts';
import { type HttpRequest, Refusal, type Route } from './http.ts';
import { readQuery } from './query.ts';
import { isNews, type Pace, preferredWait, retryAfter, watched } from './wait.ts';

/** The id of an association. */
export const associationId = z.string().regex(/^assoc_[0-9A-HJKMNP-TV-Z]{26}$/);

/** The association that the path names. Throws a Refusal when there is none. */
export async function associationIn(store: Store, { path }: HttpRequest): Promise<Association> {
  const id = path.id ?? '';
  const association = associationId.safeParse(id).success ? await store.record(id) : undefined;
  if (!association) throw new Refusal('not-found', `No association has the id ${id.slice(0, 64)}.`);
  return association;
}

const views = { basic: summary, full: view };

/** What GET /associations/{id} understands. */
export const readParameters = z.strictObject({
  view: z.enum(['basic', 'full']).default('full').describe('basic: as in lists, without plan and history.'),
});

/** GET /associations/{id}: at once, or when there is news if the caller would rather wait. */
export const readAssociation =
  (store: Store, machine: () => string, pace?: Pace): Route =>
  async (request) => {
    const parameters = readQuery(readParameters, request.query);
    const seconds = preferredWait(request);
    const association = await watched(
      seconds ?? 0,
      () => associationIn(store, request),
      (found) => isNews(request, found),
      pace,
    );
    const again = retryAfter(association, request.at);
    const headers = {
      ...(again !== undefined && { 'retry-after': String(again) }),
      ...(seconds !== undefined && { 'preference-applied': `wait=${seconds}` }),
    };
    return unlessKnown(request, association, headers, () => views[parameters.view](association, machine()));
  };
