import * as sdk from '@aws-sdk/client-vpc-lattice';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createFaults } from '../../../../local/simulators/faults.ts';
import { createVpcLattice } from '../../../../local/simulators/vpc-lattice/simulator.ts';
import facts from '../facts/vpc-lattice.json' with { type: 'json' };
import { createStage, createWatch, type Edges, happening } from '../story.ts';
import { calling, createSurroundings, otherAccount } from '../surroundings.ts';

/** Source: API reference, ServiceNetworkServiceAssociationStatus, and what Create and Delete say of it. */
const edges: Edges = {
  gone: ['CREATE_IN_PROGRESS'],
  CREATE_IN_PROGRESS: ['ACTIVE', 'CREATE_FAILED'],
  ACTIVE: ['DELETE_IN_PROGRESS'],
  CREATE_FAILED: ['DELETE_IN_PROGRESS'],
  DELETE_IN_PROGRESS: ['gone', 'DELETE_FAILED'],
  DELETE_FAILED: ['DELETE_IN_PROGRESS'],
};

/** What a list shows of an association. */
interface Row {
  readonly id: string;
  readonly status: string;
  readonly serviceArn: string;
  readonly serviceNetworkArn: string;
}

type World = ReturnType<typeof createWorld>;

const { ask, live } = createStage({ facts, sdk, Client: sdk.VPCLatticeClient }, createWorld);

/** Two services and two networks, one of each shared by another account; nothing associated. */
function createWorld(seed: number) {
  const surroundings = createSurroundings(seed);
  const faults = createFaults();
  const simulator = createVpcLattice(surroundings, faults);
  const shared = { account: otherAccount, sharedWith: [surroundings.account] };
  const service = simulator.addService({ name: 'orders', tags: { team: 'shop' } });
  const network = simulator.addServiceNetwork({ name: 'shop' });
  const services = [service.id, service.arn, simulator.addService({ name: 'rates', ...shared }).arn];
  const networks = [network.id, network.arn, simulator.addServiceNetwork({ name: 'partners', ...shared }).arn];
  const call = calling(() => simulator.service);
  const watch = createWatch(edges);
  const known: string[] = [];
  const ended = new Set<string>();
  const listed = async (by: object) => ((await call('ListServiceNetworkServiceAssociations', by)).items ?? []) as Row[];

  /** What the lists show now; holds that it came there by an allowed way. */
  async function look(): Promise<ReadonlyMap<string, Row>> {
    const own = [...(await listed({ serviceIdentifier: service.id })), ...(await listed({ serviceNetworkIdentifier: network.id }))];
    const rows = new Map(own.map((row) => [row.id, row]));
    watch(new Map([...rows].map(([id, { status }]) => [id, status])));
    const pairs = [...rows.values()].map((row) => ends(row).join());
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const id of ended) expect(rows.has(id)).toBe(false);
    return rows;
  }

  return {
    simulator,
    faults,
    services: [...services, 'svc-0000000000000dead', 'svc-x'],
    networks: [...networks, 'sn-0000000000000dead', 'x'],
    known,
    ended,
    look,
    arnOf: (identifier: string) => [service, network].find(({ id }) => id === identifier)?.arn ?? identifier,
    /** Time goes on in steps that are shorter than anything takes. */
    async pass(seconds: number) {
      for (let left = seconds; left > 0; left -= 4) {
        surroundings.clock.pass(Math.min(left, 4));
        await look();
      }
    },
  };
}

const ends = ({ serviceArn, serviceNetworkArn }: Row) => [serviceArn, serviceNetworkArn];
const pick = <Element>(of: readonly Element[], index: number) => of[index % of.length] as Element;
const number = fc.nat({ max: 60 });

const creation = fc.tuple(number, number, fc.constantFrom(undefined, 'one', 'two')).map(([service, network, clientToken]) =>
  happening<World>(`create ${service} ${network} ${clientToken}`, async ({ services, networks, look, known, arnOf, pass }) => {
    const pair = { serviceIdentifier: pick(services, service), serviceNetworkIdentifier: pick(networks, network) };
    const rows = [...(await look()).values()];
    const asked = [arnOf(pair.serviceIdentifier), arnOf(pair.serviceNetworkIdentifier)];
    const there = rows.find((row) => ends(row).join() === asked.join());
    const { answer, error } = await ask('CreateServiceNetworkServiceAssociation', { ...pair, clientToken, tags: { made: 'here' } });
    const id = String(answer?.id);
    if (answer && there) expect([clientToken, id]).toEqual([expect.any(String), there.id]);
    if (there && error) expect(error.name).toBe('ConflictException');
    if (error?.name === 'ConflictException' && !there && clientToken === undefined) {
      // Only what was made a moment ago is in the way and not shown.
      await pass(8);
      expect([...(await look()).values()].map(ends)).toContainEqual(asked);
    }
    if (answer && !known.includes(id)) {
      expect(answer.status).toBe('CREATE_IN_PROGRESS');
      known.push(id);
    }
  }),
);

const removal = number.map((which) =>
  happening<World>(`delete ${which}`, async ({ known, ended, look }) => {
    const id = pick([...known, 'snsa-0000000000000dead'], which);
    const status = (await look()).get(id)?.status;
    const { answer, error } = await ask('DeleteServiceNetworkServiceAssociation', { serviceNetworkServiceAssociationIdentifier: id });
    if (status === 'CREATE_IN_PROGRESS') expect(error?.name).toBe('ConflictException');
    else if (status !== undefined) expect(answer).toMatchObject({ id, status: 'DELETE_IN_PROGRESS' });
    if (ended.has(id)) expect(error?.name).toBe('ResourceNotFoundException');
    if (error?.name === 'ResourceNotFoundException' && known.includes(id)) ended.add(id);
  }),
);

const read = fc
  .tuple(fc.constantFrom('GetService', 'GetServiceNetwork', 'ListTagsForResource', 'List', 'Get'), number)
  .map(([operation, which]) =>
    happening<World>(`${operation} ${which}`, async ({ services, networks, known, look, arnOf }) => {
      if (operation === 'GetService') await ask(operation, { serviceIdentifier: pick(services, which) });
      if (operation === 'GetServiceNetwork') await ask(operation, { serviceNetworkIdentifier: pick(networks, which) });
      if (operation === 'ListTagsForResource') await ask(operation, { resourceArn: arnOf(pick([...services, ...networks], which)) });
      if (operation === 'List')
        await ask('ListServiceNetworkServiceAssociations', { serviceIdentifier: pick(services, which), maxResults: 1 + (which % 2) });
      if (operation !== 'Get') return;
      const id = pick([...known, 'snsa-0000000000000dead', 'x'], which);
      const row = (await look()).get(id);
      const { answer } = await ask('GetServiceNetworkServiceAssociation', { serviceNetworkServiceAssociationIdentifier: id });
      expect(answer?.status).toBe(row?.status);
      expect(answer?.failureCode !== undefined).toBe(row?.status.endsWith('_FAILED') ?? false);
    }),
  );

const fault = fc
  .tuple(fc.constantFrom('CreateServiceNetworkServiceAssociation', 'DeleteServiceNetworkServiceAssociation'), fc.boolean())
  .map(([operation, fails]) =>
    happening<World>(`${operation} ${fails ? 'will fail' : 'will be slow'}`, async ({ faults }) =>
      faults.add({
        operation,
        effect: fails ? { type: 'FAIL_LATER', code: 'Broken', message: 'It broke.' } : { type: 'SLOW', factor: 5 },
      }),
    ),
  );

const time = fc.integer({ min: 1, max: 90 }).map((seconds) => happening<World>(`pass ${seconds}`, ({ pass }) => pass(seconds)));

test('random stories stay inside what the model of VPC Lattice allows', () =>
  live(fc.oneof(creation, creation, removal, removal, read, read, fault, time, time)));
