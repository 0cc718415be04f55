import type { Association } from '../../src/association.ts';
import { kindOf } from '../../src/kinds/index.ts';
import { settledKeyOf } from '../../src/settled.ts';
import type { Call, End } from './chronicle.ts';
import { recordOf } from './remains.ts';
import { staleFor } from './staleness.ts';
import { nothing, type Standing } from './truth.ts';
import type { Lived } from './world.ts';

export const callsOf = ({ chronicle }: Lived, id: string): Call[] => chronicle.calls.filter((call) => call.id === id);

export const effects = (calls: readonly Call[]): Call[] => calls.filter(({ mutating, effective }) => mutating && effective);

/** The last ending of each association: what it says in the end. */
export const lastEnds = ({ chronicle }: Lived): End[] => [...new Map(chronicle.ends.map((end) => [end.id, end])).values()];

/** Endings after which nothing of what an association did is left to be answered for. */
export const isClean = ({ state, sideEffects }: End) => state === 'SUCCEEDED' || sideEffects === 'NONE' || sideEffects === 'REVERTED';

/**
 * Whether what an association had done until that ending is nothing to be answered for any more: it was settled, or another has found it so
 * since. MAYBE: of two endings in one millisecond nobody can tell which was the first; outside of a story there are none.
 */
function closes(end: End, lived: Lived, id: string): 'YES' | 'NO' | 'MAYBE' {
  if (end.id === id) return isClean(end) ? 'YES' : 'NO';
  const [mine, other] = [recordOf(lived, id), recordOf(lived, end.id)];
  if (end.state !== 'SUCCEEDED' || !mine || !other || settledKeyOf(mine) !== settledKeyOf(other)) return 'NO';
  return lived.chronicle.ends.some((own) => own.id === id && own.settledAt === end.settledAt) ? 'MAYBE' : 'YES';
}

/**
 * What an association had done to AWS by a moment (so many calls), since that was last settled; and how AWS stood before the first of
 * that, unless somebody else has changed the same since, or may have found it so.
 */
export function doneBy(lived: Lived, id: string, calls: number): { readonly done: readonly Call[]; readonly before: Standing | undefined } {
  const { chronicle } = lived;
  const ends = chronicle.ends.filter((end) => end.calls < calls);
  const since = ends.findLast((end) => closes(end, lived, id) === 'YES')?.calls ?? 0;
  const made = effects(chronicle.calls.slice(since, calls));
  const done = made.filter((call) => call.id === id);
  const [first] = done;
  if (!first) return { done, before: undefined };
  const mine = scopesOf(first);
  const later = made.slice(made.indexOf(first));
  const isShared = later.some((call) => call.id !== id && scopesOf(call).some((scope) => mine.includes(scope)));
  const isFoundSo = ends.some((end) => end.calls >= since && closes(end, lived, id) === 'MAYBE');
  return { done, before: isShared || isFoundSo ? undefined : (first.before ?? undefined) };
}

/** Whether a call changed what an association is about: its package on its domain, or the domain; its service in its network; its connection. */
function isAbout({ subject }: Call, { kind, pair, pairKey, rivalKey }: Association): boolean {
  if (!subject || subject.kind !== kind) return false;
  const rules = kindOf(kind);
  if (rivalKey !== null) return rules.rival?.(subject.pair as never) === rules.rival?.(pair as never);
  const { packageId, domainName } = subject.pair as { readonly packageId?: string; readonly domainName?: string };
  if (kind === 'es-package' && packageId === undefined) return domainName === (pair as { readonly domainName?: unknown }).domainName;
  return pairKey.endsWith(rules.key(subject.pair as never));
}

const isAnotherHands = (call: Call, association: Association) => call.id === null && call.effective && isAbout(call, association);

/** Whether another hand has changed something by an ending that its association could not see when it looked last. */
export function isChangedUnseen({ chronicle }: Lived, association: Association, { calls, at }: End): boolean {
  const made = chronicle.calls.slice(0, calls);
  const looked = made.findLast(({ id, mutating }) => id === association.id && !mutating)?.at ?? 0;
  const isUnseen = (changed: number) => changed > looked - staleFor && changed <= at;
  return made.some((call) => isAnotherHands(call, association) && isUnseen(call.after?.shownFrom ?? call.at));
}

/** Whether what was changed last, of the first so many calls, was changed by another hand: a move that it began shows when it is through. */
export function isInOtherHands({ chronicle }: Lived, association: Association, calls: number): boolean {
  const last = chronicle.calls.slice(0, calls).findLast((call) => call.effective && call.mutating && isAbout(call, association));
  return last?.id === null;
}

/** What another hand did may look like one's own where nothing tells who did it: only what is made in lattice carries a name. */
export const mayBeMistaken = ({ chronicle }: Lived, association: Association, calls: number) =>
  chronicle.calls.slice(0, calls).some((call) => isAnotherHands(call, association) && !call.operation.startsWith('CreateServiceNetwork'));

/** Beside its status: the direct connection's state, which a move changes for a while whatever becomes of it. */
const placeIn = ({ kind }: Association, standing: string) =>
  kind === 'dx-hosted-connection' ? (standing.split(' ')[1] as string) : standing;

/** A lattice association that could not be made was nothing: taking it away to make room, or failing to, changes nothing anybody had. */
export const worthOf = (association: Association, standing: string, before = '') =>
  standing.startsWith('CREATE_FAILED') || (before.startsWith('CREATE_FAILED') && standing === before.replace('CREATE', 'DELETE'))
    ? nothing
    : placeIn(association, standing);

/** Whether a connection that was up is up: a move takes it down for a while, and so does moving it back. */
export const carriesAsBefore = ({ kind }: Association, before: Standing, after: Standing) =>
  kind !== 'dx-hosted-connection' || !before.now.startsWith('available ') || after.now.startsWith('available ');

/** Whether what was there was taken away on purpose, to make room: what undo then takes away is what came after it. */
export const isRemovedFirst = ({ desired }: Association, [first]: readonly Call[]) =>
  desired === 'ASSOCIATED' && first?.step === 'request' && first.operation.startsWith('Delete');

/** The ids of lattice associations that came to that status by a call. */
export function brought({ before, after }: Call, status: string): string[] {
  const ids = (standing: Standing | null) =>
    (standing?.now ?? '').split(', ').flatMap((one) => (one.startsWith(`${status} `) ? [one.slice(status.length + 1)] : []));
  const known = new Set(ids(before));
  return ids(after).filter((id) => !known.has(id));
}

/** What a call changes: the scopes of its pair, and for a move the parent that is left. */
export function scopesOf({ subject, before }: Call): string[] {
  if (!subject) return [];
  const left = subject.kind === 'dx-hosted-connection' && before ? [`dx:${before.comesTo.split(' ')[1]}`] : [];
  return [...new Set([...kindOf(subject.kind).scopes(subject.pair as never), ...left])];
}
