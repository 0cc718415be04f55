import type * as client from '@aws-sdk/client-elasticsearch-service';
import type { Operation } from '../../wire/service.ts';
import { draw } from '../timeline.ts';
import type { Association, Pair, Row } from './associations.ts';
import { type Step, seen, truth } from './change.ts';
import { availableVersion, type Contents } from './contents.ts';
import { isProcessing } from './describe-domain.ts';
import type { Condition } from './domains.ts';
import { conflict, invalid } from './errors.ts';
import { page } from './page.ts';
import type { World } from './world.ts';

/** Packages on one domain. Source: OpenSearch Service quotas. */
export const mostOnDomain = 20;

/** Associating, dissociating, and the two lists that show how it goes. */
export const associationOperations = (world: World): Readonly<Record<string, Operation>> => ({
  AssociatePackage: (input: client.AssociatePackageRequest) => associatePackage(world, input),
  DissociatePackage: (input: client.DissociatePackageRequest) => dissociatePackage(world, input),
  ListPackagesForDomain: (input: client.ListPackagesForDomainRequest) => listPackages(world, input),
  ListDomainsForPackage: (input: client.ListDomainsForPackageRequest) => listDomains(world, input),
});

/** Also how a domain gets a newer version of a package it has: the call always means the version that is available now. */
function associatePackage(world: World, input: client.AssociatePackageRequest): client.AssociatePackageResponse {
  const { packages, domains, associations, clock, random, timing, faults } = world;
  const found = packages.find(input.PackageID);
  const domain = domains.find(input.DomainName);
  const pair = { packageId: found.id, domainName: domain.name };
  const contents = packages.contents(found);
  const condition = truth(domain.condition, clock.now());
  const before = associations.row(pair);
  const version = availableVersion(contents);
  refuseUnusable(contents, condition);
  refuseWhileChanging(before);
  if (before.value?.status === 'ACTIVE' && before.value.version === version) throw conflict('Package is already in desired state');
  if (!before.value) refuseBeyondQuota(world, domain.name);
  const error = wordsIn(faults.take('AssociatePackage', input, 'FAIL_LATER')) ?? failureOf(contents, condition, world);
  const slow = faults.take('AssociatePackage', input, 'SLOW');
  const end = error ? ({ status: 'ASSOCIATION_FAILED', version, error } as const) : ({ status: 'ACTIVE', version, error } as const);
  const takes = draw(random, error ? timing.associateFailure : timing.associate, slow?.factor);
  return begin(world, pair, before, { status: 'ASSOCIATING', version, error: null }, end, takes);
}

function dissociatePackage(world: World, input: client.DissociatePackageRequest): client.DissociatePackageResponse {
  const { packages, domains, associations, random, timing, faults } = world;
  const pair = { packageId: packages.find(input.PackageID).id, domainName: domains.find(input.DomainName).name };
  const before = associations.row(pair);
  if (!before.value) throw invalid('Package is not associated to this domain');
  refuseWhileChanging(before);
  const error = wordsIn(faults.take('DissociatePackage', input, 'FAIL_LATER'));
  const slow = faults.take('DissociatePackage', input, 'SLOW');
  const end = error ? ({ ...before.value, status: 'DISSOCIATION_FAILED', error } as const) : null;
  return begin(
    world,
    pair,
    before,
    { ...before.value, status: 'DISSOCIATING', error: null },
    end,
    draw(random, timing.dissociate, slow?.factor),
  );
}

/** From now on `started`, after `takes` milliseconds `end`; the answer shows the start at once, the lists a little later. */
function begin(world: World, pair: Pair, before: Step<Row>, started: Row, end: Row | null, takes: number) {
  const { associations, clock, random, timing } = world;
  const now = clock.now();
  const first = { at: now, value: started };
  associations.put({ ...pair, row: { before, seenFrom: now + draw(random, timing.lag), steps: [first, { at: now + takes, value: end }] } });
  const [DomainPackageDetails] = details(world, pair, first);
  return { DomainPackageDetails };
}

/** Why an association that is accepted will not work out; null when it will. */
function failureOf(contents: Contents, condition: Step<Condition>, { clock, random, timing }: World): client.ErrorDetails | null {
  const { failure, fresh } = timing;
  if (availableVersion(contents) === null) return notReady;
  if (contents.status !== 'AVAILABLE' && random() < failure.packageNotReady) return notReady;
  if (condition.value && isProcessing(condition.value)) return random() < failure.domainProcessing ? domainBusy : null;
  return clock.now() - condition.at < fresh * 1000 && random() < failure.domainFresh ? domainBusy : null;
}

/** AWS publishes no words for these; the words here are ours. */
const notReady = { ErrorType: 'PackageNotAvailable', ErrorMessage: 'The package was not available when it was associated.' };
const domainBusy = { ErrorType: 'DomainProcessing', ErrorMessage: 'The domain was processing a change when the package was associated.' };

const wordsIn = (failure: { code: string; message: string } | undefined): client.ErrorDetails | null =>
  failure ? { ErrorType: failure.code, ErrorMessage: failure.message } : null;

/** A package being copied or validated is let through: it may work out, or fail later. */
const usable = new Set<client.PackageStatus>(['AVAILABLE', 'COPYING', 'VALIDATING']);

function refuseUnusable({ status }: Contents, { value: condition }: Step<Condition>) {
  if (!usable.has(status)) throw invalid(`Package is not available: its status is ${status}`);
  if (condition === 'Creating' || condition === 'Deleting') throw invalid(`Domain is not available: it is ${condition}`);
}

function refuseWhileChanging({ value }: Step<Row>) {
  if (value?.status === 'ASSOCIATING' || value?.status === 'DISSOCIATING')
    throw conflict(`Package is in ${value.status} state on this domain`);
}

/** The model has no LimitExceededException for this call, so one package too many is input that cannot be used. */
function refuseBeyondQuota({ associations, clock }: World, name: string) {
  const present = associations.all().filter(({ domainName, row }) => domainName === name && truth(row, clock.now()).value);
  if (present.length >= mostOnDomain) throw invalid(`Domain ${name} has reached the limit of ${mostOnDomain} packages`);
}

function listPackages(world: World, input: client.ListPackagesForDomainRequest): client.ListPackagesForDomainResponse {
  const { name } = world.domains.find(input.DomainName);
  const stale = world.faults.take('ListPackagesForDomain', input, 'STALE') !== undefined;
  const entries = shown(world, ({ domainName }) => domainName === name, stale).map((row) => [row.PackageID ?? '', row] as const);
  const { items, next } = page(`packages of ${name}`, entries, input);
  return { DomainPackageDetailsList: items, ...next };
}

function listDomains(world: World, input: client.ListDomainsForPackageRequest): client.ListDomainsForPackageResponse {
  const { id } = world.packages.find(input.PackageID);
  const stale = world.faults.take('ListDomainsForPackage', input, 'STALE') !== undefined;
  const there = new Set(world.domains.all().map(({ name }) => name));
  const wanted = ({ packageId, domainName }: Association) => packageId === id && there.has(domainName);
  const entries = shown(world, wanted, stale).map((row) => [row.DomainName ?? '', row] as const);
  const { items, next } = page(`domains of ${id}`, entries, input);
  return { DomainPackageDetailsList: items, ...next };
}

const shown = (world: World, wanted: (association: Association) => boolean, stale: boolean) =>
  world.associations
    .all()
    .filter(wanted)
    .flatMap((association) => details(world, association, seen(association.row, world.clock.now(), stale)));

/** One package on one domain as AWS shows it; nothing for one that is not there. */
function details({ packages }: World, { packageId, domainName }: Pair, { at, value }: Step<Row>): client.DomainPackageDetails[] {
  if (!value) return [];
  return [
    {
      PackageID: packageId,
      PackageName: packages.find(packageId).name,
      PackageType: 'TXT-DICTIONARY',
      LastUpdated: new Date(at),
      DomainName: domainName,
      DomainPackageStatus: value.status,
      ...(value.version === null ? {} : { PackageVersion: value.version }),
      ReferencePath: `analyzers/${packageId}`,
      ...(value.error === null ? {} : { ErrorDetails: value.error }),
    },
  ];
}
