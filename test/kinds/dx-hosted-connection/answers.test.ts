import type { Connection, Lag } from '@aws-sdk/client-direct-connect';
import { afterEach, describe, expect, test } from '@jest/globals';
import { AwsError, type Operation } from '../../../local/wire/service.ts';
import { megabits } from '../../../src/kinds/dx-hosted-connection/connections.ts';
import { checkOf, intentOf, refusal } from '../kind-world.ts';
import { connectionId, createWorld, interconnect, newLag, oldLag, pair } from './world.ts';

type Operations = Readonly<Record<string, Operation>>;

let world: Awaited<ReturnType<typeof createWorld>>;
afterEach(() => world.close());

const names = ({ checks }: Awaited<ReturnType<typeof world.plan>>) => checks.map(({ name, reason }) => `${name} ${reason}`);

describe('what AWS may leave out', () => {
  test('lists that are not there are empty', async () => {
    const [empty, parents]: [string[], unknown[]] = [['DescribeLags', 'DescribeInterconnects', 'DescribeConnections'], []];
    const DescribeHostedConnections = (input: never) => {
      parents.push(input);
      return {};
    };
    world = await createWorld({
      wrap: (operations) => ({
        ...operations,
        ...Object.fromEntries(empty.map((name) => [name, () => ({})])),
        DescribeHostedConnections,
      }),
    });
    const plan = await world.plan();
    expect(names(plan)).toEqual(['target TargetNotFound', 'connection ConnectionNotFound', 'previous-parent PreviousParentUnknown']);
    expect(plan).toMatchObject({ undo: [], scopes: [`dx:${connectionId}`, `dx:${newLag}`], before: { parentConnectionId: null } });
    expect(parents).toEqual([]);
  });

  test('a target that has no list has no connections', async () => {
    world = await createWorld();
    world.next('DescribeHostedConnections', refusal('DirectConnectClientException', `${newLag} does not exist.`));
    expect(checkOf(await world.plan(), 'bandwidth')).toMatchObject({ reason: 'BandwidthFits' });
    await world.close();
    const connections = [{ connectionId, vlan: 101, bandwidth: '500Mbps' }];
    world = await createWorld({
      wrap: (operations) => ({ ...operations, DescribeHostedConnections: () => ({}), DescribeConnections: () => ({ connections }) }),
    });
    expect(checkOf(await world.plan(), 'bandwidth')).toMatchObject({ reason: 'BandwidthFits' });
  });

  test.each<Partial<Lag>>([{ connectionsBandwidth: undefined }, { numberOfConnections: undefined }])(
    'a LAG of which AWS says %j has a bandwidth that nobody knows',
    async (said) => {
      const without = (lag: Lag) => (lag.lagId === newLag ? { ...lag, ...said } : lag);
      world = await createWorld({
        wrap: (operations: Operations) => ({
          ...operations,
          DescribeLags: async (input, caller) => {
            const { lags = [] } = ((await operations.DescribeLags?.(input, caller)) ?? {}) as { lags?: Lag[] };
            return { lags: lags.map(without) };
          },
        }),
      });
      expect(checkOf(await world.plan(), 'bandwidth')).toMatchObject({ result: 'UNKNOWN', reason: 'BandwidthUnknown' });
    },
  );

  test.each(['x500Mbps', '500Mbps.', '5 Gbps', '500', undefined])('%s is no bandwidth', (said) => expect(megabits(said)).toBeUndefined());

  test('a connection without a state is pending, and its state not said to be unknown', async () => {
    const row: Connection = { connectionId, lagId: newLag };
    world = await createWorld();
    const intent = intentOf(await world.plan(), world.now());
    await world.close();
    world = await createWorld({ wrap: (operations) => ({ ...operations, DescribeHostedConnections: () => ({ connections: [row] }) }) });
    expect(await world.look(intent)).toMatchObject({ type: 'PENDING', unknownStatus: false, words: { status: null } });
  });
});

describe('a connection that no parent of ours lists', () => {
  const alone = { connectionId: 'dxcon-fg0000ff', parentConnectionId: newLag };
  const shown = (answer: () => unknown, asked: unknown[] = []) =>
    createWorld({
      wrap: (operations) => ({
        ...operations,
        DescribeConnections: (input: never) => {
          asked.push(input);
          return answer();
        },
      }),
    });

  test('is asked for by its id, and known as AWS shows it', async () => {
    const asked: unknown[] = [];
    world = await shown(() => ({ connections: [{ connectionId: alone.connectionId, connectionState: 'down', vlan: 7 }] }), asked);
    const plan = await world.plan(alone);
    expect(asked).toEqual([{ connectionId: alone.connectionId }]);
    expect(plan).toMatchObject({ before: { parentConnectionId: null, connectionState: 'down' } });
    expect(checkOf(plan, 'connection')).toMatchObject({ reason: 'ConnectionDown' });
  });

  test('is missing where AWS knows none, and not where AWS does not say', async () => {
    world = await shown(() => {
      throw new AwsError('DirectConnectClientException', 'Could not find Connection with ID dxcon-fg0000ff');
    });
    expect(checkOf(await world.plan(alone), 'connection')).toMatchObject({ reason: 'ConnectionNotFound' });
    await world.close();
    world = await shown(() => {
      throw new AwsError('AccessDeniedException', 'No.');
    });
    await expect(world.plan(alone)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('was nowhere before either: it is looked for under every parent, under each once', async () => {
    const asked: string[] = [];
    world = await createWorld({
      wrap: (operations) => ({
        ...operations,
        DescribeHostedConnections: (input: { connectionId: string }, caller) => {
          asked.push(input.connectionId);
          return operations.DescribeHostedConnections?.(input as never, caller);
        },
      }),
    });
    const from = (parentConnectionId: string | null) => ({
      ...intentOf({ calls: [], targetVersion: null, before: null } as never, world.now()),
      before: { parentConnectionId, connectionState: 'available' },
    });
    expect(await world.look(from(null), alone)).toMatchObject({ type: 'PENDING', ours: 'UNKNOWN', unknownStatus: false });
    expect(asked.splice(0).sort()).toEqual([interconnect, oldLag, newLag].sort());
    expect(await world.look(from(oldLag), alone)).toMatchObject({ type: 'PENDING', ours: 'UNKNOWN', unknownStatus: false });
    expect(asked.sort()).toEqual([interconnect, oldLag, newLag].sort());
  });
});

test.each([
  ['DirectConnectClientException', 'The moon is full.'],
  ['DirectConnectServerException', 'The cause does not exist.'],
])('%s: "%s" is not taken for a parent that is not there', async (name, message) => {
  world = await createWorld();
  world.next('DescribeHostedConnections', refusal(name, message));
  await expect(world.plan()).rejects.toMatchObject({ name, message });
});

describe('of the call', () => {
  const request = async () => world.operations.request(pair, 'ASSOCIATED', await world.plan({ ...pair }), world.context());

  test('a refusal that says "already" and is none of Direct Connect is a refusal, wherever the connection is', async () => {
    world = await createWorld({ timing: { unseen: [0, 0] } });
    const plan = await world.plan();
    await world.request();
    world.pass(120);
    world.next('AssociateHostedConnection', refusal('AccessDeniedException', 'You were told already.'));
    expect(await world.operations.request(pair, 'ASSOCIATED', plan, world.context())).toMatchObject({ type: 'REFUSED' });
  });

  test('a server-side error that speaks of a transitioning state leaves the outcome unknown', async () => {
    world = await createWorld();
    world.next('AssociateHostedConnection', refusal('DirectConnectServerException', 'It failed in a transitioning state.'));
    expect(await request()).toMatchObject({ type: 'UNKNOWN' });
  });

  test('"already", and then a fault of ours, has no outcome', async () => {
    world = await createWorld();
    const plan = await world.plan();
    world.next('AssociateHostedConnection', refusal('DirectConnectClientException', 'The connection is already associated.'));
    world.client.middlewareStack.add(
      (next, { commandName }) =>
        (input) => {
          if (commandName === 'DescribeHostedConnectionsCommand') throw new TypeError('ours');
          return next(input);
        },
      { step: 'initialize' },
    );
    await expect(world.operations.request(pair, 'ASSOCIATED', plan, world.context())).rejects.toThrow('ours');
  });
});
