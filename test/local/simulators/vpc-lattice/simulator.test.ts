import {
  ConflictException,
  CreateServiceNetworkServiceAssociationCommand,
  DeleteServiceNetworkServiceAssociationCommand,
  GetServiceCommand,
  GetServiceNetworkCommand,
  GetServiceNetworkServiceAssociationCommand,
  ListServiceNetworksCommand,
  ListServiceNetworkVpcAssociationsCommand,
  ListServicesCommand,
  ListTagsForResourceCommand,
  paginateListServiceNetworkServiceAssociations,
  ServiceQuotaExceededException,
  TagResourceCommand,
  ThrottlingException,
  UntagResourceCommand,
  ValidationException,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { throttled } from '../../../../local/simulators/vpc-lattice/errors.ts';
import { serving, start } from '../surroundings.ts';
import { createLattice } from './lattice.ts';

let lattice: ReturnType<typeof createLattice>;
let client: VPCLatticeClient;
let end: () => Promise<void>;

beforeEach(async () => {
  lattice = createLattice({ quota: 150 });
  const served = await serving(lattice, lattice.simulator().service);
  client = new VPCLatticeClient(served.client);
  end = served.end;
});

afterEach(async () => {
  client.destroy();
  await end();
});

const failure = async (call: Promise<unknown>) => {
  const error: unknown = await call.catch((reason: unknown) => reason);
  return error as Error & { $metadata: { httpStatusCode: number } };
};

describe('VPC Lattice for the SDK’s client', () => {
  test('an association is made, watched, listed and deleted', async () => {
    const { pair, clock, service } = lattice;
    const made = await client.send(new CreateServiceNetworkServiceAssociationCommand({ ...pair, tags: { a: '1' } }));
    expect(made).toMatchObject({ status: 'CREATE_IN_PROGRESS', createdBy: '111122223333', dnsEntry: { hostedZoneId: expect.any(String) } });
    clock.pass(40);
    const identifier = { serviceNetworkServiceAssociationIdentifier: made.arn };
    const read = await client.send(new GetServiceNetworkServiceAssociationCommand(identifier));
    expect(read).toMatchObject({ status: 'ACTIVE', serviceArn: service.arn, createdAt: start });
    expect(await client.send(new ListTagsForResourceCommand({ resourceArn: made.arn }))).toMatchObject({ tags: { a: '1' } });
    const deleted = await client.send(new DeleteServiceNetworkServiceAssociationCommand(identifier));
    expect(deleted).toMatchObject({ id: made.id, status: 'DELETE_IN_PROGRESS' });
    clock.pass(20);
    const gone = await failure(client.send(new GetServiceNetworkServiceAssociationCommand(identifier)));
    expect(gone).toMatchObject({ name: 'ResourceNotFoundException', resourceId: made.id, $metadata: { httpStatusCode: 404 } });
  });

  test('the SDK’s paginator reads a list to its end', async () => {
    const { network, simulator } = lattice;
    for (let index = 0; index < 120; index += 1) {
      const { arn } = simulator().addService({ name: `service-${index}` });
      simulator().addAssociation({ serviceArn: arn, serviceNetworkArn: network.arn });
    }
    const sizes: (number | undefined)[] = [];
    const pages = paginateListServiceNetworkServiceAssociations({ client }, { serviceNetworkIdentifier: network.arn });
    for await (const { items } of pages) sizes.push(items?.length);
    expect(sizes).toEqual([100, 20]);
  });

  test('what is there can be discovered', async () => {
    const { service, network, foreignService, foreignNetwork } = lattice;
    const { items: services } = await client.send(new ListServicesCommand({}));
    expect(services?.map(({ id }) => id).sort()).toEqual([service.id, foreignService.id].sort());
    const { items: networks } = await client.send(new ListServiceNetworksCommand({}));
    expect(networks?.map(({ id }) => id).sort()).toEqual([network.id, foreignNetwork.id].sort());
    expect(await client.send(new GetServiceCommand({ serviceIdentifier: service.arn }))).toMatchObject({ name: 'orders' });
    expect(await client.send(new GetServiceNetworkCommand({ serviceNetworkIdentifier: network.id }))).toMatchObject({
      name: 'shop',
      sharingConfig: { enabled: true },
      numberOfAssociatedServices: 0,
    });
    const vpcs = await client.send(new ListServiceNetworkVpcAssociationsCommand({ serviceNetworkIdentifier: network.id }));
    expect(vpcs.items).toEqual([]);
  });

  test('tags are set and taken away', async () => {
    const { service } = lattice;
    await client.send(new TagResourceCommand({ resourceArn: service.arn, tags: { 'liaison:service-network': 'sn-1', team: 'web' } }));
    await client.send(new UntagResourceCommand({ resourceArn: service.arn, tagKeys: ['team', 'other'] }));
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: service.arn }));
    expect(tags).toEqual({ 'liaison:service-network': 'sn-1' });
  });

  test('errors are the client’s own, with all their members', async () => {
    const { pair, faults, network, simulator } = lattice;
    const { id } = await client.send(new CreateServiceNetworkServiceAssociationCommand(pair));
    const create = (more = {}) => failure(client.send(new CreateServiceNetworkServiceAssociationCommand({ ...pair, ...more })));

    const again = await create();
    expect(again).toBeInstanceOf(ConflictException);
    expect(again).toMatchObject({ message: 'Association already exists.', resourceId: id, $metadata: { httpStatusCode: 409 } });

    faults.add({ operation: 'CreateServiceNetworkServiceAssociation', effect: { type: 'REFUSE', error: throttled(7) } });
    const slower = await create();
    expect(slower).toBeInstanceOf(ThrottlingException);
    expect(slower).toMatchObject({ retryAfterSeconds: 7, serviceCode: 'vpc-lattice', $metadata: { httpStatusCode: 429 } });

    const wrong = await create({ serviceIdentifier: 'not-a-service-at-all' });
    expect(wrong).toBeInstanceOf(ValidationException);
    expect(wrong).toMatchObject({ reason: 'fieldValidationFailed', fieldList: [{ name: 'serviceIdentifier' }] });

    for (let index = 0; index < 149; index += 1) {
      const { arn } = simulator().addService({ name: `service-${index}` });
      simulator().addAssociation({ serviceArn: arn, serviceNetworkArn: network.arn });
    }
    const full = await create({ serviceIdentifier: simulator().addService({ name: 'last' }).id });
    expect(full).toBeInstanceOf(ServiceQuotaExceededException);
    expect(full).toMatchObject({ quotaCode: 'L-75D4A19E', serviceCode: 'vpc-lattice', resourceType: 'SERVICE_NETWORK' });
    expect(full.$metadata.httpStatusCode).toBe(402);
  });

  test('an answer that is lost leaves the client without one, and the same token finds what was made', async () => {
    const { pair, faults, list } = lattice;
    faults.add({ operation: 'CreateServiceNetworkServiceAssociation', effect: { type: 'LOSE_ANSWER' } });
    const create = () => client.send(new CreateServiceNetworkServiceAssociationCommand({ ...pair, clientToken: 'once' }));
    expect((await failure(create())).$metadata?.httpStatusCode).toBeUndefined();
    const { id } = await create();
    expect(await list()).toMatchObject([{ id }]);
  });
});
