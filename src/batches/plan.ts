import type { PlanItem, PlanSummary, Plans } from '../answers.ts';
import type { Request } from '../association.ts';
import { hashOf } from '../canonical.ts';
import type { InvokeKind } from '../invoke-kind.ts';
import { kindNames } from '../kinds/index.ts';
import { type Check, check, type Desired, unknown, type Words } from '../kinds/kind.ts';
import { type MakePlan, summaryOf } from '../plans.ts';
import { orUnread, type Unread } from '../unread.ts';
import { worstFirst } from '../verdict.ts';
import { createPlanning, outOfTime } from './planning.ts';

/** Makes the plan of many requests; or says what AWS answered when none of them could be planned. */
export type MakeBatchPlan = (requests: readonly Request[], now: number) => Promise<Plans | Unread>;

/** So many are planned within one request; of the rest only the quotas are looked at. */
const mostPlanned = 200;

/** The function has 28 seconds, and before this the pairs of a selector are found. Milliseconds. */
const timeToPlan = 18_000;

/** `timeOut` gives a signal that is aborted so many milliseconds later. */
export function createMakeBatchPlan(makePlan: MakePlan, invoke: InvokeKind, timeOut = AbortSignal.timeout): MakeBatchPlan {
  return async (requests, now) => {
    const time = timeOut(timeToPlan);
    const planning = createPlanning((request) => makePlan(request, now), time);
    const [made, quotas] = await Promise.all([planning(requests.slice(0, mostPlanned)), quotasOf(requests, time)]);
    const unread = [...made.values()].filter((plan) => 'unread' in plan);
    const planned = new Map([...made].flatMap(([request, plan]) => ('unread' in plan ? [] : [[request, plan] as const])));
    const items = [...planned.values()];
    if (items.length === 0 && unread[0]) return unread[0];
    const checks = [...quotas, ...notPlanned(unread)];
    const rest = requests.filter((request) => !planned.has(request));
    const summary = withChecks(summaryOf(items, rest.length), checks);
    return { summary, digest: digestOf(items, rest, checks), checks, items: worstFirst(items) };
  };

  async function quotasOf(requests: readonly Request[], time: AbortSignal): Promise<Check[]> {
    const groups = kindNames.flatMap((kind) =>
      (['ASSOCIATED', 'DISSOCIATED'] satisfies Desired[]).map((desired) => ({
        kind,
        desired,
        pairs: requests.filter((request) => request.kind === kind && request.desired === desired).map(({ pair }) => pair),
      })),
    );
    const asked = groups.filter(({ pairs }) => pairs.length > 0);
    return (await Promise.all(asked.map((group) => quotasOfKind(group, time)))).flat();
  }

  async function quotasOfKind(
    { kind, ...asked }: { kind: string; desired: Desired; pairs: unknown[] },
    time: AbortSignal,
  ): Promise<Check[]> {
    const answer = orUnread('Invoke', invoke(kind, { step: 'quotas', ...asked }) as Promise<{ checks: Check[] } | Unread>);
    const found = await Promise.race([answer, outOfTime(time)]);
    if ('checks' in found) return found.checks;
    return [check(`quotas ${kind}`, unknown('QuotasUnknown', `Whether all of them fit is not known: ${said(found.unread)}.`))];
  }
}

const said = ({ error, message }: Words) => `${error}: ${message ?? 'no message'}`.replace(/\.$/, '');

/** Why some were not planned. */
const notPlanned = ([first, ...more]: readonly Unread[]): Check[] =>
  first ? [check('plans', unknown('NotAllPlanned', `${more.length + 1} could not be planned. The first: ${said(first.unread)}.`))] : [];

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
