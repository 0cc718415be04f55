import type { ServiceNetworkServiceAssociationStatus, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { type Context, type Desired, entryFor, type Intent, type Observation, unseenFor } from '../kind.ts';
import { beforeOf, type Look, look, ownershipOf, type Row } from './associations.ts';
import type { LatticeServicePair } from './pair.ts';

type Progress = Record<ServiceNetworkServiceAssociationStatus, 'SETTLED' | 'PENDING' | 'FAILED'>;

const progressOfCreation: Progress = {
  ACTIVE: 'SETTLED',
  CREATE_IN_PROGRESS: 'PENDING',
  DELETE_IN_PROGRESS: 'PENDING',
  CREATE_FAILED: 'FAILED',
  DELETE_FAILED: 'FAILED',
};

/** Whatever is still there is on its way out, as far as can be seen: only a failed deletion says otherwise. */
const progressOfDeletion: Progress = {
  ACTIVE: 'PENDING',
  CREATE_IN_PROGRESS: 'PENDING',
  DELETE_IN_PROGRESS: 'PENDING',
  CREATE_FAILED: 'PENDING',
  DELETE_FAILED: 'FAILED',
};

/** Looks how far the call of `intent` has come. It finds the association by its pair; the id only helps. */
export async function observe(
  client: VPCLatticeClient,
  pair: LatticeServicePair,
  desired: Desired,
  intent: Intent,
  context: Context,
): Promise<Observation> {
  const found = await look(client, pair, subjectOf(intent));
  return desired === 'ASSOCIATED' && !intent.preparatory
    ? creationSeen(client, found, intent, context)
    : deletionSeen(found, intent, context);
}

/** The id of what the call is about: what it made, or what it removes. */
function subjectOf({ handle, call }: Intent): string | null {
  const { serviceNetworkServiceAssociationIdentifier: removed = null } = call.parameters;
  return handle ?? (removed as string | null);
}

async function creationSeen(
  client: VPCLatticeClient,
  { row, words }: Look,
  intent: Intent,
  { now, associationId }: Context,
): Promise<Observation> {
  const type = row && entryFor(progressOfCreation, row.status);
  const seen = { asBefore: isAsBefore(row, intent), unknownStatus: row !== undefined && type === undefined, words };
  const ours = row ? await ownershipOf(client, row, intent, associationId) : 'UNKNOWN';
  if (row && (ours === 'YES' || intent.adopted)) return { ...seen, type: type ?? 'PENDING', ours };
  // Reads follow a creation late, and so do its tags: for a while, what does not show may be there all the same.
  if (now - intent.at < unseenFor) return { ...seen, type: 'PENDING', ours: 'UNKNOWN' };
  if (!row) return { ...seen, type: 'ABSENT', ours };
  // What our call answered with is gone, where another stands in its place.
  const asBefore = intent.handle === null ? seen.asBefore : !wasWorthSomething(intent);
  return { ...seen, type: type ?? 'PENDING', ours, asBefore };
}

function deletionSeen({ row, words }: Look, intent: Intent, { now }: Context): Observation {
  const seen = { ours: oursOf(intent), asBefore: isAsBefore(row, intent), unknownStatus: false, words };
  if (row === undefined || (intent.preparatory && row.id !== subjectOf(intent)))
    return intent.preparatory ? { ...seen, type: 'READY', asBefore: !wasWorthSomething(intent) } : { ...seen, type: 'SETTLED' };
  const type = entryFor(progressOfDeletion, row.status);
  if (type === undefined) return { ...seen, type: 'PENDING', unknownStatus: true };
  // What had failed before and is tried again may be shown as it was for a while.
  const stale = seen.asBefore && now - intent.at < unseenFor;
  return { ...seen, type: stale ? 'PENDING' : type };
}

/** A removal is ours when AWS took our call: its answer gave the handle. */
const oursOf = ({ adopted, handle }: Intent): Observation['ours'] => (adopted ? 'NO' : handle === null ? 'UNKNOWN' : 'YES');

/** What could not be made was nothing worth having; what could not be removed may have carried traffic. */
const wasWorthSomething = (intent: Intent) => (beforeOf(intent) ?? { status: 'CREATE_FAILED' }).status !== 'CREATE_FAILED';

/** Without what was worth nothing, all is as it was before. */
function isAsBefore(row: Row | undefined, intent: Intent): boolean {
  const before = beforeOf(intent);
  if (row === undefined) return !wasWorthSomething(intent);
  return before !== null && row.id === before.id && row.status === before.status;
}
