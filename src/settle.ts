import { type Association, type Ending, isTerminal, isUnclear, type Outbox } from './association.ts';
import type { IsTelling } from './batches/telling.ts';
import { endedAs } from './ended.ts';
import type { Locks } from './locks.ts';
import type { Notices } from './notices.ts';
import type { Pairs } from './pairs.ts';
import type { Store } from './store.ts';
import { remember } from './usual.ts';

/** All has been sent; what the association had is not free yet. */
const allSent: Outbox = { event: false, alert: false };

/** What ends an association, and what is left to do once it has. */
export interface Settling {
  /**
   * Writes the ending, unless the run no longer speaks for the association, and sends what there is to send.
   * Gives the record.
   */
  settle(settled: {
    id: string;
    run: number;
    now: number;
    ending: Ending | ((record: Association) => Ending);
  }): Promise<Association | undefined>;
  /** Sends what an ended association has not sent yet. */
  finish(association: Association): Promise<void>;
}

/**
 * The state, its side effects, its sequence and what is to be sent are one write. After it the notices are sent and
 * then marked as sent, so that whoever repeats this sends what is left: a notice may come twice, never not at all.
 */
export function createSettling(store: Store, notices: Notices, locks: Locks, pairs: Pairs, isTelling: IsTelling): Settling {
  return { settle, finish };

  async function settle({ id, run, now, ending }: Parameters<Settling['settle']>[0]): Promise<Association | undefined> {
    const known = await store.record(id);
    if (!known) return undefined;
    const ended = async (record: Association) => {
      if (record.run !== run || isTerminal(record)) return undefined;
      const change = endedAs(record, typeof ending === 'function' ? ending(record) : ending, now);
      return (await isToldByBatch(record, change)) ? { ...change, outbox: { event: true, alert: false } } : change;
    };
    const association = await store.changeRecord(id, ended, known);
    if (association.run === run) await finish(association);
    return association;
  }

  /** A batch tells of its items in one alert, unless somebody must look at what one of them left in AWS. */
  async function isToldByBatch({ batch }: Association, { state, sideEffects = null }: Partial<Association>): Promise<boolean> {
    return batch !== null && state !== 'SUCCEEDED' && !isUnclear(sideEffects) && isTelling(batch);
  }

  async function finish(ended: Association): Promise<void> {
    const { outbox } = ended;
    if (!outbox) return;
    let record = ended;
    /** What is left of this very ending: what is empty stays so, and another attempt, if one has begun since, has an ending of its own. */
    const leave = async (left: Outbox | null) => {
      const isThis = ({ run, outbox }: Association) => outbox !== null && run === ended.run;
      record = await store.changeRecord(ended.id, (now) => (isThis(now) ? { outbox: left } : undefined), record);
    };
    if (outbox.event) await notices.emit(ended);
    if (outbox.alert) {
      // Where there is an alert, what may hold it up must not send the event again and again.
      await leave({ event: false, alert: true });
      await notices.alert(ended);
      await leave(allSent);
    }
    try {
      await letGo(ended);
    } catch (error) {
      // What has been sent is not sent again because of what comes after it.
      await leave(allSent);
      throw error;
    }
    await leave(null);
  }

  async function letGo(association: Association): Promise<void> {
    const known = await store.belongings(association);
    await remember(store, association, known.usual);
    // What was read before the record is of this ending as long as the record is; what another attempt has taken since is its own.
    const read = async () => (await store.record(association.id))?.run === association.run;
    const [first, seen] = [await read(), new Set<object>([known.pair, ...known.locks.values()])];
    const isLast = async (item: object) => (seen.has(item) ? first : read());
    // Before its locks are free: who takes them looks whose is what is there.
    const pair = await pairs.releasePair(association, known.pair, isLast);
    await locks.release({ id: association.id, now: Number.POSITIVE_INFINITY }, association.scopes, known.locks, isLast);
    await pairs.carryOn(association.pairKey, { pair });
  }
}
