import type { Request } from '../association.ts';
import { hashOf } from '../canonical.ts';
import type { InvokeKind } from '../invoke-kind.ts';
import { kindNames } from '../kinds/index.ts';
import type { Check, Desired, Words } from '../kinds/kind.ts';
import { type MakePlan, type PlanItem, type PlanSummary, summaryOf, worstFirst } from '../plans.ts';

/** What would be done for many requests. */
export interface BatchPlan {
  readonly summary: PlanSummary;
  readonly digest: string;
  /** What holds for all of them together. */
  readonly checks: readonly Check[];
  /** Worst first. */
  readonly items: readonly PlanItem[];
}

/** Makes the plan of many requests; or says what AWS answered when one could not be read. */
export type MakeBatchPlan = (requests: readonly Request[], now: number) => Promise<BatchPlan | { readonly unread: Words }>;

/** So many are planned within the time of one request; of the rest only the quotas are looked at. */
const mostPlanned = 200;

/** How many are planned at once. */
const atOnce = 10;

export function createMakeBatchPlan(makePlan: MakePlan, invoke: InvokeKind): MakeBatchPlan {
  return async (requests, now) => {
    const [planned, rest] = [requests.slice(0, mostPlanned), requests.slice(mostPlanned)];
    const items: PlanItem[] = [];
    for (let start = 0; start < planned.length; start += atOnce) {
      const made = await Promise.all(planned.slice(start, start + atOnce).map((request) => makePlan(request, now)));
      for (const item of made) {
        if ('unread' in item) return item;
        items.push(item);
      }
    }
    const checks = await quotasOf(requests);
    const summary = withChecks(summaryOf(items, rest.length), checks);
    return { summary, digest: digestOf(items, rest, checks), checks, items: worstFirst(items) };
  };

  async function quotasOf(requests: readonly Request[]): Promise<Check[]> {
    const checks: Check[] = [];
    for (const kind of kindNames) {
      for (const desired of ['ASSOCIATED', 'DISSOCIATED'] satisfies Desired[]) {
        const pairs = requests.filter((request) => request.kind === kind && request.desired === desired).map(({ pair }) => pair);
        if (pairs.length === 0) continue;
        const asked = { step: 'quotas', pairs, desired };
        checks.push(...((await invoke(kind, asked)) as { checks: Check[] }).checks);
      }
    }
    return checks;
  }
}

/** What does not fit is said where it is read first. */
function withChecks(summary: PlanSummary, checks: readonly Check[]): PlanSummary {
  const failing = checks.filter(({ result }) => result === 'FAIL').map(({ message }) => message);
  return failing.length === 0 ? summary : { ...summary, text: `${summary.text}. Together they do not fit. ${failing.join(' ')}` };
}

/** Which requests, and which plan each of them has; no counts, as in the digest of one. */
function digestOf(items: readonly PlanItem[], rest: readonly Request[], checks: readonly Check[]): string {
  const planned = items.map(({ kind, digest }) => ({ kind, digest }));
  const unplanned = rest.map(({ kind, pair, desired, onFailure }) => ({ kind, pair, desired, onFailure }));
  const named = checks.map(({ name, result }) => ({ name, result }));
  return `sha256:${hashOf({ planned, unplanned, checks: named })}`;
}
