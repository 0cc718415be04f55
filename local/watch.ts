import type { AssociationSummary, AssociationView, EntryView, Page } from '../src/answers.ts';
import type { ApiClient } from './api-client.ts';

/** Something that happened to an association: when, in the world's time, and what. */
export interface Happening {
  readonly at: string;
  readonly what: string;
}

/** How often, in milliseconds of the machine's clock, it is asked how things stand. */
const askEvery = 50;

/** Tells of everything that happens to an association until it has ended; rejects when that takes more than `patience` milliseconds. */
export async function watch(
  api: ApiClient,
  id: string,
  now: () => number,
  tell: (happening: Happening) => void,
  patience: number,
): Promise<AssociationView> {
  const told: Told = { entries: 0, plan: false, look: '' };
  for (const start = performance.now(); performance.now() - start < patience; ) {
    const { status, body } = await api('GET', `/associations/${id}`);
    if (status !== 200) throw new Error(`GET /associations/${id} answered ${status}: ${JSON.stringify(body)}`);
    const shown = body as unknown as AssociationView;
    for (const happening of news(shown, told, new Date(now()).toISOString())) tell(happening);
    if (shown.noticesSent) return shown;
    await new Promise((resolve) => setTimeout(resolve, askEvery));
  }
  throw new Error(`${id} has not ended after ${patience} ms.`);
}

/** Resolves once no association is under way any more; rejects, with one that is, when that takes more than `patience` milliseconds. */
export async function untilAllEnded(api: ApiClient, patience: number): Promise<void> {
  const start = performance.now();
  for (let left = await underWay(api); left; left = await underWay(api)) {
    if (performance.now() - start >= patience)
      throw new Error(`Not every association has ended after ${patience} ms: ${left.id} is ${left.state}.`);
    await new Promise((resolve) => setTimeout(resolve, askEvery));
  }
}

/** One that has not ended. */
async function underWay(api: ApiClient): Promise<AssociationSummary | undefined> {
  for (let pageToken = ''; ; ) {
    const { status, body } = await api('GET', `/associations?pageSize=100${pageToken && `&pageToken=${pageToken}`}`);
    if (status !== 200) throw new Error(`GET /associations answered ${status}: ${JSON.stringify(body)}`);
    const { items, nextPageToken } = body as unknown as Page<AssociationSummary>;
    const found = items.find(({ settledAt }) => settledAt === null);
    if (found || nextPageToken === null) return found;
    pageToken = nextPageToken;
  }
}

/** What was not told yet, in the order it happened: a plan is made once a run has started. */
function news({ id, history, plan, step }: AssociationView, told: Told, now: string): Happening[] {
  const entries = history.slice(told.entries).map((entry) => entryText(id, entry));
  const look = step?.nextLookAt ? `${step.name} ${step.looks} ${step.nextLookAt}` : told.look;
  const looked = step && look !== told.look ? [{ at: now, what: stepText(step, now) }] : [];
  const beforePlan = Math.max(0, entriesBeforePlan - told.entries);
  // What followed the plan has its own time already.
  const planned = plan && !told.plan ? [{ at: entries[beforePlan]?.at ?? now, what: planText(plan) }] : [];
  Object.assign(told, { entries: history.length, plan: plan !== null, look });
  return [...entries.slice(0, beforePlan), ...planned, ...entries.slice(beforePlan), ...looked];
}

/** What was told already. */
interface Told {
  entries: number;
  plan: boolean;
  look: string;
}

/** That it was requested, and that its run started. */
const entriesBeforePlan = 2;

/** What an entry's line says beside its action. */
const additions: Readonly<Record<string, (id: string, entry: EntryView) => string>> = {
  Requested: (id, { actor }) => ` by ${actor.id}: ${id}`,
  Approved: (_, { actor, comment }) => ` by ${actor.id}${comment ? `: ${comment}` : ''}`,
  Settled: (_, { to }) => `: ${to}`,
};

const entryText = (id: string, entry: EntryView): Happening => ({
  at: entry.at,
  what: `${entry.action}${additions[entry.action]?.(id, entry) ?? called(entry)}`,
});

const called = ({ words }: EntryView) => (words?.requestId ? ` (${words.operation} ${words.requestId})` : '');

function planText({ checks, calls, changed }: NonNullable<AssociationView['plan']>): string {
  const failed = checks.filter(({ result }) => result === 'FAIL').map(({ name, message }) => `${name} FAIL: ${message}`);
  const passed = checks.filter(({ result }) => result === 'PASS').length;
  const then =
    failed.length > 0 ? failed.join('; ') : changed ? `then ${calls.map(({ operation }) => operation).join(', ')}` : 'nothing to do';
  return `Planned: ${passed} of ${checks.length} checks pass; ${then}`;
}

/** Seconds are the world's. */
function stepText({ name, observed, looks, nextLookAt }: NonNullable<AssociationView['step']>, now: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(nextLookAt ?? now) - Date.parse(now)) / 1_000));
  return `${name}: ${observed ?? 'accepted'}${name.startsWith('Observe') && looks > 1 ? `, look ${looks}` : ''}, next look in ${seconds} s`;
}
