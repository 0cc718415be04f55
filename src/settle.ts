import { type Association, type Ending, isTerminal, type Outbox } from './association.ts';
import { endedAs, secondsToSettle } from './ended.ts';
import type { Locks } from './locks.ts';
import type { Notices } from './notices.ts';
import type { Pairs } from './pairs.ts';
import type { Store, UsualItem } from './store.ts';

/** How many past durations the usual one is taken from. */
const remembered = 21;

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
export function createSettling(store: Store, notices: Notices, locks: Locks, pairs: Pairs): Settling {
  return { settle, finish };

  async function settle({ id, run, now, ending }: Parameters<Settling['settle']>[0]): Promise<Association | undefined> {
    const known = await store.record(id);
    if (!known || known.run !== run) return known;
    const ended = (record: Association) => {
      if (record.run !== run || isTerminal(record)) return undefined;
      return endedAs(record, typeof ending === 'function' ? ending(record) : ending, now);
    };
    const association = await store.changeRecord(id, ended, known);
    if (association.run === run) await finish(association);
    return association;
  }

  async function finish(association: Association): Promise<void> {
    let record = association;
    if (record.outbox?.event) await notices.emit(record);
    if (record.outbox?.alert) {
      // Where there is an alert, what may hold it up must not send the event again and again.
      record = await change(record, (outbox) => ({ ...outbox, event: false }));
      await notices.alert(record);
      record = await change(record, (outbox) => ({ ...outbox, alert: false }));
    }
    if (record.outbox?.hold) await letGoOf(record);
    if (record.outbox) await change(record, () => null);
  }

  /** What has been sent is not sent again because of what comes after it. */
  async function letGoOf(record: Association): Promise<void> {
    try {
      await letGo(record);
    } catch (error) {
      await change(record, (outbox) => ({ ...outbox, event: false, alert: false }));
      throw error;
    }
  }

  /** Changes the outbox of this very ending: another attempt may have begun once it was empty. */
  function change(ended: Association, outbox: (left: Outbox) => Outbox | null): Promise<Association> {
    const isThis = (record: Association) => record.run === ended.run && isTerminal(record);
    return store.changeRecord(
      ended.id,
      (record) => (record.outbox && isThis(record) ? { outbox: outbox(record.outbox) } : undefined),
      ended,
    );
  }

  async function letGo(association: Association): Promise<void> {
    const known = await store.belongings(association);
    await remember(association, known.usual);
    // What was read before the record is of this ending as long as the record is; what another attempt has taken since is its own.
    const read = async () => {
      const now = await store.record(association.id);
      return now?.run === association.run && isTerminal(now);
    };
    const [first, seen] = [await read(), new Set<object>([known.pair, ...known.locks.values()])];
    const isLast = async (item: object) => (seen.has(item) ? first : read());
    // Before its locks are free: who takes them looks whose is what is there.
    const pair = await pairs.releasePair(association, known.pair, isLast);
    await locks.release({ id: association.id, now: Number.POSITIVE_INFINITY }, association.scopes, known.locks, isLast);
    await pairs.carryOn(association.pairKey, { pair });
  }

  /** What it took this time counts for what it usually takes. */
  async function remember(association: Association, known: UsualItem): Promise<void> {
    const { id, kind, desired } = association;
    const took = secondsToSettle(association);
    if (took === null) return;
    const seconds = Math.max(1, Math.round(took));
    const remembering = ({ successes }: UsualItem) =>
      successes.some((success) => success.id === id) ? undefined : { successes: [...successes, { id, seconds }].slice(-remembered) };
    await store.changeUsual({ kind, desired }, remembering, known);
  }
}
