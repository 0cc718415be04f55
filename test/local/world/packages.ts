import { ListPackagesForDomainCommand, UpdatePackageCommand } from '@aws-sdk/client-elasticsearch-service';
import { DescribeExecutionCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { seeded } from '../../../local/seed.ts';
import { AwsError } from '../../../local/wire/service.ts';
import { byEvent, of } from './asking.ts';
import { until, type Viewed } from './harness.ts';
import type { TestWorld } from './test-world.ts';

const { packages } = seeded;

/** Packages and domains, asked for by events and over HTTP, and what CloudTrail tells of updates. */
export function packagesInTheWorld(world: () => TestWorld): void {
  describe('an Elasticsearch package', () => {
    const rowOf = async (domain: string, id: string) =>
      (await world().clients.es.send(new ListPackagesForDomainCommand({ DomainName: domain }))).DomainPackageDetailsList?.find(
        ({ PackageID }) => PackageID === id,
      );

    test('becomes ACTIVE on an event that is delivered twice, by one association, one run and one call', async () => {
      world().world.eventBridge.faults.add({ match: { 'detail-type': 'Association Requested' }, effect: { type: 'DUPLICATE' } });
      const pair = { packageId: packages.synonyms, domainName: 'logs-prod' };
      const eventId = await world().putEvent({ kind: 'es-package', pair });
      const ended = await world().endedOf(byEvent(eventId));
      expect(ended).toMatchObject({ state: 'SUCCEEDED', sideEffects: 'NONE', changed: true, run: 1 });
      expect(await rowOf('logs-prod', packages.synonyms)).toMatchObject({ DomainPackageStatus: 'ACTIVE', PackageVersion: 'v1' });
      expect((await world().list()).filter(byEvent(eventId))).toHaveLength(1);
      expect(world().made('AssociatePackage', packages.synonyms)).toHaveLength(1);
      expect(ended.history.map(({ sequence }) => sequence)).toEqual(ended.history.map((_, index) => index + 1));
    });

    test('already there is a success that changed nothing', async () => {
      const { id } = await world().post({ kind: 'es-package', pair: { packageId: packages.stopwords, domainName: 'shop-search' } });
      expect(await world().ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: false });
      expect(world().made('AssociatePackage', packages.stopwords)).toHaveLength(0);
    });

    test('updated is upgraded on every domain that has it, once, and our own calls ask for nothing', async () => {
      world().world.elasticsearch.addAssociation({ packageId: packages.stopwords, domainName: 'logs-staging' });
      const update = new UpdatePackageCommand({
        PackageID: packages.stopwords,
        PackageSource: { S3BucketName: 'words', S3Key: 'words.txt' },
      });
      world().world.faults.add({
        operation: 'UpdatePackage',
        effect: { type: 'REFUSE', error: new AwsError('ValidationException', 'No.', { status: 400 }) },
      });
      const isUpgrade = ({ requestReason }: Viewed) => requestReason === `package ${packages.stopwords} updated`;
      await expect(world().clients.es.send(update)).rejects.toThrow('No.');
      await world().clients.es.send(update);
      const upgrades = await world().asked(isUpgrade, 2);
      for (const { id } of upgrades) expect(await world().ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: true });
      for (const domain of ['shop-search', 'logs-staging'])
        expect(await rowOf(domain, packages.stopwords)).toMatchObject({ DomainPackageStatus: 'ACTIVE', PackageVersion: 'v2' });
      expect((await world().list()).filter(isUpgrade)).toHaveLength(2);
      expect(world().made('AssociatePackage', packages.stopwords)).toHaveLength(2);
    });

    test('that another request is busy with becomes the next, and is taken away afterwards', async () => {
      const pair = { packageId: packages.synonyms, domainName: 'shop-search' };
      const { id } = await world().post({ kind: 'es-package', pair });
      expect(await world().api('POST', '/associations', { kind: 'es-package', pair })).toMatchObject({
        status: 409,
        body: { code: 'association-in-progress', links: { existing: `/associations/${id}` } },
      });
      await world().putEvent({ kind: 'es-package', pair }, 'Dissociation Requested');
      const next = await world().endedOf(of(pair, 'DISSOCIATED'));
      const first = await world().ended(id);
      expect([first, next]).toMatchObject([{ state: 'SUCCEEDED' }, { state: 'SUCCEEDED', changed: true }]);
      expect(Date.parse(next.settledAt ?? '')).toBeGreaterThan(Date.parse(first.settledAt ?? ''));
      expect(await rowOf('shop-search', packages.synonyms)).toBeUndefined();
    });

    test('whose run is stopped is seen through by the next run', async () => {
      const states = new SFNClient(world().clientOptions);
      const pair = { packageId: packages.synonyms, domainName: 'logs-staging' };
      const before = world().made('AssociatePackage', packages.synonyms).length;
      // Slow enough to be stopped while the call is under way, and still in time.
      world().world.faults.add({ operation: 'AssociatePackage', effect: { type: 'SLOW', factor: 9 } });
      const { id, executionArn } = await world().post({ kind: 'es-package', pair });
      await until(async () => ((await world().read(id)).intent ? true : undefined), 'the call is under way');
      await states.send(new StopExecutionCommand({ executionArn, error: 'Somebody', cause: 'pulled the plug' }));
      const ended = await world().ended(id);
      expect(ended).toMatchObject({ state: 'SUCCEEDED', sideEffects: 'NONE', run: 2 });
      expect(ended.history.map(({ action }) => action)).toContain('Resumed');
      expect(world().made('AssociatePackage', packages.synonyms)).toHaveLength(before + 1);
      expect(await states.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'ABORTED' });
      states.destroy();
    });
  });
}
