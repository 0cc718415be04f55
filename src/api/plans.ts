import type { PlanItem, Plans } from '../answers.ts';
import type { Request } from '../association.ts';
import type { HoldBatchPlan } from '../batches/create.ts';
import type { MakeBatchPlan } from '../batches/plan.ts';
import { isBatch, nothingNamed, readBatch } from '../batches/read.ts';
import type { RequestsOf } from '../batches/requests.ts';
import type { Words } from '../kinds/kind.ts';
import { type MakePlan, summaryOf } from '../plans.ts';
import { readRequest } from '../request.ts';
import { PairsUnread } from '../targets.ts';
import type { Unread } from '../unread.ts';
import { type HttpRequest, jsonBody, Refusal, type Route, readOrRefuse } from './http.ts';

/** What plans are made with. */
export interface PlanSurroundings {
  readonly makePlan: MakePlan;
  readonly requestsOf: RequestsOf;
  readonly makeBatchPlan: MakeBatchPlan;
}

/** A thousand requests. */
export const mostKilobytes = 1_024;

/** POST /plans: what would be done, and nothing else. One answer for one and for many. */
export const createPlan =
  ({ makePlan, requestsOf, makeBatchPlan }: PlanSurroundings): Route =>
  async (request: HttpRequest) => {
    const asked = jsonBody(request, { mostKilobytes });
    if (isBatch(asked)) {
      const requests = readOrRefuse(await requestsOf(readOrRefuse(readBatch(asked))));
      if (requests.length === 0) readOrRefuse(nothingNamed);
      return { status: 200, headers: {}, body: readable(await makeBatchPlan(requests, request.at)) };
    }
    const item = await planOrRefuse(makePlan, readOrRefuse(readRequest(asked)), request.at);
    const body: Plans = { summary: summaryOf([item]), digest: item.digest, checks: [], items: [item] };
    return { status: 200, headers: {}, body };
  };

/** What was made. Throws a Refusal when AWS could not be read. */
function readable<Made extends object>(made: Made | Unread): Made {
  if (!('unread' in made)) return made;
  throw unavailable(made.unread);
}

const unavailable = ({ error, message }: Words) =>
  new Refusal('plan-unavailable', `AWS could not be read: ${error}: ${message ?? 'no message'}`);

/** The same, but that AWS could not be read for the pairs is a Refusal, too. */
export const requestsOrRefuse =
  (requestsOf: RequestsOf): RequestsOf =>
  (request) =>
    requestsOf(request).catch((error: unknown) => {
      throw error instanceof PairsUnread ? unavailable(error.words) : error;
    });

/** The plan of a request. Throws a Refusal when AWS could not be read. */
export const planOrRefuse = async (makePlan: MakePlan, request: Request, now: number): Promise<PlanItem> =>
  readable(await makePlan(request, now));

/** Throws a Refusal when a batch was made on a plan that holds no longer. */
export const holdBatchPlan =
  (makeBatchPlan: MakeBatchPlan): HoldBatchPlan =>
  async (requests, planDigest, now) =>
    holdDigest(readable(await makeBatchPlan(requests, now)).digest, planDigest);

/** Throws a Refusal when the request was made on a plan that holds no longer. */
export async function holdPlan(makePlan: MakePlan, request: Request, now: number): Promise<void> {
  if (request.planDigest === null) return;
  holdDigest((await planOrRefuse(makePlan, request, now)).digest, request.planDigest);
}

function holdDigest(digest: string, wanted: string): void {
  if (digest === wanted) return;
  throw new Refusal('plan-stale', `Something has changed since: the plan is ${digest} now. Plan again, and decide on that plan.`);
}
