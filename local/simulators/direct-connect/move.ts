import { type AssociateHostedConnectionRequest, type Connection, ConnectionState } from '@aws-sdk/client-direct-connect';
import type { Caller } from '../../wire/service.ts';
import { draw, lastValue, type Timeline } from '../timeline.ts';
import {
  type ConnectionDocument,
  collections,
  type HostedConnectionDocument,
  hostedConnections,
  type InterconnectDocument,
  type LagDocument,
  type VirtualInterfaceDocument,
} from './documents.ts';
import { clientError, notFound, transitioning } from './errors.ts';
import { connectionAs, parentOf, standingOf, type World } from './world.ts';

const operation = 'AssociateHostedConnection';

/**
 * Moves a hosted connection under a LAG or interconnect; traffic is interrupted for a while. Only who owns the parents can do it.
 * A move to where the connection already is interrupts too: what AWS does then is not published, and this is the worse case.
 * Of faults, FAIL_LATER says by its code which connectionState the move ends in (`down`, `unknown`); the next move without it mends that.
 */
export const associateHostedConnection =
  (world: World) =>
  (input: AssociateHostedConnectionRequest, caller: Caller): Connection => {
    const connection = movable(world, input.connectionId ?? '', caller);
    const target = readyFor(world, input.parentConnectionId ?? '', caller);
    refuseConflict(world, connection, target.id);

    const moved = movedTo(world, connection, target.id, {
      endsIn: world.faults.take(operation, input, 'FAIL_LATER')?.code,
      factor: world.faults.take(operation, input, 'SLOW')?.factor ?? 1,
    });
    world.state.put(collections.connection, moved.id, moved);
    return connectionAs(world, moved, { ...standingOf(world, moved), parentId: target.id }, caller.account);
  };

/** The hosted connection, if it can be moved now. */
function movable(world: World, id: string, { account }: Caller): HostedConnectionDocument {
  const connection = world.state.get<ConnectionDocument>(collections.connection, id);
  if (!connection?.hosted || parentOf(world, lastValue(connection.parents) ?? '')?.ownerAccount !== account)
    throw notFound('Connection', id);
  const { state } = standingOf(world, connection);
  if (isMoving(connection, world.clock.now())) throw transitioning(id);
  if (state === 'deleting' || state === 'deleted' || state === 'rejected') throw clientError(`${id} is in the ${state} state.`);
  return connection;
}

const isMoving = ({ parents, states }: HostedConnectionDocument, now: number) => [...parents, ...states].some(({ at }) => at > now);

/** The LAG or interconnect, if it can take a hosted connection. */
function readyFor(world: World, id: string, { account }: Caller): LagDocument | InterconnectDocument {
  const target = parentOf(world, id);
  if (target?.ownerAccount !== account) throw notFound(id.startsWith('dxlag-') ? 'Lag' : 'Interconnect', id);
  if (['requested', 'pending', 'deleting'].includes(target.state)) throw transitioning(id);
  if (target.state !== 'available') throw clientError(`${id} is in the ${target.state} state.`);
  if ('allowsHostedConnections' in target && !target.allowsHostedConnections) throw clientError(`${id} does not allow hosted connections.`);
  return target;
}

/** Two hosted connections under one parent cannot have the same VLAN, nor two of their virtual interfaces the same address. */
function refuseConflict({ state }: World, connection: HostedConnectionDocument, targetId: string): void {
  const others = hostedConnections(state).filter(
    ({ id, parents, states }) => id !== connection.id && lastValue(parents) === targetId && !isGone(lastValue(states)),
  );
  const sameVlan = others.find(({ vlan }) => vlan === connection.vlan);
  if (sameVlan) throw clientError(`VLAN ${connection.vlan} is in use on ${targetId} by ${sameVlan.id}.`);
  const interfaces = state.list<VirtualInterfaceDocument>(collections.virtualInterface).map(([, each]) => each);
  const addresses = interfaces.filter(({ connectionId }) => connectionId === connection.id).flatMap(addressesOf);
  const taken = interfaces
    .filter(({ connectionId }) => others.some(({ id }) => id === connectionId))
    .find((each) => addressesOf(each).some((address) => addresses.includes(address)));
  if (taken) throw clientError(`An IP address of a virtual interface of ${connection.id} is in use on ${targetId} by ${taken.id}.`);
}

const isGone = (state: ConnectionState | undefined) => state === 'deleted' || state === 'rejected';

const addressesOf = ({ amazonAddress, customerAddress }: VirtualInterfaceDocument) => [amazonAddress, customerAddress];

/** The connection with its move before it. One that carries no traffic has none to interrupt and stays as it is, unless a fault made it so. */
function movedTo(
  world: World,
  connection: HostedConnectionDocument,
  targetId: string,
  { endsIn, factor }: { endsIn: string | undefined; factor: number },
): HostedConnectionDocument {
  const { clock, random, timing } = world;
  const at = clock.now();
  const { state } = standingOf(world, connection);
  const { faultless = state, ...rest } = connection;
  const end = endsIn === undefined ? faultless : stateNamed(endsIn);
  const meanwhile: ConnectionState = random() < 0.5 ? 'pending' : 'down';
  const back = at + draw(random, timing.interruption, factor);
  const seenFrom = at + (random() < 0.5 ? 0 : draw(random, timing.unseen, factor));
  const interruption: Timeline<ConnectionState> = [
    ...(state === 'available' ? [{ at, value: meanwhile }] : []),
    ...(state === 'available' || end !== state ? [{ at: back, value: end }] : []),
  ];
  return {
    ...rest,
    ...(endsIn !== undefined && { faultless }),
    parents: [...connection.parents.slice(-1), { at: seenFrom, value: targetId }],
    states: [...connection.states.slice(-1), ...interruption],
  };
}

function stateNamed(code: string): ConnectionState {
  const state = Object.values(ConnectionState).find((each) => each === code);
  if (!state) throw new Error(`A fault says that a connection ends in '${code}', which is no connectionState`);
  return state;
}
