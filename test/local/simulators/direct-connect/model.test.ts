import * as sdk from '@aws-sdk/client-direct-connect';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createDirectConnect } from '../../../../local/simulators/direct-connect/simulator.ts';
import { createFaults } from '../../../../local/simulators/faults.ts';
import facts from '../facts/direct-connect.json' with { type: 'json' };
import { createStage, createWatch, type Edges, happening } from '../story.ts';
import { calling, createSurroundings, otherAccount } from '../surroundings.ts';

/** Source: API reference, connectionState, and AssociateHostedConnection: a move interrupts the connection for a time. */
const edges: Edges = {
  gone: ['available', 'ordering', 'deleted'],
  available: ['pending', 'down'],
  pending: ['available', 'unknown', 'down'],
  // What a fault made of it goes back to what it was with the next move.
  down: ['available', 'unknown', 'pending', 'ordering'],
  unknown: ['available', 'ordering', 'down'],
  // Only where a fault says so: what carries no traffic has none to interrupt.
  ordering: ['down', 'unknown'],
};

/** The most that lists are behind a move, in seconds, and how many times as long where a fault slows it. */
const [unseen, slow] = [6, 5];

type World = ReturnType<typeof createWorld>;

const { ask, live } = createStage({ facts, sdk, Client: sdk.DirectConnectClient }, createWorld);

/** Three parents of our own, a LAG that hosts nothing and one of others; four connections, two of them with the same VLAN, one deleted. */
function createWorld(seed: number) {
  const surroundings = createSurroundings(seed);
  const faults = createFaults();
  const simulator = createDirectConnect(surroundings, faults, { unseen: [1, unseen] });
  const parents = [
    simulator.addLag({ name: 'one', tags: [{ key: 'team', value: 'network' }] }),
    simulator.addLag({ name: 'two' }),
    simulator.addInterconnect({ name: 'three' }),
  ];
  const [one = '', two = ''] = parents;
  const refusing = [
    simulator.addLag({ name: 'closed', allowsHostedConnections: false }),
    simulator.addLag({ name: 'foreign', account: otherAccount }),
    simulator.addLag({ name: 'leaving', state: 'deleting' }),
    'dxlag-ffffffff',
  ];
  const hosted = { account: otherAccount, parentId: one };
  const connections = [
    simulator.addHostedConnection({ ...hosted, name: 'a', vlan: 101 }),
    simulator.addHostedConnection({ ...hosted, name: 'b', vlan: 101, parentId: two }),
    simulator.addHostedConnection({ ...hosted, name: 'c', vlan: 103, state: 'ordering' }),
    simulator.addHostedConnection({ ...hosted, name: 'd', vlan: 104, state: 'deleted' }),
  ];
  simulator.addVirtualInterface({
    name: 'i',
    connectionId: connections[0] ?? '',
    vlan: 101,
    amazonAddress: '10.0.0.1/30',
    customerAddress: '10.0.0.2/30',
  });
  const call = calling(() => simulator.service);
  const watch = createWatch(edges);
  /** Where the last accepted move of each connection goes, and when it was made. */
  const going = new Map<string, { readonly target: string; readonly at: number }>();
  /** Lists may show a connection where it was for a while, when another has taken its place already. */
  const isUnseen = (id: string) => surroundings.clock.now() - (going.get(id)?.at ?? 0) <= unseen * slow * 1_000;

  /** Under which parent each connection is listed, and in which state; holds that it is under one, and that no VLAN is there twice. */
  async function look(): Promise<ReadonlyMap<string, string>> {
    const [places, states] = [new Map<string, string>(), new Map<string, string>()];
    for (const parent of parents) {
      const listed = ((await call('DescribeHostedConnections', { connectionId: parent })).connections ?? []) as sdk.Connection[];
      const settled = listed.filter(({ connectionId = '', connectionState }) => connectionState !== 'deleted' && !isUnseen(connectionId));
      const vlans = settled.map(({ vlan }) => vlan);
      expect(new Set(vlans).size).toBe(vlans.length);
      for (const { connectionId = '', connectionState = '', lagId } of listed) {
        expect([places.get(connectionId), lagId]).toEqual([undefined, parent.startsWith('dxlag-') ? parent : undefined]);
        places.set(connectionId, parent);
        states.set(connectionId, connectionState);
      }
    }
    expect(places.size).toBe(connections.length);
    watch(states);
    return places;
  }

  return {
    simulator,
    faults,
    parents,
    targets: [...parents, ...parents, ...refusing],
    refusing,
    connections: [...connections, 'dxcon-ffffffff'],
    going,
    look,
    moved: (id: string, target: string) => void going.set(id, { target, at: surroundings.clock.now() }),
    async pass(seconds: number) {
      for (let left = seconds; left > 0; left -= 20) {
        surroundings.clock.pass(Math.min(left, 20));
        await look();
      }
    },
  };
}

const pick = <Element>(of: readonly Element[], index: number) => of[index % of.length] as Element;
const number = fc.nat({ max: 60 });

const move = fc.tuple(number, number).map(([one, other]) =>
  happening<World>(`move ${one} ${other}`, async ({ connections, targets, refusing, moved, look }) => {
    const [connectionId, parentConnectionId] = [pick(connections, one), pick(targets, other)];
    const before = await look();
    const { answer, error } = await ask('AssociateHostedConnection', { connectionId, parentConnectionId });
    if (refusing.includes(parentConnectionId) || connectionId === 'dxcon-ffffffff')
      expect(error?.name).toBe('DirectConnectClientException');
    if (answer) {
      expect(answer.connectionId).toBe(connectionId);
      expect(answer.lagId).toBe(parentConnectionId.startsWith('dxlag-') ? parentConnectionId : undefined);
      moved(connectionId, parentConnectionId);
    }
    // A refusal moves nothing, and a move nothing else.
    for (const [id, place] of await look()) if (error || id !== connectionId) expect(place).toBe(before.get(id));
  }),
);

const settled = fc.constant(
  happening<World>('all settles', async ({ pass, look, going }) => {
    await pass(100 * 5);
    const places = await look();
    for (const [connection, { target }] of going) expect(places.get(connection)).toBe(target);
  }),
);

const read = fc
  .tuple(fc.constantFrom('lags', 'interconnects', 'children', 'connections', 'interfaces', 'tags'), number)
  .map(([what, which]) =>
    happening<World>(`read ${what} ${which}`, async ({ parents, targets, connections }) => {
      const [parent, connectionId] = [pick(targets, which), pick(connections, which)];
      const maxResults = 1 + (which % 2);
      if (what === 'lags') await ask('DescribeLags', which % 3 === 0 ? { maxResults } : { lagId: parent });
      if (what === 'interconnects') await ask('DescribeInterconnects', which % 3 === 0 ? {} : { interconnectId: parent });
      if (what === 'children') await ask('DescribeHostedConnections', { connectionId: parent, maxResults });
      if (what === 'connections') await ask('DescribeConnections', which % 3 === 0 ? {} : { connectionId });
      if (what === 'interfaces') await ask('DescribeVirtualInterfaces', which % 3 === 0 ? {} : { connectionId });
      if (what === 'tags')
        await ask('DescribeTags', { resourceArns: [`arn:aws:directconnect:eu-central-1:111122223333:dxlag/${pick(parents, which)}`] });
    }),
  );

const fault = fc.constantFrom('down', 'unknown', 'slow').map((how) =>
  happening<World>(`the next move is ${how}`, async ({ faults }) =>
    faults.add({
      operation: 'AssociateHostedConnection',
      effect: how === 'slow' ? { type: 'SLOW', factor: slow } : { type: 'FAIL_LATER', code: how, message: 'It broke.' },
    }),
  ),
);

const time = fc.integer({ min: 1, max: 60 }).map((seconds) => happening<World>(`pass ${seconds}`, ({ pass }) => pass(seconds)));

test('random stories stay inside what the model of Direct Connect allows', () =>
  live(fc.oneof(move, move, move, read, read, fault, time, time, settled)));
