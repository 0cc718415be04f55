import type { Actor, Association, KnownDrift } from '../association.ts';
import type { InvokeKind } from '../invoke-kind.ts';
import { kindOf } from '../kinds/index.ts';
import type { Drift } from '../kinds/kind.ts';
import type { Preview, Previewed } from '../preview.ts';
import { standingOf } from '../settled.ts';
import type { Store } from '../store.ts';
import { noted } from '../transition.ts';
import type { DriftNotices } from './notices.ts';

/** What a look for drift works with. */
export interface DriftMeans {
  readonly store: Store;
  readonly invoke: InvokeKind;
  readonly notices: DriftNotices;
}

export type DriftLook = ReturnType<typeof createDriftLook>;

/**
 * So long a drift must have been seen before it counts. Liaison itself may be on its way there: a package that was just updated comes to
 * one domain after the other. Milliseconds.
 */
const steady = 60 * 60_000;

/** Whether two looks, far enough from each other, have seen it. What was seen once is on the record, and nobody is told. */
export const isConfirmed = ({ since, seenAt }: Pick<KnownDrift, 'since' | 'seenAt'>): boolean => seenAt - since >= steady;

/** What a plan tells: that all is as it was left, how it is not, or (undefined) neither. */
type Found = 'IN_SYNC' | Drift | undefined;

/**
 * Compares what an association brought about with the plan of the same by its kind's own function, and notes what it finds. It reads;
 * nothing is repaired. Only what ought to be there is looked for: that something is back which was taken away is somebody's wish. It is
 * told when a later look confirms it.
 */
export function createDriftLook({ store, invoke, notices }: DriftMeans) {
  return { look, tell };

  /** Whether a plan was asked for. `now`: epoch milliseconds. */
  async function look(association: Association, now: number): Promise<boolean> {
    if (!isEligible(association)) return false;
    const standing = await standingOf(store, association);
    if (standing === 'SUPERSEDED') await change(association, (record) => superseded(record, now));
    if (standing !== 'CURRENT') return false;
    const found = await compare(association, now);
    // What began meanwhile may be what was seen.
    if (found && (await standingOf(store, association)) === 'CURRENT') await note(association, found, now);
    return true;
  }

  async function compare({ kind, pair, desired, onFailure }: Association, now: number): Promise<Found> {
    const asked: Previewed = { kind, pair, desired, onFailure, now };
    return foundBy(kind, (await invoke(kind, { step: 'preview', ...asked })) as Preview);
  }

  async function note(association: Association, found: NonNullable<Found>, now: number): Promise<void> {
    const record = await change(association, (known) => (found === 'IN_SYNC' ? inSync(known, now) : drifted(known, found, now)));
    if (record.drift && !record.drift.told) await tell(record);
  }

  /** Tells of a drift that has not been told. Whoever repeats this tells it again, with the same id and sequence. */
  async function tell(association: Association): Promise<void> {
    await notices.emit(association);
    await notices.alert(association);
    await change(association, ({ drift }) =>
      drift?.since === association.drift?.since ? { drift: drift && { ...drift, told: true } } : undefined,
    );
  }

  function change(association: Association, changes: (record: Association) => Partial<Association> | undefined): Promise<Association> {
    return store.changeRecord(association.id, (record) => (isEligible(record) ? changes(record) : undefined), association);
  }
}

const isEligible = ({ state, desired, outbox }: Association) => state === 'SUCCEEDED' && desired === 'ASSOCIATED' && outbox === null;

/** What the plan of the same association tells of what it left. One that waits, or could not be made, tells nothing yet. */
export function foundBy(kind: string, preview: Preview): Found {
  if ('unread' in preview || preview.plan.checks.some(({ result }) => result === 'WAIT')) return undefined;
  return preview.plan.changed ? (kindOf(kind).drift(preview.plan) ?? undefined) : 'IN_SYNC';
}

const actor: Actor = { type: 'LIAISON', id: 'reconcile' };

function inSync(record: Association, at: number): Partial<Association> | undefined {
  if (record.inSync) return undefined;
  return { inSync: true, drift: null, ...over(record, { at, actor, action: 'Drift over' }) };
}

/** Until it is confirmed there is nothing to tell; that it is, is one write with its line in the history. */
function drifted(record: Association, { type, observed }: Drift, at: number): Partial<Association> {
  const known = record.drift?.type === type ? record.drift : undefined;
  const drift = { type, observed, since: known?.since ?? at, seenAt: at, told: known?.told ?? true };
  if (!isConfirmed(drift) || (known && isConfirmed(known))) return { inSync: false, drift };
  const comment = `${type}: ${observed}`;
  return { inSync: false, drift: { ...drift, told: false }, ...noted(record, { at, actor, action: 'Drift detected', comment }) };
}

/** Whoever came later is looked at in its stead. */
function superseded(record: Association, at: number): Partial<Association> | undefined {
  if (record.inSync === null) return undefined;
  const entry = { at, actor, action: 'Drift over', comment: 'A later association speaks for the pair.' };
  return { inSync: null, drift: null, ...over(record, entry) };
}

/** The history tells the end of what it told the beginning of. */
const over = (record: Association, entry: Parameters<typeof noted>[1]): Partial<Association> =>
  record.drift && isConfirmed(record.drift) ? noted(record, entry) : {};
