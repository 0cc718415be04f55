import { pairText } from '../alert.ts';
import { type Association, isTerminal } from '../association.ts';
import type { Store } from '../store.ts';
import { type Batch, type Failure, hasEnded, indexAt, type Running, toState } from './batch.ts';
import type { Begin } from './begin.ts';
import { isOver, roomIn, secondsUntilLook } from './pace.ts';
import type { StartBatch } from './start.ts';
import type { BatchStore } from './store.ts';

/** What the workflow sends: which run of which batch, and the workflow's own time. */
export interface BatchInput {
  readonly id: string;
  readonly run: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Where the workflow goes next. Every member is always there. */
export interface Look {
  /** WAIT: and look again. SUMMARISE: nothing runs and nothing more will. DONE: this run does not speak for the batch any more. */
  readonly outcome: 'WAIT' | 'SUMMARISE' | 'DONE';
  readonly waitSeconds: number;
}

/** After so many looks another run goes on: an execution has at most 25,000 events, and a look takes nine when nothing fails. */
const mostLooks = 1_500;

/** How many failed items the summary tells of. */
const mostFailures = 5;

/**
 * One look at a batch: notes which items have ended, sets aside those that may be begun, begins them. What is set aside
 * is written before any of it is begun, and an item is begun under a key of its own: whoever repeats a look that died
 * begins the same items again, which changes nothing, and no others.
 */
export function createAdmit(store: Store, batches: BatchStore, begin: Begin, start: StartBatch) {
  return async ({ id, run, now, looks }: BatchInput & { readonly looks: number }): Promise<Look> => {
    const known = await batches.batch(id);
    if (!known || known.run !== run || hasEnded(known)) return done;
    const seen = await recordsOf(known);
    const batch = await changeCurrent(known, run, (record) => setAside(record, seen, now));
    const waiting = batch.running.filter((entry) => entry.id === null).map(({ index }) => index);
    const { begun, failure } = await begin(batch, waiting, now);
    const after = await changeCurrent(batch, run, (record) => withBegun(record, begun));
    // After what came of the others was kept.
    if (failure !== undefined) throw failure;
    if (after.run !== run || hasEnded(after)) return done;
    if (isOver(after)) return { outcome: 'SUMMARISE', waitSeconds: 0 };
    if (looks >= mostLooks) return handOver(after, run);
    return { outcome: 'WAIT', waitSeconds: secondsUntilNext(after, new Map([...seen, ...byId([...begun.values()])]), now) };
  };

  async function recordsOf({ running }: Batch): Promise<ReadonlyMap<string, Association>> {
    return byId(await store.recordsOf(running.flatMap(({ id }) => id ?? [])));
  }

  function changeCurrent(known: Batch, run: number, change: (batch: Batch) => Partial<Batch> | undefined): Promise<Batch> {
    return batches.changeBatch(known.id, (record) => (record.run !== run || hasEnded(record) ? undefined : change(record)), known);
  }

  async function handOver(batch: Batch, run: number): Promise<Look> {
    const next = await changeCurrent(batch, run, () => ({ run: run + 1, deaths: 0 }));
    if (next.run === run + 1) await start(next);
    return done;
  }
}

const done: Look = { outcome: 'DONE', waitSeconds: 0 };

const byId = (associations: readonly Association[]) => new Map(associations.map((association) => [association.id, association]));

/** Notes what has ended and sets aside what may be begun. */
function setAside(batch: Batch, seen: ReadonlyMap<string, Association>, now: number): Partial<Batch> | undefined {
  const seenEndings = endings(batch, seen);
  const room = roomIn({ ...batch, ...seenEndings });
  const fresh = Array.from({ length: room }, (_, step): Running => ({ index: indexAt(batch, batch.cursor + step), id: null, state: null }));
  const running = [...seenEndings.running, ...fresh];
  if (batch.state !== 'PENDING' && JSON.stringify(running) === JSON.stringify(batch.running)) return undefined;
  const begins = batch.state === 'PENDING' && toState(batch, 'RUNNING', now);
  // Whatever died before, it goes on now.
  return { ...seenEndings, ...begins, running, cursor: batch.cursor + room, deaths: 0, updatedAt: now };
}

/** What runs still, as it was seen, and what became of the rest. */
function endings(batch: Batch, seen: ReadonlyMap<string, Association>): Pick<Batch, 'running' | 'ended' | 'sideEffects' | 'failures'> {
  const [ended, sideEffects] = [{ ...batch.ended }, { ...batch.sideEffects }];
  const [running, failures]: [Running[], Failure[]] = [[], [...batch.failures]];
  for (const entry of batch.running) {
    const association = entry.id === null ? undefined : seen.get(entry.id);
    if (!association || !isTerminal(association)) {
      running.push(association ? { ...entry, state: association.state } : entry);
      continue;
    }
    const { state, sideEffects: left } = association;
    ended[state] = (ended[state] ?? 0) + 1;
    if (left) sideEffects[left] = (sideEffects[left] ?? 0) + 1;
    if (state !== 'SUCCEEDED' && failures.length < mostFailures) failures.push(failureOf(entry.index, association));
  }
  return { running, ended, sideEffects, failures };
}

const failureOf = (index: number, { id, kind, pair, state, endReason, endMessage }: Association): Failure => ({
  index,
  id,
  what: `${pairText({ pair })} (${kind})`.slice(0, 300),
  state,
  reason: endReason,
  message: endMessage?.slice(0, 300) ?? null,
});

/** What was set aside has become associations. */
function withBegun(batch: Batch, begun: ReadonlyMap<number, Association>): Partial<Batch> | undefined {
  if (begun.size === 0) return undefined;
  const running = batch.running.map((entry) => {
    const association = entry.id === null ? begun.get(entry.index) : undefined;
    return association ? { ...entry, id: association.id, state: association.state } : entry;
  });
  return { running };
}

/** What could not be begun is tried again at once. */
const secondsUntilNext = ({ running }: Batch, seen: ReadonlyMap<string, Association>, now: number): number =>
  running.some(({ id }) => id === null)
    ? 1
    : secondsUntilLook(
        running.flatMap(({ id }) => seen.get(id ?? '') ?? []),
        now,
      );
