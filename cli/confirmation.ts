import type { AssociationView, BatchItemView, PlanItem, Plans, PlanView } from '../src/answers.ts';
import { interruptsTraffic } from '../src/verdict.ts';
import { Interrupted, UsageError } from './errors.ts';
import { canInterrupt, undoInterrupts } from './impact.ts';
import { subjectOf } from './kinds.ts';
import type { Body } from './request.ts';
import type { Session } from './session.ts';
import { cleaned } from './text.ts';

interface Planned {
  readonly kind: string;
  readonly pair: Readonly<Record<string, unknown>>;
  readonly plan: PlanView;
}

/** What loses its traffic for a while, in a sentence, and what must be given to go on. */
export interface Demand {
  readonly what: string;
  readonly wanted: string;
  /** Of how many pairs. */
  readonly pairs: number;
}

/** Of one pair, its name: the thing whose traffic it is. */
export function demandOf(pair: Pick<Planned, 'kind' | 'pair'>): Demand {
  const wanted = subjectOf(pair);
  return { wanted, pairs: 1, what: `This interrupts the traffic of ${cleaned(wanted)}.` };
}

/** What cancelling demands: what has been called by then is taken back. */
export function demandOfCancel(association: AssociationView): Demand | undefined {
  if (association.state !== 'RUNNING' || !undoInterrupts(association)) return undefined;
  const wanted = subjectOf(association);
  return {
    wanted,
    pairs: 1,
    what: `Once it was called it is taken back, which interrupts the traffic of ${cleaned(wanted)} a second time.`,
  };
}

/** What these plans demand; undefined when no traffic is interrupted. Of several pairs, it is how many. */
export function demandOfPlanned(planned: readonly Planned[]): Demand | undefined {
  const [first, ...others] = planned.filter(({ plan }) => interruptsTraffic(plan));
  if (!first || others.length === 0) return first && demandOf(first);
  const pairs = others.length + 1;
  const wanted = String(pairs);
  return { wanted, pairs, what: `This interrupts the traffic of ${wanted} pairs.` };
}

/** What the plans of a request or a batch demand. What was not planned, for want of time or of room, is taken for the worst that it can do. */
export function demandOfPlans({ summary, items }: Plans, body: Body): Demand | undefined {
  const { notPlanned = 0 } = summary;
  if (notPlanned === 0 || !unplanned(body, items).some(canInterrupt))
    return demandOfPlanned(items.map((item) => ({ ...item, plan: item })));
  const pairs = items.length + notPlanned;
  const wanted = String(pairs);
  return { wanted, pairs, what: `Of ${wanted} pairs ${notPlanned} could not be planned yet, and traffic can be interrupted.` };
}

/** Whether a request or a batch of which nothing was planned can interrupt traffic. */
export const mayInterrupt = (body: Body): boolean => unplanned(body, []).some(canInterrupt);

/** One request of each kind and relation that has fewer plans than requests; a selector's are all alike. */
function unplanned({ items, selector, desired = 'ASSOCIATED' }: Body, planned: readonly PlanItem[]): Body[] {
  if (!Array.isArray(items)) return [{ desired, ...(selector as Body) }];
  const asked = Map.groupBy(items as Body[], (request) => likeness({ desired, ...request }));
  const plans = Map.groupBy(planned, likeness);
  return [...asked].flatMap(([like, [first, ...more]]) =>
    more.length + 1 > (plans.get(like)?.length ?? 0) ? [{ desired, ...first }] : [],
  );
}

const likeness = ({ kind, desired }: { readonly kind?: unknown; readonly desired?: unknown }) => `${kind} ${desired}`;

/** What trying these items again demands: how many they are, when one of them can interrupt traffic. */
export function demandOfItems(items: readonly BatchItemView[]): Demand | undefined {
  if (!items.some(canInterrupt)) return undefined;
  const wanted = String(items.length);
  return { wanted, pairs: items.length, what: `Trying again what did not end as desired (${wanted}) can interrupt traffic.` };
}

/** Has the demand met: by --confirm, or typed where a person is. Throws UsageError when it is not, and Interrupted when the person leaves. */
export async function confirm(session: Session, demand: Demand | undefined, given: string | undefined): Promise<void> {
  if (!demand) return;
  const wanted = cleaned(demand.wanted);
  const answer = given ?? (session.canAsk ? await typed(session, `${demand.what} Type ${wanted} to go on: `) : undefined);
  if (answer === undefined) throw new UsageError(`${demand.what} Nothing was sent.`, `If that is wanted, add: --confirm ${wanted}`);
  if (answer.trim() === demand.wanted) return;
  throw new UsageError(`"${answer}" is not ${wanted}. Nothing was sent.`, `${demand.what} If that is wanted: --confirm ${wanted}`);
}

async function typed({ surroundings }: Session, question: string): Promise<string> {
  const answer = await surroundings.input.ask(question);
  if (answer === undefined) throw new Interrupted('Nothing was sent.');
  return answer;
}
