import { describe, expect, test } from '@jest/globals';
import { otherAccount, start, told } from '../surroundings.ts';
import { createLattice } from './lattice.ts';

describe('services', () => {
  test('one is read by id and by ARN, with what AWS fills', async () => {
    const { call, service } = createLattice();
    const read = await call('GetService', { serviceIdentifier: service.id });
    expect(read).toEqual({
      id: service.id,
      name: 'orders',
      arn: service.arn,
      createdAt: start,
      lastUpdatedAt: start,
      dnsEntry: { domainName: expect.stringMatching(/^orders-.*\.on\.aws$/), hostedZoneId: 'Z09127221KTH2CEXAMPLE' },
      status: 'ACTIVE',
      authType: 'NONE',
      idleTimeoutSeconds: 60,
    });
    expect(await call('GetService', { serviceIdentifier: service.arn })).toEqual(read);
  });

  test('one that failed says why', async () => {
    const { call, simulator } = createLattice();
    const failure = { code: 'CertificateInvalid', message: 'The certificate cannot be used.' };
    const { id } = simulator().addService({ name: 'broken', status: 'CREATE_FAILED', failure });
    const read = await call('GetService', { serviceIdentifier: id });
    expect(read).toMatchObject({ status: 'CREATE_FAILED', failureCode: failure.code, failureMessage: failure.message });
  });

  test('the list has one’s own and those shared with one, in pages', async () => {
    const { call, service, foreignService, simulator } = createLattice();
    simulator().addService({ name: 'hidden', account: otherAccount });
    const first = await call('ListServices', { maxResults: 1 });
    const second = await call('ListServices', { maxResults: 1, nextToken: first.nextToken });
    expect(second.nextToken).toBeUndefined();
    const items = [first, second].flatMap((page) => page.items as { arn: string; status: string }[]);
    expect(items.map(({ arn }) => arn).sort()).toEqual([service.arn, foreignService.arn].sort());
    expect(items[0]).toMatchObject({ status: 'ACTIVE', dnsEntry: expect.anything(), createdAt: expect.any(Date) });
    expect(await told(call('ListServices', { nextToken: 'nonsense' }))).toMatchObject({ name: 'ValidationException' });
  });
});

describe('service networks', () => {
  test('one is read by id and by ARN and counts its services', async () => {
    const { call, create, network } = createLattice();
    await create();
    const read = await call('GetServiceNetwork', { serviceNetworkIdentifier: network.id });
    expect(read).toEqual({
      id: network.id,
      name: 'shop',
      arn: network.arn,
      createdAt: start,
      lastUpdatedAt: start,
      authType: 'NONE',
      sharingConfig: { enabled: true },
      numberOfAssociatedVPCs: 0,
      numberOfAssociatedServices: 1,
    });
    expect(await call('GetServiceNetwork', { serviceNetworkIdentifier: network.arn })).toEqual(read);
  });

  test('the list has one’s own and those shared with one, in pages', async () => {
    const { call, create, network, foreignNetwork } = createLattice();
    await create();
    const first = await call('ListServiceNetworks', { maxResults: 1 });
    const second = await call('ListServiceNetworks', { maxResults: 1, nextToken: first.nextToken });
    const items = [first, second].flatMap((page) => page.items as { id: string }[]);
    expect(items.map(({ id }) => id).sort()).toEqual([network.id, foreignNetwork.id].sort());
    expect(items.find(({ id }) => id === network.id)).toMatchObject({
      numberOfAssociatedServices: 1,
      numberOfAssociatedVPCs: 0,
      numberOfAssociatedResourceConfigurations: 0,
    });
  });

  test('another account’s by its id, or unshared by its ARN, is refused', async () => {
    const { call, foreignNetwork, simulator } = createLattice();
    const hidden = simulator().addServiceNetwork({ name: 'hidden', account: otherAccount });
    const read = (serviceNetworkIdentifier: string) => call('GetServiceNetwork', { serviceNetworkIdentifier });
    expect(await told(read(foreignNetwork.id))).toMatchObject({ name: 'ResourceNotFoundException', resourceType: 'SERVICE_NETWORK' });
    expect(await read(foreignNetwork.arn)).toMatchObject({ id: foreignNetwork.id });
    expect(await told(read(hidden.arn))).toMatchObject({ name: 'AccessDeniedException' });
  });
});
