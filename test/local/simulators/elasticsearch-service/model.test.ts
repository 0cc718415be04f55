import * as sdk from '@aws-sdk/client-elasticsearch-service';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createElasticsearchService } from '../../../../local/simulators/elasticsearch-service/service.ts';
import { createFaults, type FaultEffect } from '../../../../local/simulators/faults.ts';
import domain from '../facts/elasticsearch-domain.json' with { type: 'json' };
import service from '../facts/elasticsearch-service.json' with { type: 'json' };
import { createStage, createWatch, type Edges, happening } from '../story.ts';
import { calling, createSurroundings } from '../surroundings.ts';

const facts = { ...service, shapes: { ...service.shapes, ...domain.shapes } };

/** Source: DomainPackageStatus, and custom packages in the developer guide: what is dissociated is off the list. */
const pairEdges: Edges = {
  gone: ['ASSOCIATING'],
  ASSOCIATING: ['ACTIVE', 'ASSOCIATION_FAILED'],
  ACTIVE: ['ASSOCIATING', 'DISSOCIATING'],
  ASSOCIATION_FAILED: ['ASSOCIATING', 'DISSOCIATING'],
  DISSOCIATING: ['gone', 'DISSOCIATION_FAILED'],
  DISSOCIATION_FAILED: ['ASSOCIATING', 'DISSOCIATING'],
};

/** Source: PackageStatus. */
const packageEdges: Edges = {
  gone: ['COPYING', 'AVAILABLE', 'COPY_FAILED'],
  COPYING: ['VALIDATING', 'COPY_FAILED'],
  VALIDATING: ['AVAILABLE', 'VALIDATION_FAILED'],
  AVAILABLE: ['COPYING'],
  COPY_FAILED: ['COPYING'],
  VALIDATION_FAILED: ['COPYING'],
};

/** The most that reads are behind a call, and how long a step of time is: shorter than anything takes. Seconds. */
const [lag, step] = [5, 8];

type Rows = readonly Readonly<Record<string, string>>[];
type World = ReturnType<typeof createWorld>;

const { ask, live } = createStage({ facts, sdk, Client: sdk.ElasticsearchServiceClient }, createWorld);

/** Two domains and one that takes no more packages; two packages at versions 3 and 1, and one that never came in. */
function createWorld(seed: number) {
  const surroundings = createSurroundings(seed);
  const faults = createFaults();
  const simulator = createElasticsearchService(surroundings, faults, { lag: [0, lag] });
  const names = ['shop', 'logs'];
  for (const name of names) simulator.addDomain({ name });
  simulator.addPackage({ id: 'F1', name: 'synonyms', version: 3 });
  simulator.addPackage({ id: 'F2', name: 'stopwords' });
  simulator.addPackage({ id: 'F3', name: 'broken', version: 0, status: 'COPY_FAILED' });
  simulator.addDomain({ name: 'full' });
  for (let count = 1; count <= 20; count += 1) {
    simulator.addPackage({ id: `F10${count}`, name: `words-${count}` });
    simulator.addAssociation({ packageId: `F10${count}`, domainName: 'full' });
  }
  const call = calling(() => simulator.service);
  const [watchPairs, watchPackages] = [createWatch(pairEdges), createWatch(packageEdges)];
  const begun = new Map<string, { status: string; until: number }>();

  /** What is on the domains and how the packages are; holds that they came there by allowed ways. */
  async function look() {
    const pairs = new Map<string, Readonly<Record<string, string>>>();
    for (const DomainName of names) {
      const { DomainPackageDetailsList } = await call('ListPackagesForDomain', { DomainName });
      for (const row of DomainPackageDetailsList as Rows) pairs.set(`${row.PackageID} ${DomainName}`, row);
    }
    watchPairs(new Map([...pairs].map(([pair, { DomainPackageStatus }]) => [pair, DomainPackageStatus ?? ''])));
    const packages = new Map(((await call('DescribePackages')).PackageDetailsList as Rows).map((each) => [each.PackageID ?? '', each]));
    watchPackages(new Map([...packages].map(([id, { PackageStatus }]) => [id, PackageStatus ?? ''])));
    return { pairs, packages };
  }

  return {
    simulator,
    faults,
    domains: [...names, 'full', 'none', 'X'],
    packages: ['F1', 'F2', 'F3', 'F9'],
    look,
    /** A call has begun this: lists may not show it yet. */
    began: (id: string, status: unknown) => void begun.set(id, { status: String(status), until: surroundings.clock.now() + lag * 1000 }),
    /** The status that a call meets: what another has just begun, or else what is shown. */
    metBy(id: string, shown: string | undefined): string {
      const last = begun.get(id);
      return last && surroundings.clock.now() <= last.until ? last.status : (shown ?? 'gone');
    },
    async pass(seconds: number) {
      for (let left = seconds; left > 0; left -= step) {
        surroundings.clock.pass(Math.min(left, step));
        await look();
      }
    },
  };
}

const pick = <Element>(of: readonly Element[], index: number) => of[index % of.length] as Element;
const number = fc.nat({ max: 60 });

/** Associates or dissociates, and holds what is documented of how either ends. */
const change = fc.tuple(fc.constantFrom('AssociatePackage', 'DissociatePackage'), number, number).map(([operation, one, other]) =>
  happening<World>(`${operation} ${one} ${other}`, async ({ packages, domains, look, began, metBy }) => {
    const [PackageID, DomainName] = [pick(packages, one), pick(domains, other)];
    const shown = await look();
    const row = shown.pairs.get(`${PackageID} ${DomainName}`);
    const available = shown.packages.get(PackageID)?.AvailablePackageVersion;
    const steady = shown.packages.get(PackageID)?.PackageStatus === metBy(PackageID, shown.packages.get(PackageID)?.PackageStatus);
    const status = metBy(`${PackageID} ${DomainName}`, row?.DomainPackageStatus);
    const { answer, error } = await ask(operation, { PackageID, DomainName });
    if (answer) {
      expect(answer.DomainPackageDetails).toMatchObject({ PackageID, DomainName, DomainPackageStatus: started[operation] });
      began(`${PackageID} ${DomainName}`, started[operation]);
    }
    if (DomainName === 'X') expect(error?.name).toBe('ValidationException');
    else if (PackageID === 'F9' || DomainName === 'none') expect(error?.name).toBe('ResourceNotFoundException');
    else if (status === 'ASSOCIATING' || status === 'DISSOCIATING') expect(answer).toBeNull();
    else if (operation === 'DissociatePackage' && status === 'gone') expect(error?.message).toMatch(/not associated/);
    else if (operation === 'DissociatePackage') expect(answer).not.toBeNull();
    else if (steady && status === 'ACTIVE' && row?.PackageVersion === available) expect(error?.message).toMatch(/already in desired state/);
    else if (steady && answer)
      expect(answer.DomainPackageDetails).toMatchObject(available === undefined ? {} : { PackageVersion: available });
  }),
);

const started: Readonly<Record<string, string>> = { AssociatePackage: 'ASSOCIATING', DissociatePackage: 'DISSOCIATING' };

const update = number.map((which) =>
  happening<World>(`UpdatePackage ${which}`, async ({ packages, look, began }) => {
    const PackageID = pick(packages, which);
    const PackageSource = { S3BucketName: 'dictionaries', S3Key: 'synonyms.txt' };
    await look();
    const { answer } = await ask('UpdatePackage', { PackageID, PackageSource, CommitMessage: 'new words' });
    if (answer) began(PackageID, 'COPYING');
  }),
);

const read = fc.tuple(fc.constantFrom('domain', 'domains', 'package', 'packages', 'history', 'tags'), number).map(([what, which]) =>
  happening<World>(`read ${what} ${which}`, async ({ packages, domains }) => {
    const [PackageID, DomainName, MaxResults] = [pick(packages, which), pick(domains, which), 1 + (which % 2)];
    if (what === 'domain') await ask('DescribeElasticsearchDomain', { DomainName });
    if (what === 'domains') await ask('DescribeElasticsearchDomains', { DomainNames: [DomainName, 'shop'] });
    if (what === 'package') await ask('DescribePackages', { Filters: [{ Name: 'PackageID', Value: [PackageID] }] });
    if (what === 'packages') await ask('ListPackagesForDomain', { DomainName, MaxResults });
    if (what === 'packages') await ask('ListDomainsForPackage', { PackageID, MaxResults });
    if (what === 'history') await ask('GetPackageVersionHistory', { PackageID });
    if (what === 'tags') await ask('ListTags', { ARN: `arn:aws:es:eu-central-1:111122223333:domain/${DomainName}` });
  }),
);

const effects: Readonly<Record<string, FaultEffect>> = {
  'will be slow': { type: 'SLOW', factor: 4 },
  'will fail': { type: 'FAIL_LATER', code: 'COPY_FAILED', message: 'It broke.' },
  'will fail late': { type: 'FAIL_LATER', code: 'VALIDATION_FAILED', message: 'It broke.' },
};
const fault = fc
  .tuple(fc.constantFrom('AssociatePackage', 'DissociatePackage', 'UpdatePackage'), fc.constantFrom(...Object.keys(effects)))
  .map(([operation, how]) =>
    happening<World>(`${operation} ${how}`, async ({ faults }) => faults.add({ operation, effect: effects[how] as FaultEffect })),
  );

const processing = fc
  .tuple(fc.constantFrom('shop', 'logs'), fc.constantFrom('Modifying', 'UpgradingEngineVersion', 'Isolated'), number)
  .map(([name, condition, seconds]) =>
    happening<World>(`${name} is ${condition} for ${seconds}`, async ({ simulator }) =>
      simulator.setDomainProcessing(name, seconds, condition as 'Modifying'),
    ),
  );

const time = fc.integer({ min: 1, max: 240 }).map((seconds) => happening<World>(`pass ${seconds}`, ({ pass }) => pass(seconds)));

test('random stories stay inside what the model of Elasticsearch Service allows', () =>
  live(fc.oneof(change, change, change, update, read, read, fault, processing, time, time)));
