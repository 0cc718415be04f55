import { ListPackagesForDomainCommand } from '@aws-sdk/client-elasticsearch-service';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Desired, Intent } from '../../../src/kinds/kind.ts';
import { createWorld, type EsWorld, failure, intentOf, pair, refusal } from './world.ts';

describe('undo', () => {
  let world: EsWorld;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());

  const begin = async (desired: Desired = 'ASSOCIATED'): Promise<Intent> => {
    const plan = await world.plan(desired);
    const intent = intentOf(plan, world.now());
    await world.operations.request(pair, desired, plan, world.context());
    return intent;
  };
  const undo = (intent: Intent, desired: Desired = 'ASSOCIATED') => world.operations.undo(pair, desired, intent, world.context());
  const rows = async () =>
    (await world.client.send(new ListPackagesForDomainCommand({ DomainName: pair.domainName }))).DomainPackageDetailsList ?? [];

  test('a first association that failed is dissociated', async () => {
    world.next('AssociatePackage', failure);
    const intent = await begin();
    world.pass(900);
    expect(await undo(intent)).toMatchObject({ type: 'ACCEPTED', words: { operation: 'DissociatePackage', status: 'DISSOCIATING' } });
    world.pass(11);
    expect(await undo(intent)).toMatchObject({ type: 'IN_PROGRESS', words: { status: 'DISSOCIATING' } });
    world.pass(900);
    expect(await rows()).toEqual([]);
    expect(await undo(intent)).toMatchObject({ type: 'NOTHING_TO_UNDO' });
  });

  test('one that is still being made is waited for', async () => {
    const intent = await begin();
    world.pass(11);
    expect(await undo(intent)).toMatchObject({ type: 'IN_PROGRESS', words: { status: 'ASSOCIATING' } });
    expect(world.mutatingCalls()).toEqual(['AssociatePackage']);
  });

  test('a list that may be behind the call does not pass for nothing to undo', async () => {
    const intent = await begin();
    world.next('ListPackagesForDomain', { type: 'STALE' });
    expect(await undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
  });

  test('after a failed upgrade the dictionary stays, and the words say how to get the earlier one', async () => {
    world.addAssociation({ ...pair, version: 'v0' });
    world.pass(3600);
    world.next('AssociatePackage', failure);
    const intent = await begin();
    world.pass(900);
    const outcome = await undo(intent);
    expect(outcome).toMatchObject({ type: 'CANNOT_UNDO', words: { operation: 'ListPackagesForDomain', status: 'ASSOCIATION_FAILED' } });
    expect(outcome.words.message).toContain('Update the package with its earlier file');
    expect(await rows()).toHaveLength(1);
    expect(world.mutatingCalls()).toEqual(['AssociatePackage']);
  });

  test('an upgrade that never took leaves nothing to undo', async () => {
    world.addAssociation({ ...pair, version: 'v0' });
    world.pass(3600);
    world.next('AssociatePackage', refusal('InternalException', 'It broke.', 500));
    const intent = await begin();
    world.pass(119);
    expect(await undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
    world.pass(1);
    expect(await undo(intent)).toMatchObject({ type: 'NOTHING_TO_UNDO' });
  });

  test('a row that was there in failure before is not taken away either', async () => {
    world.next('AssociatePackage', failure, 2);
    await begin();
    world.pass(900);
    const intent = await begin();
    world.pass(900);
    expect(await undo(intent)).toMatchObject({ type: 'NOTHING_TO_UNDO' });
    expect(world.mutatingCalls()).toEqual(['AssociatePackage', 'AssociatePackage']);
  });

  test('a failed dissociation cannot be undone', async () => {
    world.addAssociation(pair);
    world.next('DissociatePackage', failure);
    const intent = await begin('DISSOCIATED');
    world.pass(900);
    expect(await undo(intent, 'DISSOCIATED')).toMatchObject({
      type: 'CANNOT_UNDO',
      words: { status: 'DISSOCIATION_FAILED', message: expect.stringContaining('Request that it be ASSOCIATED') },
    });
    expect(world.mutatingCalls()).toEqual(['DissociatePackage']);
  });

  test.each([
    ['AccessDeniedException', 403, 'REFUSED'],
    ['ThrottlingException', 400, 'THROTTLED'],
    ['InternalException', 500, 'UNKNOWN'],
  ])('%s of the undoing call comes out as %3$s', async (name, status, type) => {
    const intent = await begin();
    world.pass(900);
    world.next('DissociatePackage', refusal(name, 'So it is.', status));
    expect(await undo(intent)).toMatchObject({ type, words: { operation: 'DissociatePackage', error: name } });
  });

  test.each([
    ['AccessDeniedException', 403, 'REFUSED'],
    ['ThrottlingException', 400, 'THROTTLED'],
    ['InternalException', 500, 'IN_PROGRESS'],
  ])('%s of the look before it comes out as %3$s, and sends nothing', async (name, status, type) => {
    const intent = await begin();
    world.pass(900);
    world.next('ListPackagesForDomain', refusal(name, 'So it is.', status));
    expect(await undo(intent)).toMatchObject({ type, words: { operation: 'ListPackagesForDomain', error: name } });
    expect(world.mutatingCalls()).toEqual(['AssociatePackage']);
  });

  test('somebody else who was faster leaves nothing to undo', async () => {
    const intent = await begin();
    world.pass(900);
    world.next('DissociatePackage', refusal('ValidationException', 'Package is not associated to this domain'));
    expect(await undo(intent)).toMatchObject({ type: 'ALREADY' });
  });

  test('a before-image of another shape is refused', async () => {
    const intent = await begin();
    await expect(undo({ ...intent, before: { was: 'there' } })).rejects.toThrow();
  });
});
