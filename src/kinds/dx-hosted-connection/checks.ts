import type { Connection, ConnectionState, InterconnectState, LagState } from '@aws-sdk/client-direct-connect';
import type { Check } from '../kind.ts';
import { hasArrived, type Parent, type Place } from './connections.ts';
import type { DxHostedConnectionPair } from './pair.ts';

type Finding = readonly [result: Check['result'], reason: string, message: string];

const check = (name: string, [result, reason, message]: Finding): Check => ({ name, result, reason, message });

const parentFindings: Record<LagState | InterconnectState, Finding> = {
  available: ['PASS', 'TargetAvailable', 'The target is available.'],
  requested: ['WAIT', 'TargetRequested', 'The target is requested and not yet available.'],
  pending: ['WAIT', 'TargetPending', 'The target is being initialised.'],
  down: ['FAIL', 'TargetDown', 'The target is down: a move would end the traffic.'],
  deleting: ['FAIL', 'TargetDeleting', 'The target is being deleted.'],
  deleted: ['FAIL', 'TargetDeleted', 'The target has been deleted.'],
  unknown: ['UNKNOWN', 'TargetStateUnknown', 'AWS does not know the state of the target.'],
};

const connectionFindings: Record<ConnectionState, Finding> = {
  ordering: ['PASS', 'ConnectionUnconfirmed', 'The connection is not yet confirmed by its owner; it can be moved all the same.'],
  requested: ['PASS', 'ConnectionRequested', 'The connection is requested; it can be moved all the same.'],
  pending: ['PASS', 'ConnectionPending', 'The connection is being initialised; it can be moved all the same.'],
  available: ['PASS', 'ConnectionAvailable', 'The connection is available.'],
  down: ['PASS', 'ConnectionDown', 'The connection is down; it can be moved all the same.'],
  deleting: ['FAIL', 'ConnectionDeleting', 'The connection is being deleted.'],
  deleted: ['FAIL', 'ConnectionDeleted', 'The connection has been deleted.'],
  rejected: ['FAIL', 'ConnectionRejected', 'The connection was rejected by its owner.'],
  unknown: ['UNKNOWN', 'ConnectionStateUnknown', 'AWS does not know the state of the connection.'],
};

const findingOf = (findings: Readonly<Record<string, Finding>>, state: string | undefined): Finding =>
  (state !== undefined && Object.hasOwn(findings, state) ? findings[state] : undefined) ?? [
    'WAIT',
    'UnknownStatus',
    `AWS gives the state ${state ?? '(none)'}.`,
  ];

/** The target is there, available, and takes hosted connections. */
export function targetChecks(target: Parent | undefined): Check[] {
  if (target === undefined)
    return [check('target', ['FAIL', 'TargetNotFound', 'This account has no LAG or interconnect of that id in this region.'])];
  const hosts: Finding =
    target.hosts === undefined
      ? ['UNKNOWN', 'HostingUnknown', 'AWS does not say whether the target takes hosted connections.']
      : target.hosts
        ? ['PASS', 'HostsConnections', 'The target takes hosted connections.']
        : ['FAIL', 'HostsNoConnections', 'The LAG does not allow hosted connections.'];
  return [check('target', findingOf(parentFindings, target.state)), check('hosting', hosts)];
}

/** The connection is there and stays. */
export const connectionCheck = (connection: Connection | undefined): Check =>
  check(
    'connection',
    connection
      ? findingOf(connectionFindings, connection.connectionState)
      : ['FAIL', 'ConnectionNotFound', 'No LAG or interconnect of this account has a hosted connection of that id.'],
  );

/** A connection that the target lists is there, or about to be. */
export const arrivalCheck = (connection: Connection, target: string): Check =>
  check(
    'arrival',
    hasArrived(connection, target)
      ? ['PASS', 'AlreadyThere', `The connection is under ${target}.`]
      : ['WAIT', 'MoveInProgress', `${target} lists the connection, which does not yet name it as its LAG.`],
  );

/** Where the connection comes from, and so where it would go back to. */
export function previousParentCheck({ previousParentConnectionId: given }: DxHostedConnectionPair, place: Place | undefined): Check {
  if (given !== undefined && given !== place?.parentId) {
    const found = place ? `it is under ${place.parentId}` : 'it was found under none';
    return check('previous-parent', ['FAIL', 'PreviousParentDiffers', `The connection is not under ${given}: ${found}.`]);
  }
  return check(
    'previous-parent',
    place
      ? ['PASS', 'PreviousParentFound', `The connection is under ${place.parentId} and can be moved back there.`]
      : ['UNKNOWN', 'PreviousParentUnknown', 'What the connection is under now could not be found out: the move cannot be undone.'],
  );
}

/** What is deleted or was rejected keeps no VLAN. */
const holdsVlan = ({ connectionState }: Connection) => connectionState !== 'deleted' && connectionState !== 'rejected';

/** No connection under the target, where this one is not yet, has the same VLAN. */
export function vlanCheck({ vlan }: Connection, children: readonly Connection[]): Check {
  if (vlan === undefined) return check('vlan', ['UNKNOWN', 'VlanUnknown', 'AWS does not show the VLAN of the connection.']);
  const holder = children.find((child) => child.vlan === vlan && holdsVlan(child));
  return check(
    'vlan',
    holder
      ? ['FAIL', 'VlanTaken', `VLAN ${vlan} is taken under the target by ${holder.connectionId}.`]
      : ['PASS', 'VlanFree', `VLAN ${vlan} is free under the target.`],
  );
}
