import { type Association, type Ending, isTerminal, runOf, transition } from './association.ts';
import type { Locks } from './locks.ts';
import type { Notices } from './notices.ts';
import type { Pairs } from './pairs.ts';
import type { Store } from './store.ts';

/** How many past durations the usual one is taken from. */
const remembered = 21;

/** What ends an association, and what is left to do once it has. */
export interface Settling {
  /** Writes the ending, unless the run no longer speaks for the association, and sends what there is to send. Gives the record. */
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
 * The state, its side effects, its sequence and what is to be sent are one write. After it each notice is sent and
 * then marked as sent, so that whoever repeats this sends what is left: a notice may come twice, never not at all.
 */
export function createSettling(store: Store, notices: Notices, locks: Locks, pairs: Pairs): Settling {
  return { settle, finish };

  async function settle({ id, run, now, ending }: Parameters<Settling['settle']>[0]): Promise<Association | undefined> {
    const known = await store.record(id);
    if (!known || known.run !== run) return known;
    const association = await store.changeRecord(
      id,
      (record) =>
        record.run !== run || isTerminal(record) ? undefined : endedAs(record, typeof ending === 'function' ? ending(record) : ending, now),
      known,
    );
    if (association.run === run) await finish(association);
    return association;
  }

  async function finish(association: Association): Promise<void> {
    const { outbox } = association;
    if (!outbox) return;
    if (outbox.event) await notices.emit(association);
    const emitted = await sent(association, { ...outbox, event: false });
    if (outbox.alert) await notices.alert(emitted);
    const alerted = await sent(emitted, { event: false, alert: false, hold: outbox.hold });
    if (outbox.hold) await letGo(alerted);
    await sent(alerted, null);
  }

  function sent(association: Association, outbox: Association['outbox']): Promise<Association> {
    return store.changeRecord(association.id, () => ({ outbox }), association);
  }

  async function letGo(association: Association): Promise<void> {
    await remember(association);
    await locks.release(association.id, association.scopes);
    await pairs.releasePair(association);
    await pairs.carryOn(association.pairKey);
  }

  /** What it took this time counts for what it usually takes. */
  async function remember({ id, state, changed, kind, desired, intent, settledAt }: Association): Promise<void> {
    if (state !== 'SUCCEEDED' || !changed || !intent || settledAt === null) return;
    const seconds = Math.max(1, Math.round((settledAt - intent.at) / 1_000));
    await store.changeUsual(`${kind}#${desired}`, ({ successes }) =>
      successes.some((success) => success.id === id) ? undefined : { successes: [...successes, { id, seconds }].slice(-remembered) },
    );
  }
}

function endedAs(record: Association, { state, sideEffects, changed, reason, message, words }: Ending, now: number): Partial<Association> {
  return {
    ...transition(record, state, { at: now, actor: runOf(record), action: 'Settled', comment: reason, words }),
    sideEffects,
    changed,
    endReason: reason,
    endMessage: message,
    words,
    settledAt: now,
    step: null,
    mayCall: false,
    outbox: { event: true, alert: state !== 'SUCCEEDED', hold: true },
  };
}
