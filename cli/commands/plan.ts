import type { Plans } from '../../src/answers.ts';
import type { Api } from '../api.ts';
import { exitCodes } from '../exit.ts';
import { type Body, type RequestOptions, requestOf } from '../request.ts';
import type { Action } from '../session.ts';
import { planLines } from '../show/plan.ts';

/** Shows what a request, or a batch, would do. Nothing is started. */
export const plan: Action<RequestOptions & { detailedExitcode?: boolean }> = async (session, options, [kind]) => {
  const body = await requestOf(session, { ...options }, kind);
  const api = await session.connect();
  const plans = await plansOf(api, body);
  session.output.show(plans, planLines);
  return exitCodeOfPlans(plans, options.detailedExitcode ?? false);
};

/** The plans of a request or a batch. */
export const plansOf = async (api: Api, body: Body): Promise<Plans> =>
  (await api.ask<Plans>({ method: 'POST', path: '/plans', body })).body;

/** What the plans come to: blocked is a failure, whatever else there is. */
export function exitCodeOfPlans({ summary, checks }: Plans, detailed: boolean): number {
  if (summary.blocked > 0 || checks.some(({ result }) => result === 'FAIL')) return exitCodes.failed;
  return detailed && summary.change + summary.waiting + (summary.notPlanned ?? 0) > 0 ? exitCodes.changes : exitCodes.reached;
}
