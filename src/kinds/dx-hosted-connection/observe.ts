import type { Connection, ConnectionState, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { type Context, entryFor, type Intent, type Observation, unseenFor, type Words } from '../kind.ts';
import { among, beforeOf, childrenOf, hasArrived, listParents, placeAmong, placesOf, settlingFor } from './connections.ts';
import type { DxHostedConnectionPair } from './pair.ts';

/** How near a state is to carrying traffic; null for a connection that will not come back. */
const nearness: Record<ConnectionState, number | null> = {
  available: 3,
  pending: 2,
  requested: 1,
  ordering: 1,
  down: 0,
  unknown: 0,
  deleting: null,
  deleted: null,
  rejected: null,
};

/** Looks where the connection is: under the target, back where it was, or elsewhere. */
export async function observe(
  client: DirectConnectClient,
  { connectionId, parentConnectionId }: DxHostedConnectionPair,
  intent: Intent,
  { now, takingBack }: Context,
): Promise<Observation> {
  const age = now - intent.at;
  const target = await childrenOf(client, parentConnectionId);
  const there = among(target.connections, connectionId);
  if (there) return underTarget(there, parentConnectionId, target.words, intent, age);

  const { parentConnectionId: previousId, connectionState: before } = beforeOf(intent);
  const previous = previousId === null ? target : await childrenOf(client, previousId);
  const back = among(previous.connections, connectionId);
  // Only what was seen under the target as our doing is taken back, so that a state worse than before may be our doing too. Without that the
  // call may never have taken, and a line that fell by itself tells nothing of it: where the connection is decides alone.
  if (back && takingBack && !isAsNear(back.connectionState, before)) return returning(back, previous.words, before);
  // Lists follow a move late: for a while, where it was means perhaps not yet moved.
  if (back) return notThere(age < unseenFor ? 'PENDING' : 'ELSEWHERE', true, spoken(previous.words, back));
  return lookElsewhere(client, connectionId, [parentConnectionId, previousId], previous.words, age);
}

function underTarget(there: Connection, target: string, said: Words, intent: Intent, age: number): Observation {
  const state = there.connectionState;
  const words = spoken(said, there);
  // The plan saw it elsewhere, under the lock, in the moment before our call: that it is here now is our doing.
  const ours = intent.adopted ? 'NO' : 'YES';
  const seen = { ours, asBefore: false, unknownStatus: false, words } as const;
  const near = entryFor(nearness, state);
  if (near === undefined) return { ...seen, type: 'PENDING', unknownStatus: state !== undefined };
  if (near === null) return { ...seen, type: 'FAILED' };
  if (!hasArrived(there, target)) return { ...seen, type: 'PENDING' };
  const before = beforeOf(intent).connectionState;
  if (isAsNear(state, before)) return { ...seen, type: 'SETTLED' };
  const message = `The connection was ${before} before the move and is ${state}.`;
  return { ...seen, type: age < settlingFor ? 'PENDING' : 'FAILED', words: { ...words, message } };
}

/** Whether a connection in that state is as near to carrying traffic as before: never one that will not come back. */
const isAsNear = (state: ConnectionState | undefined, before: string | null) =>
  (entryFor(nearness, state) ?? -1) >= (entryFor(nearness, before) ?? 0);

/** Back where it was, and not yet as it was. */
function returning(back: Connection, said: Words, before: string | null): Observation {
  const { connectionState: state } = back;
  const message = `The connection is back where it was, and not as it was: ${before ?? 'unknown'} before the move, ${state ?? 'unknown'} now.`;
  const unknownStatus = state !== undefined && entryFor(nearness, state) === undefined;
  return { ...notThere('PENDING', false, { ...spoken(said, back), message }), unknownStatus };
}

const notThere = (type: Observation['type'], asBefore: boolean, words: Words, ours: Observation['ours'] = 'NO'): Observation => ({
  type,
  ours,
  asBefore,
  unknownStatus: false,
  words,
});

async function lookElsewhere(
  client: DirectConnectClient,
  connectionId: string,
  known: readonly (string | null)[],
  words: Words,
  age: number,
): Promise<Observation> {
  const parents = (await listParents(client)).filter(({ id }) => !known.includes(id));
  const places = await placesOf(client, connectionId, parents);
  const place = placeAmong(places) ?? places[0];
  if (place) {
    const message = `The connection is under ${place.parentId}.`;
    return notThere('ELSEWHERE', false, { ...spoken(place.words, place.connection), message });
  }
  // A hosted connection is always under a parent. One in no list has not been left as it was, so this is never ABSENT.
  const message = 'No LAG or interconnect of this account lists the connection.';
  return notThere(age < settlingFor ? 'PENDING' : 'FAILED', false, { ...words, message }, 'UNKNOWN');
}

const spoken = (words: Words, { connectionState }: Connection): Words => ({ ...words, status: connectionState ?? null });
