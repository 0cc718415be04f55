import { needsApproval } from '../../src/approval.ts';
import { type Association, isTerminal, isUnclear } from '../../src/association.ts';
import { hasEnded } from '../../src/batches/batch.ts';
import { kindOf } from '../../src/kinds/index.ts';
import { batchInvariants } from './batch-invariants.ts';
import type { Call, End } from './chronicle.ts';
import { batchesOf, recordOf, recordsOf } from './remains.ts';
import { staleFor } from './staleness.ts';
import { isAsDesired, nothing, type Standing, standingOf } from './truth.ts';
import type { Lived } from './world.ts';

/** What must hold after every seed: each says what was found instead, a sentence for each case. */
export type Invariant = (lived: Lived) => string[];

/** Most events of one execution, of a batch and of an association, and most runs of one attempt after its first. AWS ends one at 25,000. */
const [mostEventsOfBatch, mostEvents, mostResumes] = [24_000, 2_500, 3];

const callsOf = ({ chronicle }: Lived, id: string): Call[] => chronicle.calls.filter((call) => call.id === id);

const effects = (calls: readonly Call[]): Call[] => calls.filter(({ mutating, effective }) => mutating && effective);

/** The last ending of each association: what it says in the end. */
const lastEnds = ({ chronicle }: Lived): End[] => [...new Map(chronicle.ends.map((end) => [end.id, end])).values()];

/** Endings after which nothing of what an association did is left to be answered for. */
const isClean = ({ state, sideEffects }: End) => state === 'SUCCEEDED' || sideEffects === 'NONE' || sideEffects === 'REVERTED';

const wishOf = ({ rivalKey, pairKey }: Association) => rivalKey ?? pairKey;

/** Whether what an association had done until that ending is nothing to be answered for any more: it was settled, or another has found it so since. */
function isClosedBy(lived: Lived, id: string, end: End): boolean {
  if (end.id === id) return isClean(end);
  const [mine, other] = [recordOf(lived, id), recordOf(lived, end.id)];
  return end.state === 'SUCCEEDED' && mine !== undefined && other !== undefined && wishOf(mine) === wishOf(other);
}

/**
 * What an association had done to AWS by a moment (so many calls), since that was last settled; and how AWS stood before the first of
 * that, unless somebody else has changed the same since.
 */
function doneBy(lived: Lived, id: string, calls: number): { readonly done: readonly Call[]; readonly before: Standing | undefined } {
  const { chronicle } = lived;
  const since = chronicle.ends.findLast((end) => end.calls < calls && isClosedBy(lived, id, end))?.calls ?? 0;
  const made = effects(chronicle.calls.slice(since, calls));
  const done = made.filter((call) => call.id === id);
  const [first] = done;
  if (!first) return { done, before: undefined };
  const mine = scopesOf(first);
  const later = made.slice(made.indexOf(first));
  const isShared = later.some((call) => call.id !== id && scopesOf(call).some((scope) => mine.includes(scope)));
  return { done, before: isShared ? undefined : (first.before ?? undefined) };
}

/** What a change is about: a domain, a service in a network, a connection wherever it is. */
function thingOf({ kind, pair }: NonNullable<Call['subject']>): string {
  const rules = kindOf(kind);
  return `${kind} ${rules.rival?.(pair as never) ?? rules.scopes(pair as never)}`;
}

const isAbout = ({ subject }: Call, association: Association) => subject !== null && thingOf(subject) === thingOf(association);

const isAnotherHands = (call: Call, association: Association) => call.id === null && call.effective && isAbout(call, association);

/** Whether another hand has changed something that an association could not see when it looked last. */
function isChangedUnseen({ chronicle }: Lived, association: Association, { calls }: End): boolean {
  const made = chronicle.calls.slice(0, calls);
  const looked = made.findLast(({ id, mutating }) => id === association.id && !mutating)?.at ?? 0;
  return made.some((call) => isAnotherHands(call, association) && call.at > looked - staleFor);
}

/** Whether what was changed last, of the first so many calls, was changed by another hand: a move that it began shows when it is through. */
function isInOtherHands({ chronicle }: Lived, association: Association, calls: number): boolean {
  const last = chronicle.calls.slice(0, calls).findLast((call) => call.effective && call.mutating && isAbout(call, association));
  return last?.id === null;
}

/** What another hand did may look like one's own where nothing tells who did it: only what is made in lattice carries a name. */
const mayBeMistaken = ({ chronicle }: Lived, association: Association, calls: number) =>
  chronicle.calls.slice(0, calls).some((call) => isAnotherHands(call, association) && !call.operation.startsWith('CreateServiceNetwork'));

/** Beside its status: the direct connection's state, which a move changes for a while whatever becomes of it. */
const placeIn = ({ kind }: Association, standing: string) =>
  kind === 'dx-hosted-connection' ? (standing.split(' ')[1] as string) : standing;

/** A lattice association that could not be made was nothing: taking it away to make room, or failing to, changes nothing anybody had. */
const worthOf = (association: Association, standing: string, before = '') =>
  standing.startsWith('CREATE_FAILED') || (before.startsWith('CREATE_FAILED') && standing === before.replace('CREATE', 'DELETE'))
    ? nothing
    : placeIn(association, standing);

/** Whether what was there was taken away on purpose, to make room: what undo then takes away is what came after it. */
const isRemovedFirst = ({ desired }: Association, [first]: readonly Call[]) =>
  desired === 'ASSOCIATED' && first?.step === 'request' && first.operation.startsWith('Delete');

/** The ids of lattice associations that came to that status by a call. */
function brought({ before, after }: Call, status: string): string[] {
  const ids = (standing: Standing | null) =>
    (standing?.now ?? '').split(', ').flatMap((one) => (one.startsWith(`${status} `) ? [one.slice(status.length + 1)] : []));
  const known = new Set(ids(before));
  return ids(after).filter((id) => !known.has(id));
}

const invariants = {
  'no function fails by a fault of its own': ({ chronicle }) => [...new Set(chronicle.failures)],

  'everything comes to its end': (lived) => [
    ...(lived.rested ? [] : [`Something still goes on at ${new Date(lived.now).toISOString()}.`]),
    ...recordsOf(lived).flatMap((record) => (isTerminal(record) ? [] : [`${record.id} is ${record.state}.`])),
    ...batchesOf(lived).flatMap((batch) => (hasEnded(batch) ? [] : [`${batch.id} is ${batch.state}.`])),
  ],

  'each attempt ends once': (lived) => {
    const seen = new Set<string>();
    return lived.chronicle.ends.flatMap(({ id, attempt, state }) => {
      const name = `${id} attempt ${attempt}`;
      const isAgain = seen.has(name);
      seen.add(name);
      return isAgain ? [`${name} ended again, ${state}.`] : [];
    });
  },

  'a success is as desired in AWS, and stays so until somebody asks for something else': (lived) => {
    return lived.chronicle.ends.flatMap((end) => {
      const record = recordOf(lived, end.id);
      if (!record || end.state !== 'SUCCEEDED') return [];
      const { now, comesTo } = end.standing;
      if (isChangedUnseen(lived, record, end)) return [];
      const standings = isInOtherHands(lived, record, end.calls) ? [now] : [now, comesTo];
      return standings.every((standing) => isAsDesired(record, standing))
        ? []
        : [`${end.id} ended SUCCEEDED with ${record.desired}, and there is ${now}, which comes to ${comesTo}.`];
    });
  },

  'what failed without side effects, or was taken back, is as it was before': (lived) => {
    return lived.chronicle.ends.flatMap((end) => {
      const record = recordOf(lived, end.id);
      if (!record || end.state === 'SUCCEEDED' || !['NONE', 'REVERTED'].includes(end.sideEffects ?? '')) return [];
      if (mayBeMistaken(lived, record, end.calls)) return [];
      const { done, before } = doneBy(lived, end.id, end.calls);
      const { comesTo } = end.standing;
      if (!before || worthOf(record, before.comesTo) === worthOf(record, comesTo, before.comesTo)) return [];
      return [
        `${end.id} ended ${end.state} ${end.sideEffects} after ${done.map(({ operation }) => operation)}: was ${before.comesTo}, is ${comesTo}.`,
      ];
    });
  },

  'what is said to be left behind was made': (lived) =>
    lastEnds(lived).flatMap((end) => {
      const record = recordOf(lived, end.id);
      if (!record || end.sideEffects !== 'LEFT_BEHIND' || mayBeMistaken(lived, record, end.calls)) return [];
      // What others have found so since may be told of as left all the same: not every attempt gets as far as a look.
      const since = lived.chronicle.ends.findLast((own) => own.id === end.id && own.calls < end.calls && isClean(own))?.calls ?? 0;
      const done = effects(lived.chronicle.calls.slice(since, end.calls)).filter(({ id }) => id === end.id);
      return done.length === 0 ? [`${end.id} says LEFT_BEHIND and changed nothing.`] : [];
    }),

  'a success says whether it changed something': (lived) =>
    lived.chronicle.ends.flatMap((end) => {
      const record = recordOf(lived, end.id);
      if (!record || end.state !== 'SUCCEEDED' || mayBeMistaken(lived, record, end.calls)) return [];
      const { done } = doneBy(lived, end.id, end.calls);
      if (end.changed && done.length === 0) return [`${end.id} says that it changed something and made no call that took.`];
      return [];
    }),

  'two associations never change one thing at once': (lived) => {
    const { calls, ends, rests } = lived.chronicle;
    const holders = new Map<string, { readonly id: string; readonly until: number }>();
    return calls.flatMap((call, index) => {
      if (!call.mutating || !call.effective || call.id === null) return [];
      const { id, run } = call;
      // That a call of its last run was out when all its runs had died, its ending says.
      if (ends.some((end) => end.id === id && end.run === run && end.calls <= index && end.sideEffects === 'UNKNOWN')) return [];
      const until = Math.min(...[...ends, ...rests].flatMap((over) => (over.id === id && over.calls > index ? [over.calls] : [])));
      return scopesOf(call).flatMap((scope) => {
        const holder = holders.get(scope);
        holders.set(scope, { id, until });
        return holder && holder.id !== id && holder.until > index
          ? [`${id} made ${call.operation} on ${scope} while ${holder.id} was at it.`]
          : [];
      });
    });
  },

  'no mutating call is repeated without a look': (lived) =>
    recordsOf(lived).flatMap(({ id }) => {
      let last: Call | undefined;
      return callsOf(lived, id).flatMap((call) => {
        const before = last;
        if (call.mutating || call.effective) last = call;
        return call.mutating && before?.mutating && before.outcome !== 'ThrottlingException'
          ? [`${id} made ${call.operation} right after ${before.operation} (${before.outcome}).`]
          : [];
      });
    }),

  'undo touches nothing that was there before': (lived) =>
    lived.chronicle.calls.flatMap((call, index) => {
      if (call.step !== 'undo' || !call.mutating || !call.effective || call.id === null) return [];
      const record = recordOf(lived, call.id);
      if (!record || mayBeMistaken(lived, record, index)) return [];
      const { done, before } = doneBy(lived, call.id, index);
      if (done.length === 0) return [`${call.id} undid with ${call.operation} and had made nothing.`];
      const is = call.after?.comesTo ?? nothing;
      if (!before || isRemovedFirst(record, done) || /^(DISSOCIATION|DELETE)_FAILED/.test(is)) return [];
      return worthOf(record, before.comesTo) === worthOf(record, is)
        ? []
        : [`${call.id} undid with ${call.operation}: was ${before.comesTo}, comes to ${is}.`];
    }),

  'what another hand made is not taken back': ({ chronicle: { calls } }) => {
    const theirs = new Set(calls.flatMap((call) => (call.id === null ? brought(call, 'CREATE_IN_PROGRESS') : [])));
    return calls.flatMap((call) => {
      const taken = call.step === 'undo' ? brought(call, 'DELETE_IN_PROGRESS').filter((id) => theirs.has(id)) : [];
      return taken.map((id) => `${call.id} undid ${id} with ${call.operation}.`);
    });
  },

  'nothing is done before its approval': ({ chronicle }) =>
    chronicle.calls.flatMap(({ id, step, operation, allowed, mutating }) => {
      if (!mutating || step !== 'request' || !allowed?.plan) return [];
      const { approval, plan } = allowed;
      const isMissing = needsApproval(approval, plan.impact) && !chronicle.approvals.has(`${plan.digest} ${id}`);
      return isMissing ? [`${id} made ${operation} without the approval of its plan.`] : [];
    }),

  'every lock and every pair is free': ({ items }) =>
    [...items].flatMap(([key, { owner, waiters, holder, next, superseded }]) => {
      if (key.startsWith('LOCK#') && (owner || (waiters as []).length > 0)) return [`${key} belongs to ${owner}; ${waiters} wait.`];
      if (key.startsWith('PAIR#') && (holder || next || (superseded as []).length > 0))
        return [`${key} belongs to ${holder}, next ${next}.`];
      return [];
    }),

  'every ending is told': (lived) => {
    const { told, ends, batchEnds } = lived.chronicle;
    const histories = new Map(recordsOf(lived).map(({ id, history }) => [id, history]));
    return [
      ...recordsOf(lived).flatMap(({ id, outbox }) => (outbox ? [`${id} has ${JSON.stringify(outbox)} to tell.`] : [])),
      ...ends.flatMap(({ id, attempt, state, sideEffects }) => {
        const entry = histories.get(id)?.find((line) => line.attempt === attempt && line.action === 'Settled');
        const isOnBus = told.some((notice) => notice.to === 'BUS' && notice.id === id && notice.sequence === entry?.sequence);
        const isOfBatch = recordOf(lived, id)?.batch != null && !isUnclear(sideEffects);
        const isOnTopic = state === 'SUCCEEDED' || isOfBatch || told.some((notice) => notice.to === 'TOPIC' && notice.id === id);
        return isOnBus && isOnTopic ? [] : [`${id} ended ${state}, and nobody was told.`];
      }),
      ...batchesOf(lived).flatMap(({ id, outbox }) => (outbox ? [`${id} has ${JSON.stringify(outbox)} to tell.`] : [])),
      ...batchEnds.flatMap(({ id, state, attempt }) => {
        const isOnBus = told.some((notice) => notice.to === 'BUS' && notice.id === id && notice.sequence === attempt.number);
        const isOnTopic = state === 'SUCCEEDED' || told.some((notice) => notice.to === 'TOPIC' && notice.id === id);
        return isOnBus && isOnTopic ? [] : [`${id} ended ${state}, and nobody was told.`];
      }),
    ];
  },

  'what AWS is said to have accepted it has carried out': (lived) =>
    recordsOf(lived).flatMap(({ id, history }) => {
      const said = history.filter(({ action }) => action === 'AWS accepted the call').length;
      const done = effects(callsOf(lived, id)).filter(({ step }) => step === 'request').length;
      return said > done ? [`${id} says that AWS accepted ${said} calls, and carried out ${done}.`] : [];
    }),

  'a run is one execution': ({ chronicle }) => {
    const names = new Set([...chronicle.executions.keys()].map((arn) => arn.split(':').at(-1) ?? ''));
    const runOf = (name: string) => /^(assoc|batch)_[0-9A-Z]{26}-\d+/.exec(name)?.[0] ?? name;
    const runs = Map.groupBy(names, runOf);
    return [...runs].flatMap(([run, ofRun]) => (ofRun.length > 1 ? [`${run} became ${ofRun.join(' and ')}.`] : []));
  },

  'a history has no gap and goes on in time': (lived) =>
    recordsOf(lived).flatMap(({ id, history }) =>
      history.flatMap(({ sequence, at }, index) => {
        if (sequence !== index + 1) return [`Line ${index + 1} of ${id} has the sequence ${sequence}.`];
        return at < (history[index - 1]?.at ?? 0)
          ? [`Line ${sequence} of ${id} (${history[index]?.action}) is before the one before it.`]
          : [];
      }),
    ),

  'one trigger is one association of a pair': (lived) => {
    const records = recordsOf(lived);
    const known = new Set([...records.map(({ id }) => id), ...batchesOf(lived).map(({ id }) => id)]);
    const requests = [...lived.chronicle.triggers].flatMap(([name, { ids, taken }]) => {
      const number = name.split('-')[1];
      const ofEvent = records.filter(({ requestedBy }) => requestedBy.id === `shop#event-${number}`).map(({ id }) => id);
      const found = new Set([...ids, ...ofEvent]);
      if (found.size > 1) return [`${name} became ${[...found].join(' and ')}.`];
      return taken && ![...found].some((id) => known.has(id)) ? [`${name} was taken and became nothing.`] : [];
    });
    const seen = new Set<string>();
    const again = records.flatMap(({ id, requestedBy, pairKey, batch }) => {
      if (requestedBy.type !== 'EVENT' && !batch) return [];
      const name = `${batch ? `item ${batch.index} of ${batch.id}` : requestedBy.id} for ${pairKey}`;
      const isAgain = seen.has(name);
      seen.add(name);
      return isAgain ? [`${id} is another association of ${name}.`] : [];
    });
    return [...requests, ...again];
  },

  ...batchInvariants,

  'an execution stays short, and a run is resumed three times at most': (lived) => [
    ...[...lived.chronicle.executions].flatMap(([arn, { status, events }]) =>
      status === 'RUNNING' || events > (arn.includes(':batch_') ? mostEventsOfBatch : mostEvents)
        ? [`${arn.split(':').at(-1)} is ${status} after ${events} events.`]
        : [],
    ),
    ...recordsOf(lived).flatMap(({ id, run, attempt }) =>
      run - attempt.firstRun > mostResumes ? [`${id} came to run ${run} in the attempt that began with ${attempt.firstRun}.`] : [],
    ),
  ],

  'nothing changes in AWS by itself after the last ending': (lived) => {
    const last = new Map(lived.chronicle.ends.map((end) => [recordOf(lived, end.id)?.pairKey, end]));
    return [...last.values()].flatMap((end) => {
      const record = recordOf(lived, end.id);
      if (!record || end.state !== 'SUCCEEDED' || lived.chronicle.calls.slice(end.calls).some(({ mutating }) => mutating)) return [];
      const { now } = standingOf(lived.state, record, lived.now);
      if (isInOtherHands(lived, record, end.calls)) return [];
      return isAsDesired(record, now) ? [] : [`${end.id} ended SUCCEEDED, and in the end there is ${now}.`];
    });
  },
} satisfies Record<string, Invariant>;

/** What a call changes: the scopes of its pair, and for a move the parent that is left. */
function scopesOf({ subject, before }: Call): string[] {
  if (!subject) return [];
  const left = subject.kind === 'dx-hosted-connection' && before ? [`dx:${before.comesTo.split(' ')[1]}`] : [];
  return [...new Set([...kindOf(subject.kind).scopes(subject.pair as never), ...left])];
}

/** What does not hold of what was lived through, by the invariant's name. */
export const violationsOf = (lived: Lived): { readonly invariant: string; readonly found: string }[] =>
  Object.entries<Invariant>(invariants).flatMap(([invariant, check]) => check(lived).map((found) => ({ invariant, found })));
