import type { PairView, PlanItem, Plans } from '../../src/answers.ts';
import type { Desired } from '../../src/kinds/kind.ts';
import { checkOf, plansOf as ofItems, planItem } from '../plan-items.ts';

/** Any JSON object. */
export type Body = Record<string, unknown>;

export const at = '2030-01-02T03:04:05.000Z';
export const later = '2030-01-02T03:05:29.000Z';

/** Domains, services and connections of which something is so. */
export const createSituations = () => ({
  associated: new Set<string>(),
  blocked: new Set<string>(),
  failing: new Set<string>(),
  /** What failed left something there. */
  leftBehind: new Set<string>(),
  /** What is approved is asked about once more: its plan has changed. */
  changing: new Set<string>(),
  /** Packages and networks of which a selector finds nothing. */
  unused: new Set<string>(),
});

export type Situations = ReturnType<typeof createSituations>;

export const isIn = (names: ReadonlySet<string>, { pair }: { readonly pair?: unknown }): boolean =>
  Object.values(pair as object).some((name) => names.has(name));

/** As long as a real digest, and another for what is other. */
export const digestOf = (value: unknown): string =>
  `sha256:${Buffer.from(JSON.stringify(value)).toString('hex').padEnd(64, '0').slice(-64)}`;

/** So many requests are planned at once. */
const mostPlanned = 200;

/** What POST /plans answers. */
export function plansOf(body: Body, situations: Situations): Plans {
  const requests = requestsOf(body, situations);
  const items = requests.slice(0, mostPlanned).map((request) => planOf(request, situations));
  return { ...ofItems(items, { notPlanned: requests.length - items.length }), digest: digestOf(items.map(({ digest }) => digest)) };
}

/** A selector selects two domains, or none of what is not used. */
export function requestsOf(body: Body, { unused }: Situations): Body[] {
  if (body.items) return (body.items as Body[]).map((request) => ({ desired: body.desired, ...request }));
  if (body.selector && isIn(unused, { pair: body.selector })) return [];
  const selected = ['logs-a', 'logs-b'].map((domainName) => ({ kind: 'es-package', pair: { packageId: 'F1', domainName } }));
  return body.selector ? selected : [body];
}

/** Direct Connect interrupts traffic. */
export function planOf(body: Body, { associated, blocked }: Situations): PlanItem {
  const interrupts = body.kind === 'dx-hosted-connection';
  const [changed, isBlocked] = [!isIn(associated, body), isIn(blocked, body)];
  const [kind, pair, desired] = [String(body.kind), body.pair as PairView, (body.desired ?? 'ASSOCIATED') as Desired];
  return planItem({
    kind,
    pair,
    desired,
    changed,
    impact: changed ? (interrupts ? 'INTERRUPTS_TRAFFIC' : 'BACKGROUND') : 'NONE',
    reversible: interrupts ? 'YES_WITH_SECOND_INTERRUPTION' : 'YES',
    approval: interrupts ? 'REQUIRED' : 'NOT_REQUIRED',
    checks: [{ ...checkOf(isBlocked ? 'FAIL' : 'PASS'), name: 'subject-exists', message: 'It is \u001b[31mthere.' }],
    calls: changed ? [{ operation: 'AssociatePackage', parameters: pair }] : [],
    usualSeconds: 180,
    digest: digestOf([desired, pair, changed, isBlocked]),
  });
}
