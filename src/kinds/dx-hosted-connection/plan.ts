import type { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import type { Plan } from '../kind.ts';
import { arrivalCheck, connectionCheck, previousParentCheck, targetChecks, vlanCheck } from './checks.ts';
import { among, childrenOf, connectionOf, hasArrived, listParents, placeOf } from './connections.ts';
import { move } from './move.ts';
import { type DxHostedConnectionPair, dxHostedConnectionPair, scopesOf } from './pair.ts';

/** Reads where the connection is and says what moving it would take. */
export async function planOf(client: DirectConnectClient, pair: DxHostedConnectionPair): Promise<Plan> {
  const { connectionId, parentConnectionId } = pair;
  const parents = await listParents(client);
  const target = parents.find(({ id }) => id === parentConnectionId);
  const children = target ? await childrenOf(client, target.id) : undefined;
  const there = children && among(children, connectionId);
  if (there) {
    const changed = !hasArrived(there, parentConnectionId);
    const checks = [...targetChecks(target), connectionCheck(there), arrivalCheck(there, parentConnectionId)];
    const calls = changed ? [move(connectionId, parentConnectionId)] : [];
    return { ...base(pair), changed, checks, calls, before: { parentConnectionId, connectionState: there.connectionState ?? null } };
  }
  const others = parents.filter(({ id }) => id !== parentConnectionId);
  const place = await placeOf(client, connectionId, others);
  const connection = place?.connection ?? (await connectionOf(client, connectionId));
  const previous = place?.parentId ?? null;
  return {
    ...base(pair),
    checks: [
      ...targetChecks(target),
      connectionCheck(connection),
      previousParentCheck(pair, place),
      ...(connection && children ? [vlanCheck(connection, children.connections)] : []),
    ],
    calls: [move(connectionId, parentConnectionId)],
    undo: previous === null ? [] : [move(connectionId, previous)],
    impact: 'INTERRUPTS_TRAFFIC',
    before: { parentConnectionId: previous, connectionState: connection?.connectionState ?? null },
    scopes: scopesOf([connectionId, parentConnectionId, ...(previous === null ? [] : [previous])]),
  };
}

const base = (pair: DxHostedConnectionPair) => ({
  changed: true,
  outOfDate: false,
  undo: [],
  impact: 'NONE' as const,
  targetVersion: null,
  scopes: dxHostedConnectionPair.scopes(pair),
});
