import { describe, expect, test } from '@jest/globals';
import { otherAccount, told } from '../surroundings.ts';
import { createLattice } from './lattice.ts';

const made = async (timing = {}) => {
  const lattice = createLattice(timing);
  const { id, arn } = await lattice.create();
  lattice.clock.pass(40);
  return { ...lattice, id, arn };
};

describe('deleting an association', () => {
  test('takes its time, and then there is none', async () => {
    const { get, list, remove, clock, id, arn } = await made();
    expect(await remove(arn)).toEqual({ id, status: 'DELETE_IN_PROGRESS', arn });
    clock.pass(19);
    expect(await get(id)).toMatchObject({ status: 'DELETE_IN_PROGRESS' });
    clock.pass(1);
    expect(await told(get(id))).toMatchObject({ name: 'ResourceNotFoundException', status: 404, resourceId: id });
    expect(await told(remove(id))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await list()).toEqual([]);
  });

  test('is refused while it is being created', async () => {
    const { create, remove } = createLattice();
    const { id } = await create();
    expect(await told(remove(id))).toMatchObject({
      name: 'ConflictException',
      message: 'Creation is in progress.',
      status: 409,
      resourceId: id,
    });
  });

  test('asked for again does not begin again', async () => {
    const { get, remove, clock, id } = await made();
    const first = await remove(id);
    clock.pass(19);
    expect(await remove(id)).toEqual(first);
    clock.pass(1);
    expect(await told(get(id))).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('can fail, says why, leaves the pair taken, and can be tried again', async () => {
    const { create, get, remove, clock, faults, id } = await made();
    const effect = { type: 'FAIL_LATER', code: 'Internal', message: 'Could not be deleted.' } as const;
    faults.add({ operation: 'DeleteServiceNetworkServiceAssociation', effect });
    await remove(id);
    clock.pass(20);
    expect(await get(id)).toMatchObject({ status: 'DELETE_FAILED', failureCode: 'Internal', failureMessage: 'Could not be deleted.' });
    expect(await told(create())).toMatchObject({ message: 'Association already exists.' });
    await remove(id);
    clock.pass(20);
    expect(await told(get(id))).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('makes room after a failed creation', async () => {
    const { create, remove, clock, simulator, service, network } = createLattice();
    const failure = { code: 'Internal', message: 'It broke.' };
    const left = simulator().addAssociation({
      serviceArn: service.arn,
      serviceNetworkArn: network.arn,
      status: 'CREATE_FAILED',
      failure,
    });
    expect(await told(create())).toMatchObject({ message: 'Association already exists.', resourceId: left.id });
    await remove(left.id);
    clock.pass(20);
    expect(await create()).toMatchObject({ status: 'CREATE_IN_PROGRESS' });
  });

  test('what was never there is not found', async () => {
    const { remove, get } = createLattice();
    const id = 'snsa-0000000000000000a';
    expect(await told(remove(id))).toMatchObject({ name: 'ResourceNotFoundException', resourceId: id });
    expect(await told(get(id))).toMatchObject({ name: 'ResourceNotFoundException', resourceId: id });
  });
});

describe('reading associations', () => {
  test('a reader behind sees what was before the last change', async () => {
    const { get, list, remove, faults, clock, id, pair } = await made();
    const stale = { type: 'STALE' } as const;
    faults.add({ operation: 'GetServiceNetworkServiceAssociation', resource: id as string, effect: stale });
    expect(await get(id)).toMatchObject({ status: 'CREATE_IN_PROGRESS' });
    expect(await get(id)).toMatchObject({ status: 'ACTIVE' });
    await remove(id);
    clock.pass(20);
    faults.add({ operation: 'ListServiceNetworkServiceAssociations', resource: pair.serviceIdentifier, effect: stale });
    expect(await list()).toMatchObject([{ id, status: 'DELETE_IN_PROGRESS' }]);
    expect(await list()).toEqual([]);
  });

  test('a list needs a service or a network, in either spelling', async () => {
    const { call, list, service, network, id } = await made();
    expect(await told(call('ListServiceNetworkServiceAssociations'))).toMatchObject({
      name: 'ValidationException',
      reason: 'fieldValidationFailed',
      fieldList: [],
    });
    for (const filter of [
      { serviceIdentifier: service.id },
      { serviceIdentifier: service.arn },
      { serviceNetworkIdentifier: network.id },
      { serviceIdentifier: service.arn, serviceNetworkIdentifier: network.arn },
    ])
      expect(await list(filter)).toMatchObject([{ id, status: 'ACTIVE' }]);
    expect(await list({ serviceIdentifier: 'svc-0000000000000000a' })).toEqual([]);
  });

  test('a long list comes in pages, each item once, though one goes meanwhile', async () => {
    const { call, remove, clock, simulator, network } = createLattice();
    const ids = Array.from({ length: 130 }, (_, index) => {
      const { arn } = simulator().addService({ name: `service-${index}` });
      return simulator().addAssociation({ serviceArn: arn, serviceNetworkArn: network.arn }).id;
    });
    const page = (more: object = {}) =>
      call('ListServiceNetworkServiceAssociations', { serviceNetworkIdentifier: network.id, ...more }) as Promise<{
        items: { id: string }[];
        nextToken?: string;
      }>;
    const first = await page();
    expect(first.items).toHaveLength(100);
    await remove(first.items[0]?.id);
    clock.pass(20);
    const second = await page({ nextToken: first.nextToken });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([...ids].sort());
    expect(second.nextToken).toBeUndefined();
    expect((await page({ maxResults: 7 })).items).toHaveLength(7);
    const other = { serviceIdentifier: 'svc-0000000000000000a', nextToken: first.nextToken };
    const refusal = { name: 'ValidationException', fieldList: [{ name: 'nextToken', message: 'The nextToken is not valid.' }] };
    expect(await told(call('ListServiceNetworkServiceAssociations', other))).toMatchObject(refusal);
    expect(await told(page({ nextToken: 'nonsense' }))).toMatchObject(refusal);
  });

  test('the account of either side can read it, a third cannot', async () => {
    const { create, get, foreignNetwork } = createLattice();
    const { id, arn } = await create({ serviceNetworkIdentifier: foreignNetwork.arn });
    expect(await get(id, otherAccount)).toMatchObject({ id, createdBy: '111122223333' });
    expect(await told(get(id, '777788889999'))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await told(get(arn, '777788889999'))).toMatchObject({ name: 'AccessDeniedException' });
  });

  test('associations with VPCs: there are none', async () => {
    const { call, network } = createLattice();
    expect(await call('ListServiceNetworkVpcAssociations', { serviceNetworkIdentifier: network.id })).toEqual({ items: [] });
    expect(await told(call('ListServiceNetworkVpcAssociations'))).toMatchObject({ name: 'ValidationException' });
  });
});

describe('a simulator made again on the same state', () => {
  test('goes on with a creation and a deletion where they stood', async () => {
    const { create, get, remove, clock, restart } = createLattice({ unseen: [3, 3] });
    const first = await create({ clientToken: 'once' });
    restart();
    expect(await told(get(first.id))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await create({ clientToken: 'once' })).toEqual(first);
    clock.pass(40);
    expect(await get(first.id)).toMatchObject({ status: 'ACTIVE' });
    await remove(first.id);
    restart();
    clock.pass(19);
    expect(await get(first.id)).toMatchObject({ status: 'DELETE_IN_PROGRESS' });
    clock.pass(1);
    expect(await told(get(first.id))).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('is never there without its tags, wherever its process is killed', async () => {
    const { create, state } = createLattice();
    const { put } = state;
    state.put = (collection, key, document) => {
      put(collection, key, document);
      if (collection === 'vpc-lattice/association') throw new Error('killed');
    };
    await told(create({ tags: { a: '1' } }));
    const [[, { arn }] = ['', { arn: '' }]] = state.list<{ arn: string }>('vpc-lattice/association');
    expect(state.get('vpc-lattice/tags', arn)).toMatchObject({ tags: { a: '1' } });
  });

  test('keeps nothing for ever of what is gone', async () => {
    const { create, remove, clock, state } = createLattice();
    const gone = await create({ tags: { a: '1' } });
    clock.pass(40);
    await remove(gone.id);
    clock.pass(20 + 10 * 60);
    const { id } = await create();
    expect(state.list('vpc-lattice/association').map(([kept]) => kept)).toEqual([id]);
    expect(state.get('vpc-lattice/tags', gone.arn as string)).toBeUndefined();
  });
});
