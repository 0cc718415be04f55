import type * as client from '@aws-sdk/client-elasticsearch-service';
import type { Operation } from '../../wire/service.ts';
import { identifier } from '../identifier.ts';
import { type Step, seen, truth } from './change.ts';
import { availableVersion, type Contents, takeIn, type Version, versionName } from './contents.ts';
import { alreadyExists, invalid, limitExceeded } from './errors.ts';
import type { Package } from './packages.ts';
import { page } from './page.ts';
import type { World } from './world.ts';

/** Custom packages of an account in a region. Source: OpenSearch Service quotas. */
const mostPackages = 25;

/** What packages can be asked and made to do, domains aside. */
export const packageOperations = (world: World): Readonly<Record<string, Operation>> => ({
  CreatePackage: (input: client.CreatePackageRequest) => createPackage(world, input),
  DescribePackages: (input: client.DescribePackagesRequest) => describePackages(world, input),
  GetPackageVersionHistory: (input: client.GetPackageVersionHistoryRequest) => versionHistory(world, input),
  UpdatePackage: (input: client.UpdatePackageRequest) => updatePackage(world, input),
});

function createPackage({ packages, clock, random, ...world }: World, input: client.CreatePackageRequest): client.CreatePackageResponse {
  const { PackageName: name = '', PackageDescription: description = null } = input;
  const now = clock.now();
  const others = packages.all();
  if (others.some((other) => other.name === name)) throw alreadyExists(`Package with name ${name} already exists`);
  if (others.length >= mostPackages) throw limitExceeded(`You have reached the limit of ${mostPackages} packages`);
  const by = { now, random, timing: world.timing, ...faultsOf(world, 'CreatePackage', input) };
  const contents = takeIn({ at: now, value: null }, { description, versions: [], error: null }, null, by);
  const created = { id: `F${identifier(random, 9, '123456789')}`, name, createdAt: now, contents };
  packages.put(created);
  return answer(created, truth(contents, now));
}

/** The states in which a package takes a new version; the model has no conflict for this call, so the others are invalid input. */
const updatable = new Set<client.PackageStatus>(['AVAILABLE', 'COPY_FAILED', 'VALIDATION_FAILED']);

function updatePackage({ packages, clock, random, ...world }: World, input: client.UpdatePackageRequest): client.UpdatePackageResponse {
  const now = clock.now();
  const found = packages.find(input.PackageID);
  const before = packages.contents(found);
  if (!updatable.has(before.status)) throw invalid(`Package ${found.id} cannot be updated while it is ${before.status}`);
  const { PackageDescription: description = before.description, CommitMessage: message = null } = input;
  const by = { now, random, timing: world.timing, ...faultsOf(world, 'UpdatePackage', input) };
  const contents = takeIn(truth(found.contents, now), { description, versions: before.versions, error: null }, message, by);
  packages.put({ ...found, contents });
  return answer(found, truth(contents, now));
}

const faultsOf = ({ faults }: Pick<World, 'faults'>, operation: string, input: unknown) => ({
  slow: faults.take(operation, input, 'SLOW'),
  failure: faults.take(operation, input, 'FAIL_LATER'),
});

function describePackages({ packages, clock, faults }: World, input: client.DescribePackagesRequest): client.DescribePackagesResponse {
  const stale = faults.take('DescribePackages', input, 'STALE') !== undefined;
  const entries = packages
    .all()
    .flatMap((found) => details(found, seen(found.contents, clock.now(), stale)).map((shown) => [found.id, shown] as const))
    .filter(([, shown]) => (input.Filters ?? []).every((filter) => meets(shown, filter)));
  const { items, next } = page('packages', entries, input);
  return { PackageDetailsList: items, ...next };
}

const meets = (shown: client.PackageDetails, { Name, Value = [] }: client.DescribePackagesFilter) =>
  Name === undefined || Value.includes(shown[Name] ?? '');

function versionHistory({ packages }: World, input: client.GetPackageVersionHistoryRequest): client.GetPackageVersionHistoryResponse {
  const found = packages.find(input.PackageID);
  const entries = packages
    .contents(found)
    .versions.map((version) => [String(version.number).padStart(9, '0'), historyRow(version)] as const);
  const { items, next } = page(`versions of ${found.id}`, entries, input);
  return { PackageID: found.id, PackageVersionHistoryList: items, ...next };
}

const historyRow = (version: Version): client.PackageVersionHistory => ({
  PackageVersion: versionName(version),
  ...(version.message === null ? {} : { CommitMessage: version.message }),
  CreatedAt: new Date(version.createdAt),
});

function answer(of: Package, step: Step<Contents>) {
  const [PackageDetails] = details(of, step);
  return { PackageDetails };
}

/** One package as AWS shows it; nothing for one that is not there. */
function details({ id, name, createdAt }: Package, { at, value }: Step<Contents>): client.PackageDetails[] {
  if (!value) return [];
  const version = availableVersion(value);
  return [
    {
      PackageID: id,
      PackageName: name,
      PackageType: 'TXT-DICTIONARY',
      ...(value.description === null ? {} : { PackageDescription: value.description }),
      PackageStatus: value.status,
      CreatedAt: new Date(createdAt),
      LastUpdatedAt: new Date(at),
      ...(version === null ? {} : { AvailablePackageVersion: version }),
      ...(value.error === null ? {} : { ErrorDetails: value.error }),
    },
  ];
}
