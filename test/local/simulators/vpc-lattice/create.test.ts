import { describe, expect, test } from '@jest/globals';
import { invalid, throttled } from '../../../../local/simulators/vpc-lattice/errors.ts';
import { latticeTiming } from '../../../../local/simulators/vpc-lattice/timing.ts';
import { otherAccount, start, told } from '../surroundings.ts';
import { createLattice } from './lattice.ts';

const type = 'SERVICE_NETWORK_SERVICE_ASSOCIATION';

describe('creating an association', () => {
  test('the answer has what AWS fills, and the association becomes active in its time', async () => {
    const { create, get, clock, service, network } = createLattice();
    const made = await create({ tags: { team: 'web' } });
    expect(made).toEqual({
      id: expect.stringMatching(/^snsa-[0-9a-z]{17}$/),
      status: 'CREATE_IN_PROGRESS',
      arn: `arn:aws:vpc-lattice:eu-central-1:111122223333:servicenetworkserviceassociation/${made.id}`,
      createdBy: '111122223333',
      dnsEntry: {
        domainName: `orders-${service.id.slice(4)}.7d67968.vpc-lattice-svcs.eu-central-1.on.aws`,
        hostedZoneId: 'Z09127221KTH2CEXAMPLE',
      },
    });
    clock.pass(39);
    expect(await get(made.id)).toMatchObject({ status: 'CREATE_IN_PROGRESS' });
    clock.pass(1);
    expect(await get(made.arn)).toEqual({
      ...made,
      status: 'ACTIVE',
      createdAt: start,
      serviceId: service.id,
      serviceName: 'orders',
      serviceArn: service.arn,
      serviceNetworkId: network.id,
      serviceNetworkName: 'shop',
      serviceNetworkArn: network.arn,
    });
  });

  test('the custom domain name of the service is the association’s', async () => {
    const { create, simulator, list } = createLattice();
    const { id } = simulator().addService({ name: 'web', customDomainName: 'www.example.com' });
    expect(await create({ serviceIdentifier: id })).toMatchObject({ customDomainName: 'www.example.com' });
    expect(await list({ serviceIdentifier: id })).toMatchObject([{ customDomainName: 'www.example.com' }]);
  });

  test('a new association cannot be read for a while, by id or in the list', async () => {
    const { create, get, list, clock } = createLattice({ unseen: [3, 3] });
    const { id } = await create();
    clock.pass(2.9);
    expect(await told(get(id))).toMatchObject({ name: 'ResourceNotFoundException', status: 404, resourceId: id, resourceType: type });
    expect(await list()).toEqual([]);
    clock.pass(0.1);
    expect(await get(id)).toMatchObject({ status: 'CREATE_IN_PROGRESS' });
    expect(await list()).toHaveLength(1);
  });

  test('creation that fails says why to a reader of the one, not to a reader of the list', async () => {
    const { create, get, list, clock, faults, service } = createLattice();
    const effect = { type: 'FAIL_LATER', code: 'ResourceLimit', message: 'No room left.' } as const;
    // Named by its ARN in the fault and by its id in the call.
    faults.add({ operation: 'CreateServiceNetworkServiceAssociation', resource: service.arn, effect });
    const { id } = await create();
    expect(await get(id)).toMatchObject({ status: 'CREATE_IN_PROGRESS' });
    clock.pass(40);
    expect(await get(id)).toMatchObject({ status: 'CREATE_FAILED', failureCode: 'ResourceLimit', failureMessage: 'No room left.' });
    const [summary] = await list();
    expect(summary).toMatchObject({ id, status: 'CREATE_FAILED' });
    expect(Object.keys(summary ?? {}).filter((name) => name.startsWith('failure'))).toEqual([]);
  });

  test('creation takes 25 to 55 seconds when nothing else is said, now this and now that', async () => {
    const taken = new Set<number>();
    const { simulator, create, get, clock } = createLattice(latticeTiming);
    for (let count = 0; count < 8; count += 1) {
      const { id } = await create({ serviceIdentifier: simulator().addService({ name: `service-${count}` }).id });
      let seconds = 6;
      for (clock.pass(6); (await get(id)).status === 'CREATE_IN_PROGRESS'; clock.pass(1)) seconds += 1;
      taken.add(seconds);
    }
    expect(Math.min(...taken)).toBeGreaterThanOrEqual(25);
    expect(Math.max(...taken)).toBeLessThanOrEqual(56);
    expect(taken.size).toBeGreaterThan(2);
  });

  test('a slow creation takes as many times as long', async () => {
    const { create, get, clock, faults } = createLattice();
    faults.add({ operation: 'CreateServiceNetworkServiceAssociation', effect: { type: 'SLOW', factor: 10 } });
    const { id } = await create();
    clock.pass(399);
    expect(await get(id)).toMatchObject({ status: 'CREATE_IN_PROGRESS' });
    clock.pass(1);
    expect(await get(id)).toMatchObject({ status: 'ACTIVE' });
  });
});

describe('a client token', () => {
  test('gives the same answer again, whichever way the pair is spelled, and makes nothing', async () => {
    const { create, list, clock, service, events } = createLattice();
    const first = await create({ clientToken: 'once', tags: { b: '2', a: '1' } });
    clock.pass(60);
    const again = await create({ clientToken: 'once', tags: { a: '1', b: '2' }, serviceIdentifier: service.arn });
    expect(again).toEqual(first);
    expect(await list()).toHaveLength(1);
    expect(events.filter(({ source }) => source === 'aws.tag')).toHaveLength(1);
  });

  test('is refused with other parameters', async () => {
    const { create, foreignNetwork } = createLattice();
    const { id } = await create({ clientToken: 'once' });
    const other = { clientToken: 'once', serviceNetworkIdentifier: foreignNetwork.arn };
    expect(await told(create(other))).toMatchObject({ name: 'ConflictException', status: 409, resourceId: id, resourceType: type });
    expect(await told(create({ clientToken: 'once', tags: { a: '1' } }))).toMatchObject({ name: 'ConflictException' });
  });

  test('is the caller’s own, and forgotten after a day', async () => {
    const { create, clock, foreignService, network } = createLattice();
    await create({ clientToken: 'once' });
    const pair = { serviceIdentifier: foreignService.id, serviceNetworkIdentifier: network.arn, clientToken: 'once' };
    expect(await told(create(pair, otherAccount))).toMatchObject({ name: 'AccessDeniedException' });
    clock.pass(24 * 60 * 60 + 1);
    expect(await told(create({ clientToken: 'once' }))).toMatchObject({ message: 'Association already exists.' });
  });
});

describe('what is refused', () => {
  test('a service that is still being created', async () => {
    const { create, simulator, clock } = createLattice();
    const { id } = simulator().addService({ name: 'young', readyIn: 30 });
    expect(await told(create({ serviceIdentifier: id }))).toEqual({
      name: 'ConflictException',
      message: `Invalid resource status for this operation, resource id ${id}, status: CREATE_IN_PROGRESS.`,
      status: 409,
      resourceId: id,
      resourceType: 'SERVICE',
    });
    clock.pass(30);
    expect(await create({ serviceIdentifier: id })).toMatchObject({ status: 'CREATE_IN_PROGRESS' });
  });

  test('a second association of the pair, also while the first is young, unseen or failed', async () => {
    const { create, clock, faults } = createLattice({ unseen: [5, 5] });
    const effect = { type: 'FAIL_LATER', code: 'Internal', message: 'It broke.' } as const;
    faults.add({ operation: 'CreateServiceNetworkServiceAssociation', effect });
    const { id } = await create();
    const refusal = { name: 'ConflictException', message: 'Association already exists.', status: 409, resourceId: id, resourceType: type };
    expect(await told(create())).toEqual(refusal);
    clock.pass(40);
    expect(await told(create())).toEqual(refusal);
  });

  test('a pair whose association is being deleted, until that is gone', async () => {
    const { create, remove, clock } = createLattice();
    const { id } = await create();
    clock.pass(40);
    await remove(id);
    expect(await told(create())).toMatchObject({ name: 'ConflictException', message: 'Deletion is in progress.', resourceId: id });
    clock.pass(20);
    expect((await create()).id).not.toBe(id);
  });

  test('one association more than the quota of the network', async () => {
    const { create, simulator, network } = createLattice({ quota: 2 });
    for (const name of ['one', 'two']) {
      const { arn } = simulator().addService({ name });
      simulator().addAssociation({ serviceArn: arn, serviceNetworkArn: network.arn });
    }
    expect(await told(create())).toMatchObject({
      name: 'ServiceQuotaExceededException',
      status: 402,
      resourceId: network.id,
      resourceType: 'SERVICE_NETWORK',
      serviceCode: 'vpc-lattice',
      quotaCode: 'L-75D4A19E',
    });
  });

  test('a service or network that is not there', async () => {
    const { create } = createLattice();
    const [svc, sn] = ['svc-0000000000000000a', 'sn-0000000000000000a'];
    expect(await told(create({ serviceIdentifier: svc }))).toMatchObject({ status: 404, resourceId: svc, resourceType: 'SERVICE' });
    const network = { status: 404, resourceId: sn, resourceType: 'SERVICE_NETWORK' };
    expect(await told(create({ serviceNetworkIdentifier: sn }))).toMatchObject(network);
  });

  test('tag keys that are AWS’s own', async () => {
    const { create } = createLattice();
    expect(await told(create({ tags: { 'aws:name': 'x' } }))).toMatchObject({
      name: 'ValidationException',
      status: 400,
      reason: 'fieldValidationFailed',
      fieldList: [{ name: 'tags', message: 'Tag key aws:name may not begin with aws:.' }],
    });
  });

  test('what a fault says, with nothing made', async () => {
    const { create, list, faults } = createLattice();
    faults.add({ operation: 'CreateServiceNetworkServiceAssociation', effect: { type: 'REFUSE', error: throttled(7) } });
    expect(await told(create())).toMatchObject({ name: 'ThrottlingException', status: 429, retryAfterSeconds: 7 });
    expect(await list()).toEqual([]);
  });

  test('input the wire refuses is told in the shape of the service', () => {
    const { simulator } = createLattice();
    const problem = { member: 'serviceIdentifier', message: 'must not be null' };
    expect(simulator().service.invalid('1 validation error', [problem])).toEqual(invalid('1 validation error', [problem]));
    expect(invalid('1 validation error', [problem]).members).toEqual({
      reason: 'fieldValidationFailed',
      fieldList: [{ name: 'serviceIdentifier', message: 'must not be null' }],
    });
  });
});

describe('across accounts', () => {
  test('the ARN of another account’s network works, its id does not', async () => {
    const { create, foreignNetwork, list } = createLattice();
    expect(await told(create({ serviceNetworkIdentifier: foreignNetwork.id }))).toMatchObject({ name: 'ResourceNotFoundException' });
    const { id } = await create({ serviceNetworkIdentifier: foreignNetwork.arn });
    expect(await list({ serviceNetworkIdentifier: foreignNetwork.id }, otherAccount)).toMatchObject([{ id }]);
  });

  test('a caller that owns neither side is refused', async () => {
    const { create, list, foreignService, foreignNetwork } = createLattice();
    const pair = { serviceIdentifier: foreignService.arn, serviceNetworkIdentifier: foreignNetwork.arn };
    expect(await told(create(pair))).toMatchObject({
      name: 'AccessDeniedException',
      status: 403,
      message: expect.stringContaining('You cannot associate a service and service network that are shared with a caller.'),
    });
    expect(await list(pair)).toEqual([]);
  });

  test('what is not shared with the caller is refused', async () => {
    const { create, simulator } = createLattice();
    const { arn } = simulator().addServiceNetwork({ name: 'private', account: otherAccount });
    expect(await told(create({ serviceNetworkIdentifier: arn }))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `is not authorized to perform: vpc-lattice:CreateServiceNetworkServiceAssociation on resource: ${arn}`,
      ),
    });
  });
});
