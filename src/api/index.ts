import type { Accept } from '../accept.ts';
import { config } from '../config.ts';
import type { Store } from '../store.ts';
import { createAssociation } from './create.ts';
import { Refusal, type Route } from './http.ts';
import { listAssociations, readAssociation } from './read.ts';

/** What the routes work with. */
export interface ApiSurroundings {
  readonly store: Store;
  readonly accept: Accept;
  readonly machine?: () => string;
}

/** Every route, by the key API Gateway gives it. */
export const routesOf = ({ store, accept, machine = () => config.associationMachine }: ApiSurroundings) =>
  ({
    'POST /associations': createAssociation(accept, machine),
    'GET /associations': listAssociations(store, machine),
    'GET /associations/{id}': readAssociation(store, machine),
  }) satisfies Record<string, Route>;

/** The HTTP API: goes by the route's key, and answers refusals as problems. */
export function createApi(surroundings: ApiSurroundings): Route {
  const routes: Readonly<Record<string, Route>> = routesOf(surroundings);
  return async (request) => {
    try {
      const route = routes[request.routeKey];
      if (!route) throw new Refusal('no-such-route', `${request.routeKey} is not a route.`);
      return await route(request);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  };
}
