import type { PairView, PlanItem, PlanSummary } from './answers.ts';
import { type Approval, atLeast, needsApproval } from './approval.ts';
import type { KeptPlan, Request } from './association.ts';
import { estimateOf } from './estimate.ts';
import type { InvokeKind } from './invoke-kind.ts';
import { kindOf } from './kinds/index.ts';
import type { Desired } from './kinds/kind.ts';
import type { Preview, Previewed } from './preview.ts';
import { orUnread, type Unread } from './unread.ts';
import { interruptsTraffic, isBlocked, waits } from './verdict.ts';

/** Makes the plan of one request; or says what AWS answered when it could not be read. */
export type MakePlan = (request: Request, now: number) => Promise<PlanItem | Unread>;

export const createMakePlan =
  (invoke: InvokeKind, minimum: () => Approval): MakePlan =>
  async (request, now) => {
    const { kind, pair, desired, onFailure } = request;
    const asked: Previewed = { kind, pair, desired, onFailure, now };
    const answer = (await orUnread('Invoke', invoke(kind, { step: 'preview', ...asked }))) as Preview;
    if ('unread' in answer) return answer;
    return itemOf({ ...request, approval: atLeast(minimum(), request.approval) }, answer);
  };

function itemOf({ kind, pair, desired, approval }: Request, { plan, usualSeconds }: Extract<Preview, { plan: KeptPlan }>): PlanItem {
  const { durations } = kindOf(kind);
  const { changed, impact, checks, calls, undo, digest } = plan;
  const usual = usualSeconds ?? durations.usual;
  const asks = changed && needsApproval(approval, impact);
  return {
    kind,
    pair: pair as PairView,
    desired,
    changed,
    impact,
    reversible: reversibleOf(kind, desired, plan),
    approval: asks ? 'REQUIRED' : 'NOT_REQUIRED',
    checks,
    calls,
    undo,
    usualSeconds: usual,
    estimate: estimateOf({ changed, asks, usual, guessed: usual === durations.usual, bound: durations.settle }),
    digest,
  };
}

function reversibleOf(kind: string, desired: Desired, { changed, undo }: KeptPlan): PlanItem['reversible'] {
  if (changed && undo.length === 0) return 'NO';
  const can = kindOf(kind).desired[desired];
  return can.allowed && can.undoInterrupts ? 'YES_WITH_SECOND_INTERRUPTION' : 'YES';
}

/** Counts the items: each is one of change, noChange, blocked and waiting. */
export function summaryOf(items: readonly PlanItem[], notPlanned = 0): PlanSummary {
  const count = (holds: (item: PlanItem) => boolean) => items.filter(holds).length;
  const rest = items.filter((item) => !isBlocked(item) && !waits(item));
  const change = rest.filter(({ changed }) => changed).length;
  const counts = {
    change,
    noChange: rest.length - change,
    blocked: count(isBlocked),
    waiting: count(waits),
    interruptsTraffic: count(interruptsTraffic),
    notPlanned,
  };
  return { text: textOf(counts), ...counts };
}

const textOf = ({ change, noChange, blocked, waiting, interruptsTraffic, notPlanned }: Omit<PlanSummary, 'text'>): string =>
  [
    `${change} to change`,
    `${noChange} as desired already`,
    ...(waiting > 0 ? [`${waiting} to wait for conditions`] : []),
    ...(blocked > 0 ? [`${blocked} blocked`] : []),
    ...(notPlanned > 0 ? [`${notPlanned} not planned`] : []),
    ...(interruptsTraffic > 0 ? [`${interruptsTraffic} interrupt${interruptsTraffic === 1 ? 's' : ''} traffic`] : []),
    // Of what was not planned, nobody knows.
    ...(interruptsTraffic + notPlanned === 0 ? ['no traffic is interrupted'] : []),
  ].join(', ');
