import { type Accept, createAccept } from '../accept.ts';
import { config } from '../config.ts';
import { createStart } from '../executions.ts';
import { createInvokeKind } from '../invoke-kind.ts';
import { createMakePlan } from '../plans.ts';
import { createRetry } from '../retry.ts';
import { createStore } from '../store.ts';
import { createWake } from '../wake.ts';
import { createBatchSurroundings } from './batch-surroundings.ts';
import { type BatchSurroundings, batchRoutesOf } from './batches.ts';
import { createAssociation } from './create.ts';
import { type DecisionSurroundings, decisionRoutesOf } from './decide.ts';
import { readHistory } from './history.ts';
import { Refusal, type Route } from './http.ts';
import { listAssociations } from './list.ts';
import { createPlan, type PlanSurroundings } from './plans.ts';
import { readAssociation } from './read.ts';

/** What the routes work with. */
export interface ApiSurroundings extends DecisionSurroundings, PlanSurroundings, BatchSurroundings {
  readonly accept: Accept;
}

/** Every route, by the key API Gateway gives it. */
export const routesOf = (surroundings: ApiSurroundings) => {
  const { store, accept, makePlan, machine } = surroundings;
  return {
    'POST /plans': createPlan(surroundings),
    'POST /associations': createAssociation(accept, makePlan, machine),
    'GET /associations': listAssociations(store, machine),
    'GET /associations/{id}': readAssociation(store, machine),
    'GET /associations/{id}/history': readHistory(store),
    ...decisionRoutesOf(surroundings),
    ...batchRoutesOf(surroundings),
  } satisfies Record<string, Route>;
};

/** The API on the settings' table, machines and functions. */
export function createDeployedApi(): Route {
  const [store, start, machine] = [createStore(), createStart(), () => config.associationMachine];
  const invoke = createInvokeKind();
  const makePlan = createMakePlan(invoke, () => config.approvalMinimum);
  return createApi({
    store,
    start,
    machine,
    makePlan,
    accept: createAccept(store, start),
    retry: createRetry(store, start),
    wake: createWake(),
    allowSelfApproval: () => config.allowSelfApproval,
    ...createBatchSurroundings({ store, invoke, makePlan }),
  });
}

/** The HTTP API: goes by the route's key, and answers refusals as problems. */
export const createApi = (surroundings: ApiSurroundings): Route => answering(routesOf(surroundings));

/** Goes by the key among these routes. */
export function answering(routes: Readonly<Record<string, Route>>): Route {
  return async (request) => {
    try {
      const route = Object.hasOwn(routes, request.routeKey) ? routes[request.routeKey] : undefined;
      if (!route) throw new Refusal('no-such-route', `${request.routeKey} is not a route.`);
      return await route(request);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  };
}
