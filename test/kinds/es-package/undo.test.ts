import { ListPackagesForDomainCommand } from '@aws-sdk/client-elasticsearch-service';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Desired, Intent } from '../../../src/kinds/kind.ts';
import { intentOf, refusal } from '../kind-world.ts';
import { createWorld, type EsWorld, failure, pair } from './world.ts';

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
    expect(await undo(intent)).toMatchObject({ type: 'NOTHING_TO_UNDO', words: { message: 'The domain is as it was before the call.' } });
  });

  test('one that is still being made is waited for', async () => {
    const intent = await begin();
    world.pass(11);
    expect(await undo(intent)).toMatchObject({
      type: 'IN_PROGRESS',
      words: { status: 'ASSOCIATING', message: 'AWS takes no other change until this one has ended.' },
    });
    expect(world.sent.map(({ operation }) => operation)).toEqual(['AssociatePackage']);
  });

  test('a list that may be behind the call does not pass for nothing to undo', async () => {
    const intent = await begin();
    world.next('ListPackagesForDomain', { type: 'STALE' });
    expect(await undo(intent)).toMatchObject({ type: 'IN_PROGRESS', words: { message: 'The call may not show yet.' } });
  });

  test('after a failed upgrade the dictionary stays, and the words say how to get the earlier one', async () => {
    world.addAssociation({ ...pair, version: 'v0' });
    world.pass(3600);
    world.next('AssociatePackage', failure);
    const intent = await begin();
    world.pass(900);
    const outcome = await undo(intent);
    expect(outcome).toMatchObject({ type: 'CANNOT_UNDO', words: { operation: 'ListPackagesForDomain', status: 'ASSOCIATION_FAILED' } });
    expect(outcome.words.message).toBe(
      'Dissociating would take away the dictionary that worked at v0, and AWS has no way back to an earlier version. Update the package with its earlier file, then associate it again.',
    );
    const ofNoVersion = await undo({ ...intent, before: { associated: true, version: null, status: 'ACTIVE' } });
    expect(ofNoVersion.words.message).toMatch(/^Dissociating would take away the dictionary that worked, and AWS/);
    expect(await rows()).toHaveLength(1);
    expect(world.sent.map(({ operation }) => operation)).toEqual(['AssociatePackage']);
  });

  test('what was left of a failure before and works now stays too, and the words say so', async () => {
    world.next('AssociatePackage', failure);
    await begin();
    world.pass(900);
    const intent = await begin();
    world.pass(900);
    expect(await undo(intent)).toMatchObject({
      type: 'CANNOT_UNDO',
      words: {
        message: 'The package was on the domain before, with the status ASSOCIATION_FAILED. Dissociate it if it is not wanted there.',
      },
    });
  });

  test('what another hand did is not taken back', async () => {
    const intent = await begin();
    world.pass(900);
    expect(await undo({ ...intent, adopted: true })).toMatchObject({
      type: 'NOTHING_TO_UNDO',
      words: { message: 'It was so already: Liaison changed nothing.' },
    });
    expect(await rows()).toHaveLength(1);
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
    expect(world.sent.map(({ operation }) => operation)).toEqual(['AssociatePackage', 'AssociatePackage']);
  });

  test('a failed dissociation cannot be undone', async () => {
    world.addAssociation(pair);
    world.next('DissociatePackage', failure);
    const intent = await begin('DISSOCIATED');
    world.pass(900);
    expect(await undo(intent, 'DISSOCIATED')).toMatchObject({
      type: 'CANNOT_UNDO',
      words: {
        status: 'DISSOCIATION_FAILED',
        message:
          'Associating the package again would apply the version it has now, not the one that was there. Request that it be ASSOCIATED if this is what you want.',
      },
    });
    expect(world.sent.map(({ operation }) => operation)).toEqual(['DissociatePackage']);
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
    expect(world.sent.map(({ operation }) => operation)).toEqual(['AssociatePackage']);
  });

  test('somebody else who was faster leaves nothing to undo', async () => {
    const intent = await begin();
    world.pass(900);
    world.next('DissociatePackage', refusal('ValidationException', 'Package is not associated to this domain'));
    expect(await undo(intent)).toMatchObject({ type: 'ALREADY' });
  });

  test('a before-image of another shape is refused', async () => {
    const intent = await begin();
    await expect(undo({ ...intent, before: { was: 'there' } })).rejects.toThrow('The before-image is not that of a package.');
  });
});
