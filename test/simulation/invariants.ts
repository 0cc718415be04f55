import { isTerminal, isUnclear } from '../../src/association.ts';
import type { Batch } from '../../src/batches/batch.ts';
import { hasEnded } from '../../src/batches/batch.ts';
import { awsInvariants } from './aws-invariants.ts';
import { batchInvariants } from './batch-invariants.ts';
import { batchesOf, recordOf, recordsOf } from './remains.ts';
import type { Lived } from './world.ts';

/** What must hold after every seed: each says what was found instead, a sentence for each case. */
export type Invariant = (lived: Lived) => string[];

/** Most events of one execution, of a batch and of an association, and most runs of one attempt after its first. AWS ends one at 25,000. */
const [mostEventsOfBatch, mostEvents, mostResumes] = [24_000, 2_500, 3];

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
    // As it was told: with what had ended since its last look.
    const asTold = new Map(batchesOf(lived).map((batch) => [`${batch.id} ${batch.attempt.number}`, batch]));
    const isCounted = ({ id, attempt }: Batch, index: number) =>
      !asTold.get(`${id} ${attempt.number}`)?.running.some((item) => item.index === index);
    return [
      ...recordsOf(lived).flatMap(({ id, outbox }) => (outbox ? [`${id} has ${JSON.stringify(outbox)} to tell.`] : [])),
      ...ends.flatMap(({ id, attempt, state, sideEffects, at }) => {
        const entry = histories.get(id)?.find((line) => line.attempt === attempt && line.action === 'Settled');
        const isOnBus = told.some((notice) => notice.to === 'BUS' && notice.id === id && notice.sequence === entry?.sequence);
        const record = recordOf(lived, id);
        const isLast = record?.attempt.number === attempt;
        // The batch tells of it, in its own ending after this one; not of what somebody tried again at once.
        const isOfBatch = batchEnds.some(
          (batch) =>
            batch.id === record?.batch?.id &&
            (!isLast || (batch.state !== 'SUCCEEDED' && batch.at >= at && isCounted(batch, record.batch.index))),
        );
        const isToldByBatch = isOfBatch && !isUnclear(sideEffects);
        const isOnTopic = state === 'SUCCEEDED' || isToldByBatch || told.some((notice) => notice.to === 'TOPIC' && notice.id === id);
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

  ...awsInvariants,
  ...batchInvariants,
} satisfies Record<string, Invariant>;

export type InvariantName = keyof typeof invariants;

export const invariantNames = Object.keys(invariants) as InvariantName[];

/** Something that did not hold, and what was found instead. */
export interface Violation {
  readonly invariant: InvariantName;
  readonly found: string;
}

/** What does not hold of what was lived through. */
export const violationsOf = (lived: Lived): Violation[] =>
  invariantNames.flatMap((invariant) => invariants[invariant](lived).map((found) => ({ invariant, found })));
