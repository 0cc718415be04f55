import type { Association } from '../association.ts';
import type { Trigger } from '../kinds/kind.ts';
import type { Store } from '../store.ts';
import { createAlreadyBegun } from './already-begun.ts';
import { type Batch, givenBack, hasEnded, indexAt, type Running, setAsideOf, toState } from './batch.ts';
import type { Begin } from './begin.ts';
import { isOver, roomIn, secondsUntilLook, stopOf } from './pace.ts';
import type { StartBatch } from './start.ts';
import type { BatchStore } from './store.ts';
import { byId, type Seen, seenOf, tallied } from './tally.ts';

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

/** A look takes no longer, so that whoever began one before the batch was stopped begins nothing any more: more than the function has. Milliseconds. */
const longestLook = 90_000;

/**
 * One look at a batch: notes which items have ended, sets aside those that may be begun, begins them. What is set aside
 * is written before any of it is begun, and an item is begun under a key of its own: whoever repeats a look that died
 * begins the same items again, which changes nothing, and no others. Once nothing further may be begun, what was set aside and
 * has not been begun is given back.
 */
export function createAdmit(store: Store, batches: BatchStore, begin: Begin, start: StartBatch, looksOfRun = mostLooks) {
  const alreadyBegun = createAlreadyBegun(store, batches);
  return async ({ id, run, now, looks }: BatchInput & { readonly looks: number }): Promise<Look> => {
    const known = await batches.batch(id);
    if (!known || hasEnded(known)) return done;
    if (known.run !== run) return handedOver(known, run);
    const seen = await seenOf(known, store);
    const batch = await changeCurrent(known, run, (record) => setAside(record, seen, now));
    const { mine, back } = await shared(batch, now);
    const { begun, failure } = await begin(batch, mine, now);
    const after = await changeCurrent(batch, run, (record) => looked(record, begun, back, failure === undefined));
    // After what came of the others was kept.
    if (failure !== undefined) throw failure;
    if (after.run !== run || hasEnded(after)) return done;
    if (isOver(after)) return { outcome: 'SUMMARISE', waitSeconds: 0 };
    if (looks >= looksOfRun) return handOver(after, run);
    return { outcome: 'WAIT', waitSeconds: secondsUntilNext(after, new Map([...seen, ...byId([...begun.values()])]), now) };
  };

  /** Which of what was set aside is to be begun, and which is to be given back. */
  async function shared(batch: Batch, now: number): Promise<{ mine: readonly number[]; back: readonly number[] }> {
    const waiting = setAsideOf(batch);
    if (stopOf(batch) === null) return { mine: waiting, back: [] };
    const mine = await alreadyBegun(batch, waiting);
    // What stopped it was written no later.
    const isSure = now - batch.updatedAt >= longestLook;
    return { mine, back: isSure ? waiting.filter((index) => !mine.includes(index)) : [] };
  }

  function changeCurrent(known: Batch, run: number, change: (batch: Batch) => Partial<Batch> | undefined): Promise<Batch> {
    return batches.changeBatch(known.id, (record) => (record.run !== run || hasEnded(record) ? undefined : change(record)), known);
  }

  async function handOver(batch: Batch, run: number): Promise<Look> {
    return handedOver(await changeCurrent(batch, run, () => ({ run: run + 1, deaths: 0 })), run);
  }

  /** The next run may have been written and never started: whoever repeats this look starts it. */
  async function handedOver(batch: Batch, run: number): Promise<Look> {
    if (batch.run === run + 1 && !hasEnded(batch)) await start(batch);
    return done;
  }
}

const done: Look = { outcome: 'DONE', waitSeconds: 0 };

/** Notes what has ended and sets aside what may be begun. */
function setAside(batch: Batch, seen: Seen, now: number): Partial<Batch> | undefined {
  const tally = tallied(batch, seen);
  const room = roomIn({ ...batch, ...tally });
  const fresh = Array.from({ length: room }, (_, step): Running => ({ index: indexAt(batch, batch.cursor + step), id: null, state: null }));
  const running = [...tally.running, ...fresh];
  if (batch.state !== 'PENDING' && JSON.stringify(running) === JSON.stringify(batch.running)) return undefined;
  const begins = batch.state === 'PENDING' && toState(batch, 'RUNNING', now);
  return { ...tally, ...begins, running, cursor: batch.cursor + room, trigger: triedBy(batch, seen), updatedAt: now };
}

/** An update goes on in the version that its canary has tried: a later one has a batch, and a canary, of its own. */
function triedBy({ trigger, running, cursor, limits }: Batch, seen: Seen): Trigger | null {
  if (trigger?.type !== 'PACKAGE_UPDATED' || cursor > limits.canary) return trigger;
  const succeeded = running.flatMap(({ id }) => seen.get(id ?? '') ?? []).find(({ state }) => state === 'SUCCEEDED');
  const version = succeeded?.plan?.targetVersion ?? null;
  return version === null ? trigger : { ...trigger, version };
}

/** What was set aside has become associations, or is given back; and whatever died before, a look that went well goes on. */
function looked(
  batch: Batch,
  begun: ReadonlyMap<number, Association>,
  back: readonly number[],
  wentWell: boolean,
): Partial<Batch> | undefined {
  // A batch of which only the ending is left has gone on once that is told.
  const livesAgain = wentWell && batch.deaths > 0 && !isOver(batch);
  if (begun.size === 0 && back.length === 0 && !livesAgain) return undefined;
  const running = batch.running.map((entry) => {
    const association = entry.id === null ? begun.get(entry.index) : undefined;
    return association ? { ...entry, id: association.id, state: association.state } : entry;
  });
  return { ...(back.length > 0 ? givenBack({ ...batch, running }, back) : { running }), ...(livesAgain && { deaths: 0 }) };
}

/** What could not be begun waits for an ending to be told, or for another association of its pair. Seconds. */
const untilBegun = 15;

const secondsUntilNext = ({ running }: Batch, seen: Seen, now: number): number =>
  running.some(({ id }) => id === null)
    ? untilBegun
    : secondsUntilLook(
        running.flatMap(({ id }) => seen.get(id ?? '') ?? []),
        now,
      );
