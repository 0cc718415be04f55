import { describe, expect, test } from '@jest/globals';
import { otherAccount, told } from '../surroundings.ts';
import { createLattice } from './lattice.ts';

const tagged = () => {
  const lattice = createLattice();
  const { call, service } = lattice;
  return {
    ...lattice,
    tag: (tags: object, resourceArn = service.arn) => call('TagResource', { resourceArn, tags }),
    untag: (...tagKeys: string[]) => call('UntagResource', { resourceArn: service.arn, tagKeys }),
    tags: async (resourceArn: unknown = service.arn) => (await call('ListTagsForResource', { resourceArn })).tags,
  };
};

describe('tags', () => {
  test('are added, changed and taken away', async () => {
    const { tag, untag, tags } = tagged();
    expect(await tags()).toEqual({});
    expect(await tag({ team: 'web', stage: 'test' })).toEqual({});
    await tag({ stage: 'live' });
    expect(await tags()).toEqual({ team: 'web', stage: 'live' });
    expect(await untag('team', 'never-there')).toEqual({});
    expect(await tags()).toEqual({ stage: 'live' });
  });

  test('given at creation are the association’s', async () => {
    const { create, tags } = tagged();
    const { arn } = await create({ tags: { owner: 'me' } });
    expect(await tags(arn)).toEqual({ owner: 'me' });
  });

  test('of what another account owns are out of reach', async () => {
    const { foreignNetwork, tags, tag } = tagged();
    const refusal = { name: 'AccessDeniedException', status: 403 };
    expect(await told(tags(foreignNetwork.arn))).toMatchObject(refusal);
    expect(await told(tag({ a: '1' }, foreignNetwork.arn))).toMatchObject(refusal);
  });

  test('of an association that another account made on one’s network are out of reach', async () => {
    const { create, get, simulator, foreignService, tags } = tagged();
    const network = simulator().addServiceNetwork({ name: 'open', sharedWith: [otherAccount] });
    const pair = { serviceIdentifier: foreignService.id, serviceNetworkIdentifier: network.arn };
    const { id, arn } = await create({ ...pair, tags: { owner: 'they' } }, otherAccount);
    expect(await get(id)).toMatchObject({ id, createdBy: otherAccount });
    expect(await told(tags(arn))).toMatchObject({ name: 'AccessDeniedException', status: 403 });
  });

  test('of what is not there, or no more there, are not found', async () => {
    const { create, remove, clock, service, tags } = tagged();
    expect(await told(tags(`${service.arn.slice(0, -1)}x`))).toMatchObject({ name: 'ResourceNotFoundException', resourceType: 'SERVICE' });
    const { id, arn } = await create({ tags: { a: '1' } });
    clock.pass(40);
    await remove(id);
    clock.pass(20);
    expect(await told(tags(arn))).toMatchObject({ name: 'ResourceNotFoundException' });
    const listener = service.arn.replace('service/', 'listener/');
    expect(await told(tags(listener))).toMatchObject({ name: 'ValidationException', fieldList: [{ name: 'resourceArn' }] });
  });

  test('keys that are AWS’s own are refused', async () => {
    const { tag, tags } = tagged();
    expect(await told(tag({ 'aws:x': '1' }))).toMatchObject({ name: 'ValidationException' });
    expect(await tags()).toEqual({});
  });
});

describe('events', () => {
  test('a change of tags makes a tag event with the tags after it, and a CloudTrail event', async () => {
    const { tag, untag, events, service, restart } = tagged();
    await tag({ team: 'web', 'liaison:service-network': 'sn-1' });
    restart();
    await untag('liaison:service-network');
    expect(events.filter(({ source }) => source === 'aws.tag')).toEqual([
      {
        source: 'aws.tag',
        'detail-type': 'Tag Change on Resource',
        resources: [service.arn],
        detail: {
          'changed-tag-keys': ['liaison:service-network', 'team'],
          service: 'vpc-lattice',
          'resource-type': 'service',
          version: 2,
          tags: { team: 'web', 'liaison:service-network': 'sn-1' },
        },
      },
      expect.objectContaining({
        detail: expect.objectContaining({ 'changed-tag-keys': ['liaison:service-network'], version: 3, tags: { team: 'web' } }),
      }),
    ]);
    expect(events.filter(({ source }) => source === 'aws.vpc-lattice').map(({ detail }) => detail.eventName)).toEqual([
      'TagResource',
      'UntagResource',
    ]);
  });

  test('a call that changes nothing makes no tag event', async () => {
    const { tag, untag, events } = tagged();
    await tag({ team: 'web' });
    events.length = 0;
    await tag({ team: 'web' });
    await untag('never-there');
    expect(events.map(({ source }) => source)).toEqual(['aws.vpc-lattice', 'aws.vpc-lattice']);
  });

  test('each kind of resource is called by its name', async () => {
    const { tag, create, events, network } = tagged();
    await tag({ a: '1' }, network.arn);
    await create({ tags: { a: '1' } });
    expect(events.filter(({ source }) => source === 'aws.tag').map(({ detail }) => detail['resource-type'])).toEqual([
      'service-network',
      'service-network-service-association',
    ]);
  });

  test('calls that change something are reported, refused ones with their error, reads never', async () => {
    const { create, remove, get, list, events } = tagged();
    const { id } = await create();
    await told(remove(id));
    await get(id);
    await list();
    expect(events.map(({ source, detail }) => [source, detail.eventSource, detail.eventName, detail.errorCode])).toEqual([
      ['aws.vpc-lattice', 'vpc-lattice.amazonaws.com', 'CreateServiceNetworkServiceAssociation', undefined],
      ['aws.vpc-lattice', 'vpc-lattice.amazonaws.com', 'DeleteServiceNetworkServiceAssociation', 'ConflictException'],
    ]);
  });
});
