import type { Connection } from '@aws-sdk/client-direct-connect';
import { type Check, check, pass, unknown, type Verdict } from '../kind.ts';
import { isGone, megabits, type Parent } from './connections.ts';

/**
 * What may go wrong with a move and has no published rule: it is shown to whoever approves, and does not stop.
 * `children` are the connections that the target has without this one.
 */
export const fitChecks = (connection: Connection, target: Parent, children: readonly Connection[]): Check[] => [
  check('location', location(connection, target)),
  check('bandwidth', bandwidth([connection, ...children.filter((child) => !isGone(child))], target)),
  check('macsec', macSec(connection, target)),
];

function location({ location: from }: Connection, { location: to }: Parent): Verdict {
  if (from === undefined || to === undefined)
    return unknown('LocationUnknown', 'AWS does not say where the connection and the target are.');
  return from === to
    ? pass('SameLocation', `The connection and the target are both at ${to}.`)
    : unknown('OtherLocation', `The target is at ${to} and the connection at ${from}: AWS does not say whether it moves one so far.`);
}

function bandwidth(connections: readonly Connection[], { bandwidth: room }: Parent): Verdict {
  const wanted = connections.map((each) => megabits(each.bandwidth));
  const total = wanted.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  if (room === undefined || wanted.includes(undefined))
    return unknown('BandwidthUnknown', 'AWS does not say how much bandwidth the target and its connections have.');
  return total <= room
    ? pass('BandwidthFits', 'The target has the bandwidth for its connections and this one.')
    : unknown('BandwidthShort', `With this one the connections of the target have ${total} Mbps, and it has ${room} Mbps.`);
}

/** Hosted connections are encrypted by the port under them. */
const macSec = ({ partnerInterconnectMacSecCapable: now }: Connection, { macSecCapable: then }: Parent): Verdict =>
  now && then === false
    ? unknown('MacSecLost', 'The port under the connection is capable of MACsec, and the target is not.')
    : pass('MacSecKept', 'The move loses no capability of MACsec that AWS shows.');
