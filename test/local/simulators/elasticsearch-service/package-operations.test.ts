import { describe, expect, test } from '@jest/globals';
import { moment, start } from '../surroundings.ts';
import { createEsWorld, faultsOfOurs, refusal } from './world.ts';

const source = { S3BucketName: 'dictionaries', S3Key: 'words.txt' };

/** What DescribePackages says of one package. */
const described = async ({ call }: Pick<ReturnType<typeof createEsWorld>, 'call'>, id = 'F1') => {
  const { PackageDetailsList } = await call('DescribePackages', { Filters: [{ Name: 'PackageID', Value: [id] }] });
  return (PackageDetailsList as Record<string, unknown>[])[0];
};

describe('describing packages', () => {
  test('shows every member that AWS fills', async () => {
    expect(await described(createEsWorld())).toEqual({
      PackageID: 'F1',
      PackageName: 'synonyms',
      PackageType: 'TXT-DICTIONARY',
      PackageStatus: 'AVAILABLE',
      CreatedAt: start,
      LastUpdatedAt: start,
      AvailablePackageVersion: 'v3',
    });
  });

  test('a filter takes any of its values, several filters must all be met', async () => {
    const { simulator, call } = createEsWorld();
    simulator().addPackage({ id: 'F3', name: 'broken', status: 'COPY_FAILED' });
    const ids = async (...Filters: object[]) =>
      ((await call('DescribePackages', { Filters })).PackageDetailsList as { PackageID: string }[]).map(({ PackageID }) => PackageID);
    expect(await ids()).toEqual(['F1', 'F2', 'F3']);
    expect(await ids({ Name: 'PackageName', Value: ['synonyms', 'broken'] })).toEqual(['F1', 'F3']);
    expect(await ids({ Name: 'PackageName', Value: ['synonyms', 'broken'] }, { Name: 'PackageStatus', Value: ['AVAILABLE'] })).toEqual([
      'F1',
    ]);
    expect(await ids({ Name: 'PackageID', Value: ['F9'] })).toEqual([]);
  });

  test('comes in pages', async () => {
    const { call } = createEsWorld();
    const first = await call('DescribePackages', { MaxResults: 1 });
    expect(first).toMatchObject({ PackageDetailsList: [{ PackageID: 'F1' }] });
    const second = await call('DescribePackages', { MaxResults: 1, NextToken: first.NextToken });
    expect(second).toMatchObject({ PackageDetailsList: [{ PackageID: 'F2' }] });
    expect(second.NextToken).toBeUndefined();
  });
});

describe('updating a package', () => {
  test('copies, validates, and then has the next version available', async () => {
    const world = createEsWorld();
    const { update, clock } = world;
    expect(await update()).toMatchObject({
      PackageDetails: { PackageID: 'F1', PackageStatus: 'COPYING', AvailablePackageVersion: 'v3', LastUpdatedAt: start },
    });
    clock.pass(5);
    expect(await described(world)).toMatchObject({ PackageStatus: 'COPYING', AvailablePackageVersion: 'v3' });
    clock.pass(15);
    expect(await described(world)).toMatchObject({ PackageStatus: 'VALIDATING', AvailablePackageVersion: 'v3', LastUpdatedAt: moment(20) });
    clock.pass(15);
    expect(await described(world)).toMatchObject({ PackageStatus: 'AVAILABLE', AvailablePackageVersion: 'v4', LastUpdatedAt: moment(35) });
  });

  test('right after the call the package may still be read as AVAILABLE, not newer than it was', async () => {
    const world = createEsWorld();
    world.clock.pass(100);
    await world.update();
    world.clock.pass(4);
    expect(await described(world)).toMatchObject({ PackageStatus: 'AVAILABLE', LastUpdatedAt: start });
  });

  test('a stale read shows what was before', async () => {
    const world = createEsWorld();
    await world.update();
    world.clock.pass(35);
    world.faults.add({ operation: 'DescribePackages', effect: { type: 'STALE' } });
    expect(await described(world)).toMatchObject({ AvailablePackageVersion: 'v3' });
    expect(await described(world)).toMatchObject({ AvailablePackageVersion: 'v4' });
  });

  test.each([
    ['COPY_FAILED', 20],
    ['VALIDATION_FAILED', 35],
  ] as const)('can end %s, after %i s, with the old version still there', async (code, seconds) => {
    const world = createEsWorld();
    world.faults.add({ operation: 'UpdatePackage', effect: { type: 'FAIL_LATER', code, message: 'No.' } });
    await world.update();
    world.clock.pass(seconds - 1);
    expect(await described(world)).not.toHaveProperty('ErrorDetails');
    world.clock.pass(1);
    expect(await described(world)).toMatchObject({
      PackageStatus: code,
      AvailablePackageVersion: 'v3',
      ErrorDetails: { ErrorType: code, ErrorMessage: 'No.' },
    });
    await world.update();
    world.clock.pass(35);
    expect(await described(world)).toMatchObject({ PackageStatus: 'AVAILABLE', AvailablePackageVersion: 'v4' });
  });

  test('a script cannot make it end in anything else', async () => {
    const { faults, update } = createEsWorld();
    faults.add({ operation: 'UpdatePackage', effect: { type: 'FAIL_LATER', code: 'Anything', message: 'No.' } });
    expect(await refusal(update())).toMatchObject({ status: 500 });
    expect(String(faultsOfOurs.splice(0))).toBe('Error: a package can end COPY_FAILED or VALIDATION_FAILED, not Anything');
  });

  test('a slow one takes as many times longer', async () => {
    const world = createEsWorld();
    world.faults.add({ operation: 'UpdatePackage', effect: { type: 'SLOW', factor: 2 } });
    await world.update();
    world.clock.pass(69);
    expect(await described(world)).toMatchObject({ PackageStatus: 'VALIDATING' });
    world.clock.pass(1);
    expect(await described(world)).toMatchObject({ PackageStatus: 'AVAILABLE' });
  });

  test('that is under way is refused', async () => {
    const { update } = createEsWorld();
    await update();
    expect(await refusal(update())).toMatchObject({ name: 'ValidationException', message: expect.stringContaining('COPYING') });
  });

  test('an unknown one is not found', async () => {
    const { update } = createEsWorld();
    expect(await refusal(update({ PackageID: 'F9' }))).toMatchObject({ name: 'ResourceNotFoundException', status: 409 });
  });

  test('keeps the commit message in the history, the description on the package', async () => {
    const world = createEsWorld();
    await world.update({ CommitMessage: 'New season', PackageDescription: 'Shop words' });
    expect(await world.call('GetPackageVersionHistory', { PackageID: 'F1', MaxResults: 100 })).toMatchObject({
      PackageVersionHistoryList: [{ PackageVersion: 'v1' }, { PackageVersion: 'v2' }, { PackageVersion: 'v3' }],
    });
    world.clock.pass(35);
    const first = await world.call('GetPackageVersionHistory', { PackageID: 'F1', MaxResults: 3 });
    expect(await world.call('GetPackageVersionHistory', { PackageID: 'F1', NextToken: first.NextToken })).toMatchObject({
      PackageID: 'F1',
      PackageVersionHistoryList: [{ PackageVersion: 'v4', CommitMessage: 'New season', CreatedAt: moment(35) }],
    });
    expect(await described(world)).toMatchObject({ PackageDescription: 'Shop words' });
  });
});

describe('creating a package', () => {
  const request = { PackageName: 'plurals', PackageType: 'TXT-DICTIONARY', PackageSource: source };

  test('it is not to be read at first, has no version until it is AVAILABLE, then version 1', async () => {
    const world = createEsWorld();
    const { PackageDetails } = await world.call('CreatePackage', request);
    const { PackageID } = PackageDetails as { PackageID: string };
    expect(PackageID).toMatch(/^F[1-9]{9}$/);
    expect(PackageDetails).not.toHaveProperty('AvailablePackageVersion');
    expect(await described(world, PackageID)).toBeUndefined();
    world.clock.pass(5);
    expect(await described(world, PackageID)).toMatchObject({ PackageName: 'plurals', PackageStatus: 'COPYING' });
    world.clock.pass(30);
    expect(await described(world, PackageID)).toMatchObject({ PackageStatus: 'AVAILABLE', AvailablePackageVersion: 'v1' });
  });

  test('a name that is taken is refused', async () => {
    const { call } = createEsWorld();
    const refused = { name: 'ResourceAlreadyExistsException', status: 409 };
    expect(await refusal(call('CreatePackage', { ...request, PackageName: 'synonyms' }))).toMatchObject(refused);
  });

  test('the twenty-sixth is above the quota', async () => {
    const { simulator, call } = createEsWorld();
    for (let number = 3; number <= 24; number += 1) simulator().addPackage({ id: `F${number}`, name: `words-${number}` });
    await call('CreatePackage', request);
    expect(await refusal(call('CreatePackage', { ...request, PackageName: 'more' }))).toMatchObject({ name: 'LimitExceededException' });
  });
});

test('a package is there once', () => {
  const { simulator } = createEsWorld();
  expect(() => simulator().addPackage({ id: 'F1', name: 'again' })).toThrow('there is a package F1 already');
});
