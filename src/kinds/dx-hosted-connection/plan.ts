import type { Connection, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import type { Plan } from '../kind.ts';
import { arrivalCheck, connectionCheck, previousParentCheck, targetChecks, vlanCheck } from './checks.ts';
import { among, childrenOf, connectionOf, hasArrived, isGone, listParents, placeAmong, placesOf } from './connections.ts';
import { fitChecks } from './fit.ts';
import { move } from './move.ts';
import { type DxHostedConnectionPair, dxHostedConnectionPair, scopesOf } from './pair.ts';

/** Reads where the connection is and says what moving it would take. */
export async function planOf(client: DirectConnectClient, pair: DxHostedConnectionPair): Promise<Plan> {
  const { connectionId, parentConnectionId } = pair;
  const parents = await listParents(client);
  const asked = parents.find(({ id }) => id === parentConnectionId);
  const target = asked && { ...asked, ...(await childrenOf(client, asked.id)) };
  const there = target && among(target.connections, connectionId);
  if (there) return arrival(pair, there);
  const others = parents.filter(({ id }) => id !== parentConnectionId);
  const places = await placesOf(client, connectionId, others);
  const place = placeAmong(places, pair.previousParentConnectionId);
  const connection = (place ?? places[0])?.connection ?? (await connectionOf(client, connectionId));
  const previous = place?.parentId ?? null;
  return {
    ...base(pair),
    checks: [
      ...targetChecks(target),
      connectionCheck(connection),
      previousParentCheck(pair, place ? [place] : places),
      ...(connection && target ? [vlanCheck(connection, target.connections), ...fitChecks(connection, target, target.connections)] : []),
    ],
    calls: [move(connectionId, parentConnectionId)],
    undo: previous === null ? [] : [move(connectionId, previous)],
    impact: 'INTERRUPTS_TRAFFIC',
    before: { parentConnectionId: previous, connectionState: connection?.connectionState ?? null },
    scopes: scopesOf([connectionId, parentConnectionId, ...(previous === null ? [] : [previous])]),
  };
}

/** Listed by the target, it needs no call: it is there, or about to be. What could keep it from going there no longer matters. */
const arrival = (pair: DxHostedConnectionPair, there: Connection): Plan => ({
  ...base(pair),
  changed: isGone(there) || !hasArrived(there, pair.parentConnectionId),
  checks: [connectionCheck(there), arrivalCheck(there, pair.parentConnectionId)],
  calls: [],
  before: { parentConnectionId: pair.parentConnectionId, connectionState: there.connectionState ?? null },
});

const base = (pair: DxHostedConnectionPair) => ({
  changed: true,
  outOfDate: false,
  undo: [],
  impact: 'NONE' as const,
  targetVersion: null,
  scopes: dxHostedConnectionPair.scopes(pair),
});
