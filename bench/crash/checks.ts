import { type Association, isTerminal } from '../../src/association.ts';
import { hasEnded } from '../../src/batches/batch.ts';
import { type Deed, doneIn, isAsWanted, subjectOf, toldBy } from './deeds.ts';
import type { Ledger } from './ledger.ts';
import type { Remains } from './remains.ts';

/** All that is known after the last world has ended. */
export interface Findings extends Remains {
  readonly ledger: Ledger;
  /** What each Idempotency-Key answered in the end: the id, or what it said instead. */
  readonly answers: ReadonlyMap<string, string>;
  /** Processes that ended by themselves, and what worlds complained of. */
  readonly complaints: readonly string[];
  /** What had not ended when patience was at its end. */
  readonly unfinished: readonly string[];
  readonly exitCode: number | null;
}

/** What must hold: each says what was found instead, a sentence for each case. */
type Check = (findings: Findings) => string[];

const recordsOf = ({ records }: Findings): Association[] => [...records.values()];

/** The endings that may follow a decision which was taken in. */
const endingsAfter: Readonly<Record<string, readonly string[]>> = {
  reject: ['REJECTED'],
  cancel: ['CANCELLED', 'ROLLED_BACK', 'FAILED'],
  approve: ['SUCCEEDED', 'ROLLED_BACK', 'FAILED', 'CANCELLED'],
};

const checks = {
  'every world opens, and complains of nothing': ({ complaints, exitCode }) => [
    ...complaints,
    ...(exitCode === 0 ? [] : [`The last world ended with the exit code ${exitCode}.`]),
  ],

  'nobody is answered what nobody should be': ({ ledger }) => [...ledger.refusals],

  'everything comes to its end': (findings) => [
    ...findings.unfinished.map((what) => `${what} has not ended.`),
    ...recordsOf(findings).flatMap((record) => (isTerminal(record) ? [] : [`${record.id} is ${record.state}.`])),
    ...findings.batches.flatMap((batch) => (hasEnded(batch) ? [] : [`${batch.id} is ${batch.state}.`])),
    ...findings.runs.flatMap(({ name, status }) => (status === 'RUNNING' ? [`The execution ${name} is still running.`] : [])),
  ],

  'what was accepted is there, and its key says so': ({ ledger, records, batches, answers }) => {
    const known = new Set([...records.keys(), ...batches.map(({ id }) => id)]);
    const became = new Set([...records.values()].map(({ requestedBy }) => requestedBy.id));
    return [
      ...ledger.events.flatMap((event) => (became.has(event) ? [] : [`The event ${event} was taken, and became nothing.`])),
      ...ledger.asked.flatMap(({ id, key }) => {
        if (id === null) return [];
        const answer = key === null ? id : answers.get(key);
        return [
          ...(known.has(id) ? [] : [`${id} was accepted, and is not there.`]),
          ...(answer === id ? [] : [`The key of ${id} answers ${answer}.`]),
        ];
      }),
    ];
  },

  'one request is one association': (findings) => {
    const asked = new Set(findings.ledger.asked.map(({ id }) => id));
    const [items, events] = [new Set<string>(), new Set<string>()];
    return recordsOf(findings).flatMap(({ id, batch, requestedBy }) => {
      // That the bus had taken an event a client may never have been told.
      if (requestedBy.type === 'EVENT') {
        const isAgain = events.has(requestedBy.id);
        events.add(requestedBy.id);
        return isAgain ? [`The event ${requestedBy.id} became two, the second ${id}.`] : [];
      }
      if (!batch) return asked.has(id) ? [] : [`${id} is there, and nobody was told of it.`];
      const item = `${batch.id} ${batch.index}`;
      const isAgain = items.has(item);
      items.add(item);
      return [
        ...(asked.has(batch.id) ? [] : [`${id} belongs to ${batch.id}, which nobody was told of.`]),
        ...(isAgain ? [`Item ${item} was begun twice, the second time as ${id}.`] : []),
      ];
    });
  },

  'each ends once, and says how AWS is left': (findings) =>
    recordsOf(findings).flatMap(({ id, history, sideEffects }) => {
      const ends = history.filter(({ action }) => action === 'Settled').length;
      return [
        ...(ends === 1 ? [] : [`${id} ended ${ends} times.`]),
        ...(sideEffects === null || sideEffects === 'UNKNOWN' ? [`${id} says ${sideEffects} of AWS.`] : []),
      ];
    }),

  'a decision that was taken in holds': ({ ledger, records }) =>
    ledger.asked.flatMap(({ id, decisions }) => {
      const record = records.get(id ?? '');
      if (!record) return [];
      return decisions.flatMap((decision) =>
        endingsAfter[decision]?.includes(record.state) ? [] : [`${id} ended ${record.state} after ${decision}.`],
      );
    }),

  'every call that was carried out is one that an ending speaks of, and was made once': (findings) => {
    const done = bySubject(findings.effects.map(doneIn));
    const told = bySubject(recordsOf(findings).sort(byCall).flatMap(toldBy));
    return [...new Set([...done.keys(), ...told.keys()])].flatMap((subject) => {
      const [really, said] = [done.get(subject) ?? [], told.get(subject) ?? []];
      return `${really}` === `${said}` ? [] : [`${subject}: AWS was changed by ${really}; the endings say ${said}.`];
    });
  },

  'AWS is as the last success left it': (findings) => {
    const done = bySubject(findings.effects.map(doneIn));
    const last = new Map(
      recordsOf(findings)
        .sort(byEnd)
        .map((record) => [subjectOf(record), record]),
    );
    return [...last].flatMap(([subject, record]) =>
      record.state !== 'SUCCEEDED' || isAsWanted(record, done.get(subject)?.at(-1))
        ? []
        : [`${record.id} ended SUCCEEDED with ${record.desired}, and the last change of ${subject} was ${done.get(subject)?.at(-1)}.`],
    );
  },

  'every ending that is no success was told': (findings) =>
    recordsOf(findings).flatMap(({ id, state, outbox, batch }) => [
      ...(outbox ? [`${id} still has ${JSON.stringify(outbox)} to tell.`] : []),
      // Those of a batch are told of in its one summary.
      ...(state === 'SUCCEEDED' || batch || findings.alerted.has(id) ? [] : [`${id} ended ${state}, and nobody was told.`]),
    ]),

  'a history has no gap and goes on in time': (findings) => [
    ...recordsOf(findings).flatMap(({ id, history }) =>
      gaps(
        id,
        history.map(({ sequence, at }) => ({ id: sequence, timestamp: at })),
      ),
    ),
    ...findings.runs.flatMap(({ name, events }) => gaps(`the execution ${name}`, events)),
  ],

  'every lock and every pair is free': ({ held }) =>
    held.flatMap(({ pk, owner, waiters = [], holder, next }) =>
      owner || holder || next || waiters.length > 0 ? [`${pk} belongs to ${owner ?? holder ?? JSON.stringify(next ?? waiters)}.`] : [],
    ),

  'nothing was parked': ({ parked }) => parked.map((message) => `There is on a queue: ${message.slice(0, 300)}`),
} satisfies Record<string, Check>;

/** By when it set out to change AWS; those that never did have nothing to tell. */
const byCall = (one: Association, other: Association) => (one.intent?.at ?? 0) - (other.intent?.at ?? 0);
const byEnd = (one: Association, other: Association) => (one.settledAt ?? 0) - (other.settledAt ?? 0);

function bySubject(deeds: readonly Deed[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { subject, what } of deeds) found.set(subject, [...(found.get(subject) ?? []), what]);
  return found;
}

function gaps(whose: string, entries: readonly { readonly id: number; readonly timestamp: number }[]): string[] {
  return entries.flatMap(({ id, timestamp }, index) => [
    ...(id === index + 1 ? [] : [`Line ${index + 1} of ${whose} has the number ${id}.`]),
    ...(timestamp < (entries[index - 1]?.timestamp ?? 0) ? [`Line ${id} of ${whose} is before the one before it.`] : []),
  ]);
}

/** What does not hold, by the name of the check. */
export const violationsIn = (findings: Findings): Map<string, string[]> =>
  new Map(Object.entries<Check>(checks).map(([name, check]) => [name, check(findings)]));
