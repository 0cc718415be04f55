import { DissociatePackageCommand, UpdatePackageCommand } from '@aws-sdk/client-elasticsearch-service';
import { DeleteServiceNetworkServiceAssociationCommand } from '@aws-sdk/client-vpc-lattice';
import { afterEach, describe, expect, test } from '@jest/globals';
import { kindNames, kindOf } from '../../src/kinds/index.ts';
import type { Plan } from '../../src/kinds/kind.ts';
import { foundBy } from '../../src/reconcile/drift.ts';
import { kept } from '../../src/steps/plan.ts';
import * as dx from '../kinds/dx-hosted-connection/world.ts';
import * as es from '../kinds/es-package/world.ts';
import * as lattice from '../kinds/lattice-service/world.ts';

let close = async () => {};
afterEach(() => close());

/** What a plan of the kind's own operations tells, as its function gives it. */
const found = (kind: string, pair: object, plan: Plan) =>
  foundBy(kind, { plan: kept({ pair: pair as never, desired: 'ASSOCIATED', onFailure: 'ROLL_BACK' }, plan), usualSeconds: null });

describe('a package on a domain', () => {
  const source = { PackageSource: { S3BucketName: 'dictionaries', S3Key: 'synonyms.txt' } };
  async function open() {
    const world = await es.createWorld();
    close = world.close;
    world.addAssociation(es.pair);
    return { ...world, found: async () => found('es-package', es.pair, await world.plan()) };
  }

  test('is in sync as it was left', async () => {
    expect(await (await open()).found()).toBe('IN_SYNC');
  });

  test('is behind once the package has a newer version, and no event told of it', async () => {
    const world = await open();
    await world.client.send(new UpdatePackageCommand({ PackageID: es.pair.packageId, ...source }));
    world.pass(11);
    expect(await world.found()).toBeUndefined();
    world.pass(300);
    expect(await world.found()).toEqual({
      type: 'VersionBehind',
      observed: 'The domain has v1 (ACTIVE), and the package is at v2.',
    });
  });

  test('is missing once somebody took it off', async () => {
    const world = await open();
    await world.client.send(new DissociatePackageCommand({ PackageID: es.pair.packageId, DomainName: es.pair.domainName }));
    world.pass(11);
    expect(await world.found()).toBeUndefined();
    world.pass(3_600);
    expect(await world.found()).toEqual({ type: 'Missing', observed: 'The package is not on the domain.' });
  });
});

describe('a service in a network', () => {
  async function open() {
    const world = await lattice.createWorld();
    close = world.close;
    const { outcome } = await world.request();
    world.pass(3_600);
    const id = outcome.type === 'ACCEPTED' ? (outcome.handle ?? '') : '';
    return { ...world, id, found: async () => found('lattice-service', lattice.pair, await world.plan()) };
  }

  test('is in sync as it was left, and missing once somebody took it out', async () => {
    const world = await open();
    expect(await world.found()).toBe('IN_SYNC');
    const command = new DeleteServiceNetworkServiceAssociationCommand({ serviceNetworkServiceAssociationIdentifier: world.id });
    await world.client.send(command);
    expect(await world.found()).toBeUndefined();
    world.pass(3_600);
    expect(await world.found()).toEqual({ type: 'Missing', observed: 'The service is not in the service network.' });
  });

  test('is missing also where what was left of it could not be removed', async () => {
    const world = await open();
    const plan = { ...(await world.plan()), changed: true, before: { id: 'snsa-1', status: 'DELETE_FAILED' } };
    expect(found('lattice-service', lattice.pair, plan)).toEqual({
      type: 'Missing',
      observed: 'The association of the service with the network is DELETE_FAILED.',
    });
  });

  test('tells nothing where nobody has looked', async () => {
    const world = await open();
    const plan = { ...(await world.plan()), changed: true, checks: [], before: null };
    expect(found('lattice-service', lattice.pair, plan)).toBeUndefined();
  });
});

describe('a hosted connection', () => {
  async function open() {
    const world = await dx.createWorld();
    close = world.close;
    const planOf = (parentConnectionId: string) => world.plan({ connectionId: dx.connectionId, parentConnectionId });
    const foundAt = async (parent: string) => found('dx-hosted-connection', dx.pair, await planOf(parent));
    return { ...world, planOf, foundAt };
  }

  test('is in sync under its parent, and elsewhere once it was moved', async () => {
    const world = await open();
    expect(await world.foundAt(dx.oldLag)).toBe('IN_SYNC');
    await world.request();
    world.pass(3_600);
    expect(await world.foundAt(dx.oldLag)).toEqual({ type: 'MovedElsewhere', observed: `The connection is under ${dx.newLag}.` });
  });

  test('is missing once it is gone, and not known to be where no parent shows it', async () => {
    const world = await open();
    const nowhere = { ...(await world.planOf(dx.newLag)), before: { parentConnectionId: null, connectionState: null } };
    expect(found('dx-hosted-connection', dx.pair, nowhere)).toBeUndefined();
    const gone = await world.plan({ connectionId: 'dxcon-fgffffff', parentConnectionId: dx.newLag });
    expect(found('dx-hosted-connection', dx.pair, gone)).toMatchObject({ type: 'Missing' });
  });
});

test('only a connection leaves one pair when it comes to another', () => {
  const connection = (parentConnectionId: string) => ({ connectionId: 'dxcon-1', parentConnectionId }) as never;
  expect(kindNames.filter((name) => kindOf(name).rival)).toEqual(['dx-hosted-connection']);
  const { rival } = kindOf('dx-hosted-connection');
  expect(rival?.(connection('dxlag-a'))).toBe(rival?.(connection('dxlag-b')));
});
