import type { Connection, ConnectionState, InterconnectState, LagState } from '@aws-sdk/client-direct-connect';
import { type Check, check, fail, pass, unknown, type Verdict, verdictOn, wait } from '../kind.ts';
import { hasArrived, isGone, type Parent, type Place } from './connections.ts';
import type { DxHostedConnectionPair } from './pair.ts';

const parentVerdicts: Record<LagState | InterconnectState, Verdict> = {
  available: pass('TargetAvailable', 'The target is available.'),
  requested: wait('TargetRequested', 'The target is requested and not yet available.'),
  pending: wait('TargetPending', 'The target is being initialised.'),
  down: fail('TargetDown', 'The target is down, so that a move would end the traffic: ask again when it is up.'),
  deleting: fail('TargetDeleting', 'The target is being deleted: ask again with another.'),
  deleted: fail('TargetDeleted', 'The target has been deleted: ask again with another.'),
  unknown: unknown('TargetStateUnknown', 'AWS does not know the state of the target.'),
};

const connectionVerdicts: Record<ConnectionState, Verdict> = {
  ordering: pass('ConnectionUnconfirmed', 'The connection is not yet confirmed by its owner; it can be moved all the same.'),
  requested: pass('ConnectionRequested', 'The connection is requested; it can be moved all the same.'),
  pending: pass('ConnectionPending', 'The connection is being initialised; it can be moved all the same.'),
  available: pass('ConnectionAvailable', 'The connection is available.'),
  down: pass('ConnectionDown', 'The connection is down; it can be moved all the same.'),
  deleting: fail('ConnectionDeleting', 'The connection is being deleted: ask again with another.'),
  deleted: fail('ConnectionDeleted', 'The connection has been deleted: ask again with another.'),
  rejected: fail('ConnectionRejected', 'The connection was rejected by its owner: ask again with another.'),
  unknown: unknown('ConnectionStateUnknown', 'AWS does not know the state of the connection.'),
};

const targetMissing = fail('TargetNotFound', 'This account has no LAG or interconnect of that id in this region: check the id.');

/** The target is there, available, and takes hosted connections. */
export const targetChecks = (target: Parent | undefined): Check[] =>
  target ? [check('target', verdictOn(parentVerdicts, target.state)), check('hosting', hosting(target))] : [check('target', targetMissing)];

function hosting({ hosts }: Parent): Verdict {
  if (hosts === undefined) return unknown('HostingUnknown', 'AWS does not say whether the target takes hosted connections.');
  return hosts
    ? pass('HostsConnections', 'The target takes hosted connections.')
    : fail('HostsNoConnections', 'The LAG does not allow hosted connections: ask again with one that does.');
}

const connectionMissing = fail(
  'ConnectionNotFound',
  'No LAG or interconnect of this account has a hosted connection of that id: check the id, or ask in the account of its partner.',
);

/** The connection is there and stays. */
export const connectionCheck = (connection: Connection | undefined): Check =>
  check('connection', connection ? verdictOn(connectionVerdicts, connection.connectionState) : connectionMissing);

/** A connection that the target lists is there, or about to be. */
export const arrivalCheck = (connection: Connection, target: string): Check =>
  check(
    'arrival',
    hasArrived(connection, target)
      ? pass('AlreadyThere', `The connection is under ${target}.`)
      : wait('MoveInProgress', `${target} lists the connection, which still names ${connection.lagId} as its LAG.`),
  );

/** Where the connection comes from, and so where it would go back to; of several places it may be any. */
export function previousParentCheck({ previousParentConnectionId: given }: DxHostedConnectionPair, places: readonly Place[]): Check {
  const [first, ...others] = places.map(({ parentId }) => parentId);
  const place = others.length === 0 ? first : undefined;
  return check('previous-parent', given !== undefined && given !== place ? differs(given, places) : previousParent(place));
}

const differs = (given: string, places: readonly Place[]) =>
  fail(
    'PreviousParentDiffers',
    places.length > 0
      ? `The connection is not under ${given}: it is under ${places.map(({ parentId }) => parentId).join(' or ')}. Ask again with that one, or without any.`
      : `The connection is not under ${given}: it was found under none. Ask again without any, and know that the move cannot be undone then.`,
  );

const previousParent = (place: string | undefined) =>
  place
    ? pass('PreviousParentFound', `The connection is under ${place} and can be moved back there.`)
    : unknown('PreviousParentUnknown', 'What the connection is under now could not be found out: the move cannot be undone.');

/** No connection under the target, where this one is not yet, has the same VLAN. */
export function vlanCheck({ vlan }: Connection, children: readonly Connection[]): Check {
  if (vlan === undefined) return check('vlan', unknown('VlanUnknown', 'AWS does not show the VLAN of the connection.'));
  const holder = children.find((child) => child.vlan === vlan && !isGone(child));
  return check(
    'vlan',
    holder
      ? fail(
          'VlanTaken',
          `VLAN ${vlan} is taken under the target by ${holder.connectionId}: free it there, or ask again with another target.`,
        )
      : pass('VlanFree', `VLAN ${vlan} is free under the target.`),
  );
}
