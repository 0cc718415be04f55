import type { Accept, Acceptance } from '../accept.ts';
import type { Request } from '../association.ts';
import type { Limits } from '../batches/batch.ts';
import type { AcceptBatch, BatchAcceptance, BatchAsked } from '../batches/create.ts';
import { type Problem, problemsOf, readRequest } from '../request.ts';
import { readSelector } from '../selector.ts';
import type { Targets } from '../targets.ts';
import { actorOf, type Event, envelope, type Meaning, type Reader, timeOf, unusable } from './event.ts';
import { packageUpdated } from './package-updated.ts';
import { requested } from './requested.ts';
import { serviceTag } from './service-tag.ts';
import { tagMoved } from './tag-moved.ts';

const readers: readonly Reader[] = [requested, serviceTag, tagMoved, packageUpdated];

/** What an event became: associations, or a batch. */
export type Taken = Acceptance | BatchAcceptance;

type Targeted = Extract<Meaning, { type: 'TARGETS' }>;

/** Everything that turning an event into associations needs. */
export interface Reception {
  readonly accept: Accept;
  /** Takes batches in; null where the stage wants no batches of events. */
  readonly acceptBatch: AcceptBatch | null;
  /** The pairs that the kind's own function finds for an event. */
  readonly targets: Targets;
  /** Whether a tag brought about what a pair is now. */
  readonly isTagged: (pair: Pick<Request, 'kind' | 'pair'>) => Promise<boolean>;
  /** Keeps what cannot be used, with the reasons. */
  readonly park: (event: unknown, problems: readonly Problem[]) => Promise<void>;
  readonly account: string;
  readonly region: string;
}

/** Takes one event in: accepts what it asks for, or parks it. Throws only when a repeat may fare better. */
export async function receive(input: unknown, reception: Reception): Promise<Taken[]> {
  const read = envelope.safeParse(input);
  if (!read.success) return parked(input, problemsOf(read), reception);
  const meaning = meaningOf(read.data, reception);
  switch (meaning.type) {
    case 'UNUSABLE':
      return parked(input, meaning.problems, reception);
    case 'REQUEST':
      return parkedUnlessAccepted([await asked(read.data, meaning.request, meaning.trigger, reception)], input, reception);
    case 'TARGETS':
      return parkedUnlessAccepted(await taken(read.data, meaning, reception), input, reception);
  }
}

/** A release in between may have made another request of the same event: what was not accepted must not be lost. */
async function parkedUnlessAccepted(acceptances: Taken[], event: unknown, reception: Reception): Promise<Taken[]> {
  const problems = acceptances.flatMap((acceptance) => {
    if (acceptance.type === 'UNUSABLE') return acceptance.problems;
    return acceptance.type === 'KEY_REUSED'
      ? [{ path: 'id', message: `stands for ${acceptance.id ?? 'what was refused'}, which asks for something else` }]
      : [];
  });
  if (problems.length > 0) await reception.park(event, problems);
  return acceptances;
}

/** What the event means, once it is certain that it is about this account and Region. */
function meaningOf(event: Event, { account, region }: Reception): Meaning {
  const reader = readers.find(
    ({ sources, detailTypes }) => (sources ?? [event.source]).includes(event.source) && detailTypes.includes(event['detail-type']),
  );
  if (!reader) return unusable({ path: 'detail-type', message: `${event.source} / ${event['detail-type']} means nothing to Liaison` });
  if (event.account !== account) return unusable({ path: 'account', message: `is ${event.account}; this is ${account}` });
  if (event.region !== region) return unusable({ path: 'region', message: `is ${event.region}; this is ${region}` });
  const meaning = reader.read(event);
  return meaning.type === 'TARGETS' ? selectorRead(meaning) : meaning;
}

/** What an event names is untrusted like the rest of it: the kind says whether pairs can be found by it. */
function selectorRead(meaning: Targeted): Meaning {
  const read = readSelector(meaning.kind, meaning.selector, meaning.kind);
  return read.ok ? { ...meaning, selector: read.value } : unusable(...read.problems);
}

async function parked(event: unknown, problems: readonly Problem[], { park }: Reception): Promise<[]> {
  await park(event, problems);
  return [];
}

async function taken(event: Event, meaning: Targeted, reception: Reception): Promise<Taken[]> {
  const { acceptBatch } = reception;
  return meaning.limits && acceptBatch
    ? [await acceptBatch(batchOf(event, meaning, meaning.limits))]
    : acceptAll(event, meaning, reception);
}

const batchOf = (event: Event, { kind, selector, trigger, defaults }: Targeted, limits: Limits): BatchAsked => ({
  request: { requests: null, selector: { kind, ...selector }, defaults, limits, label: defaults.reason ?? null, planDigest: null },
  key: ['event', event.source, event.id, 'batch'],
  requestedBy: actorOf(event),
  requestedAt: timeOf(event),
  trigger,
});

async function acceptAll(
  event: Event,
  { kind, selector, trigger, defaults, onlyTagged }: Targeted,
  reception: Reception,
): Promise<Acceptance[]> {
  const accepted: Acceptance[] = [];
  for (const pair of await reception.targets(kind, selector)) {
    const reading = readRequest({ kind, pair, ...defaults });
    // The kind's own function made the pair: that it cannot be read is a fault of ours.
    if (!reading.ok) throw new Error(`${kind} named a pair it cannot read: ${JSON.stringify(reading.problems)}`);
    if (onlyTagged && !(await reception.isTagged(reading.value))) continue;
    accepted.push(await asked(event, reading.value, trigger, reception));
  }
  return accepted;
}

const asked = (event: Event, request: Request, trigger: Parameters<Accept>[0]['trigger'], { accept }: Reception) =>
  accept({
    request,
    key: ['event', event.source, event.id, request.kind, JSON.stringify(request.pair)],
    requestedBy: actorOf(event),
    requestedAt: timeOf(event),
    trigger,
    whenBusy: 'NEXT',
  });
