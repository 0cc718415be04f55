import { pairText } from '../alert.ts';
import { type Association, isTerminal } from '../association.ts';
import type { Store } from '../store.ts';
import type { Batch, Failure, Running } from './batch.ts';

/** How many failed items the summary tells of. */
const mostFailures = 5;

/** The associations that were asked for, by id; undefined: it is not in the table. */
export type Seen = ReadonlyMap<string, Association | undefined>;

/** What runs of the batch, as the table has it now. */
export async function seenOf({ running }: Pick<Batch, 'running'>, store: Pick<Store, 'recordsOf'>): Promise<Seen> {
  const ids = running.flatMap(({ id }) => id ?? []);
  const found = byId(await store.recordsOf(ids));
  return new Map(ids.map((id) => [id, found.get(id)]));
}

export const byId = (associations: readonly Association[]) => new Map(associations.map((association) => [association.id, association]));

/** What runs still, as it was seen, and what became of the rest. */
export function tallied(batch: Batch, seen: Seen): Pick<Batch, 'running' | 'ended' | 'sideEffects' | 'failures'> {
  const [ended, sideEffects] = [{ ...batch.ended }, { ...batch.sideEffects }];
  const [running, failures]: [Running[], Failure[]] = [[], [...batch.failures]];
  for (const entry of batch.running) {
    const ending = endingOf(entry, seen);
    if (!ending) {
      running.push({ ...entry, state: seen.get(entry.id ?? '')?.state ?? entry.state });
      continue;
    }
    const { left, ...failure } = ending;
    ended[failure.state] = (ended[failure.state] ?? 0) + 1;
    if (left) sideEffects[left] = (sideEffects[left] ?? 0) + 1;
    if (failure.state !== 'SUCCEEDED' && failures.length < mostFailures) failures.push({ index: entry.index, ...failure });
  }
  return { running, ended, sideEffects, failures };
}

/** How an item ended, and what it left in AWS. */
type Ending = Omit<Failure, 'index'> & { readonly left: Association['sideEffects'] };

/** Undefined while it is under way, and while nobody has looked. */
function endingOf({ id }: Running, seen: Seen): Ending | undefined {
  if (id === null || !seen.has(id)) return undefined;
  const association = seen.get(id);
  if (!association) return goneAs(id);
  return isTerminal(association) ? endedAs(association) : undefined;
}

/** Nobody will ever say how it ended. */
const goneAs = (id: string): Ending => ({
  id,
  what: `association ${id}`,
  state: 'FAILED',
  left: 'UNKNOWN',
  reason: 'RecordGone',
  message: 'Its record is not in the table any more: look in AWS what became of it',
});

const endedAs = ({ id, kind, pair, state, sideEffects, endReason, endMessage }: Association): Ending => ({
  left: sideEffects,
  id,
  what: `${pairText({ pair })} (${kind})`.slice(0, 300),
  state,
  reason: endReason,
  message: endMessage?.slice(0, 300) ?? null,
});
