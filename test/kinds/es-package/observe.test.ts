import { AssociatePackageCommand, UpdatePackageCommand } from '@aws-sdk/client-elasticsearch-service';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Desired, Intent } from '../../../src/kinds/kind.ts';
import { intentOf } from '../kind-world.ts';
import { createWorld, type EsWorld, failure, pair } from './world.ts';

const input = { PackageID: pair.packageId, DomainName: pair.domainName };
const source = { PackageSource: { S3BucketName: 'dictionaries', S3Key: 'synonyms.txt' } };

/** Plans and calls; the intent is what looking starts from. */
const begin = async (world: EsWorld, desired: Desired = 'ASSOCIATED'): Promise<Intent> => {
  const plan = await world.plan(desired);
  const intent = intentOf(plan, world.now());
  await world.operations.request(pair, desired, plan, world.context());
  return intent;
};
const lookAt = (world: EsWorld, intent: Intent, desired: Desired = 'ASSOCIATED') =>
  world.operations.observe(pair, desired, intent, world.context());

describe('looking after an association', () => {
  let world: EsWorld;
  beforeEach(async () => {
    world = await createWorld();
    world.pass(3600);
  });
  afterEach(() => world.close());

  test('it is absent until the list shows it, then pending, then settled', async () => {
    const intent = await begin(world);
    world.next('ListPackagesForDomain', { type: 'STALE' });
    expect(await lookAt(world, intent)).toMatchObject({ type: 'ABSENT', ours: 'NO', asBefore: true, words: { status: null } });
    world.pass(11);
    expect(await lookAt(world, intent)).toMatchObject({ type: 'PENDING', ours: 'YES', words: { status: 'ASSOCIATING' } });
    world.pass(600);
    expect(await lookAt(world, intent)).toMatchObject({
      type: 'SETTLED',
      ours: 'YES',
      asBefore: false,
      words: { status: 'ACTIVE', message: 'synonyms v1 at analyzers/F111111111' },
    });
  });

  test('a failure is told in the words AWS has for it', async () => {
    world.next('AssociatePackage', failure);
    const intent = await begin(world);
    world.pass(900);
    expect(await lookAt(world, intent)).toMatchObject({
      type: 'FAILED',
      ours: 'YES',
      words: {
        operation: 'ListPackagesForDomain',
        status: 'ASSOCIATION_FAILED',
        error: 'SynonymFileInvalid',
        message: 'Line 7 of the file is not valid.',
        requestId: expect.any(String),
      },
    });
  });

  test('the older version, still ACTIVE on the list, does not settle an upgrade', async () => {
    world.addAssociation({ ...pair, version: 'v0' });
    world.pass(60);
    const intent = await begin(world);
    world.next('ListPackagesForDomain', { type: 'STALE' });
    expect(await lookAt(world, intent)).toMatchObject({ type: 'PENDING', ours: 'NO', asBefore: true, words: { status: 'ACTIVE' } });
    world.pass(600);
    expect(await lookAt(world, intent)).toMatchObject({ type: 'SETTLED', ours: 'YES', asBefore: false });
  });

  test('a later version than the planned one settles it', async () => {
    const plan = await world.plan();
    await world.client.send(new UpdatePackageCommand({ PackageID: pair.packageId, ...source }));
    world.pass(60);
    const intent = intentOf(plan, world.now());
    await world.operations.request(pair, 'ASSOCIATED', plan, world.context());
    world.pass(600);
    expect(plan.targetVersion).toBe('v1');
    expect(await lookAt(world, intent)).toMatchObject({ type: 'SETTLED' });
    expect(await world.plan()).toMatchObject({ changed: false, before: { version: 'v2' } });
  });

  test('the failure of an earlier association, still on the list, does not fail a new one', async () => {
    world.next('AssociatePackage', failure);
    await begin(world);
    world.pass(900);
    const intent = await begin(world);
    world.next('ListPackagesForDomain', { type: 'STALE' });
    expect(await lookAt(world, intent)).toMatchObject({ type: 'PENDING', words: { status: 'ASSOCIATION_FAILED' } });
    world.pass(600);
    expect(await lookAt(world, intent)).toMatchObject({ type: 'SETTLED' });
  });

  test('a second failure is one', async () => {
    world.next('AssociatePackage', failure, 2);
    await begin(world);
    world.pass(900);
    const intent = await begin(world);
    world.pass(900);
    expect(await lookAt(world, intent)).toMatchObject({ type: 'FAILED' });
  });

  test('a domain that has gone has no packages', async () => {
    const intent = await begin(world);
    world.setDomainProcessing('catalogue', 10, 'Deleting');
    world.pass(60);
    expect(await lookAt(world, intent)).toMatchObject({ type: 'ABSENT', words: { error: 'ResourceNotFoundException' } });
  });
});

describe('looking after a dissociation', () => {
  let world: EsWorld;
  beforeEach(async () => {
    world = await createWorld();
    world.addAssociation(pair);
    world.pass(3600);
  });
  afterEach(() => world.close());

  test('it is pending while the pair is on the list, and settled when it is off', async () => {
    const intent = await begin(world, 'DISSOCIATED');
    world.next('ListPackagesForDomain', { type: 'STALE' });
    expect(await lookAt(world, intent, 'DISSOCIATED')).toMatchObject({ type: 'PENDING', asBefore: true, words: { status: 'ACTIVE' } });
    world.pass(11);
    expect(await lookAt(world, intent, 'DISSOCIATED')).toMatchObject({ type: 'PENDING', ours: 'YES', words: { status: 'DISSOCIATING' } });
    world.pass(600);
    expect(await lookAt(world, intent, 'DISSOCIATED')).toMatchObject({ type: 'SETTLED', ours: 'YES', asBefore: false });
  });

  test('DISSOCIATION_FAILED is its failure, and one of an earlier try is not', async () => {
    world.next('DissociatePackage', failure);
    const first = await begin(world, 'DISSOCIATED');
    world.pass(900);
    expect(await lookAt(world, first, 'DISSOCIATED')).toMatchObject({ type: 'FAILED', words: { status: 'DISSOCIATION_FAILED' } });
    const second = await begin(world, 'DISSOCIATED');
    world.next('ListPackagesForDomain', { type: 'STALE' });
    expect(await lookAt(world, second, 'DISSOCIATED')).toMatchObject({ type: 'PENDING' });
    world.pass(900);
    expect(await lookAt(world, second, 'DISSOCIATED')).toMatchObject({ type: 'SETTLED' });
  });

  test('what a call before the last one changed is ours all the same', async () => {
    world.next('DissociatePackage', failure);
    const first = await begin(world, 'DISSOCIATED');
    world.pass(900);
    const second = { ...first, at: world.now(), since: first.at };
    expect(await lookAt(world, second, 'DISSOCIATED')).toMatchObject({ type: 'PENDING', ours: 'YES' });
    expect(await lookAt(world, { ...second, since: second.at }, 'DISSOCIATED')).toMatchObject({ type: 'PENDING', ours: 'NO' });
  });

  test('a failed association can be dissociated', async () => {
    const other = await createWorld();
    other.next('AssociatePackage', failure);
    await other.client.send(new AssociatePackageCommand(input));
    other.pass(900);
    const intent = await begin(other, 'DISSOCIATED');
    other.pass(900);
    expect(await lookAt(other, intent, 'DISSOCIATED')).toMatchObject({ type: 'SETTLED' });
    await other.close();
  });
});

describe('what AWS may leave out or add', () => {
  const listing = (row: object) =>
    createWorld({ wrap: (operations) => ({ ...operations, ListPackagesForDomain: () => ({ DomainPackageDetailsList: [row] }) }) });
  const before = { associated: true, version: 'v1', status: 'ACTIVE' } as const;
  const intent = (world: EsWorld, given: Partial<Intent>) =>
    intentOf({ calls: [], targetVersion: 'v2', before } as never, world.now(), given);

  test('a status Liaison does not know is pending, and said to be unknown', async () => {
    const row = { PackageID: pair.packageId, DomainPackageStatus: 'REPLICATING', LastUpdated: new Date('2026-03-01T12:00:00Z') };
    const world = await listing(row);
    expect(await lookAt(world, intent(world, {}))).toMatchObject({
      type: 'PENDING',
      unknownStatus: true,
      words: { status: 'REPLICATING' },
    });
    expect((await world.plan()).checks).toContainEqual(
      expect.objectContaining({ name: 'pair-steady', result: 'WAIT', reason: 'StatusUnknown' }),
    );
    expect(await world.operations.undo(pair, 'ASSOCIATED', intent(world, {}), world.context())).toMatchObject({ type: 'IN_PROGRESS' });
    await world.close();
  });

  test.each([
    ['ACTIVE', 'SETTLED', 'PENDING', 'ASSOCIATED'],
    ['ASSOCIATING', 'PENDING', 'PENDING', 'ASSOCIATED'],
    ['DISSOCIATING', 'PENDING', 'PENDING', 'DISSOCIATED'],
    ['ASSOCIATION_FAILED', 'FAILED', 'PENDING', 'ASSOCIATED'],
    ['DISSOCIATION_FAILED', 'FAILED', 'FAILED', 'DISSOCIATED'],
  ])(
    '%s since the call is %s on the way to associated, and %s on the way to dissociated; only on the way to %s it comes of the call',
    async (status, associated, dissociated, made) => {
      const row = {
        PackageID: pair.packageId,
        DomainPackageStatus: status,
        PackageVersion: 'v2',
        LastUpdated: new Date('2026-03-01T12:00:00Z'),
      };
      const world = await listing(row);
      expect(await lookAt(world, intent(world, {}))).toMatchObject({ type: associated, ours: made === 'ASSOCIATED' ? 'YES' : 'UNKNOWN' });
      expect(await lookAt(world, intent(world, {}), 'DISSOCIATED')).toMatchObject({
        type: dissociated,
        ours: made === 'DISSOCIATED' ? 'YES' : 'UNKNOWN',
      });
      // What was not there before is ours whatever has become of it: to take it back is to dissociate it.
      expect(await lookAt(world, intent(world, { before: { associated: false } }))).toMatchObject({ ours: 'YES' });
      await world.close();
    },
  );

  test('a row without a status is pending', async () => {
    const world = await listing({ PackageID: pair.packageId });
    expect(await lookAt(world, intent(world, {}))).toMatchObject({ type: 'PENDING', unknownStatus: false });
    await world.close();
  });

  test('a row that changed since the call, and has not the version to come, does not settle an upgrade', async () => {
    const row = { PackageID: pair.packageId, DomainPackageStatus: 'ACTIVE', LastUpdated: new Date('2026-03-01T12:00:00Z') };
    const world = await listing({ ...row, PackageVersion: 'v1' });
    expect(await lookAt(world, intent(world, {}))).toMatchObject({ type: 'PENDING' });
    expect(await lookAt(world, intent(world, { targetVersion: null }))).toMatchObject({ type: 'SETTLED' });
    await world.close();
  });

  test('without a version, only a row changed since the call settles an upgrade', async () => {
    const row = { PackageID: pair.packageId, DomainPackageStatus: 'ACTIVE' };
    const world = await listing({ ...row, LastUpdated: new Date('2026-03-01T12:00:00Z') });
    expect(await lookAt(world, intent(world, {}))).toMatchObject({ type: 'SETTLED' });
    world.pass(1);
    expect(await lookAt(world, intent(world, {}))).toMatchObject({ type: 'PENDING' });
    expect(await lookAt(world, intent(world, { adopted: true }))).toMatchObject({ type: 'SETTLED' });
    await world.close();
  });
});
