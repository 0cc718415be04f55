import { ElasticsearchServiceClient, UpdatePackageCommand } from '@aws-sdk/client-elasticsearch-service';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { until } from './harness.ts';
import type { TestWorld } from './test-world.ts';

const network = 'sn-0ba1c400000000001';
const services = ['svc-0ba1c400000000001', 'svc-0ba1c400000000002', 'svc-0ba1c400000000003', 'svc-0ba1c400000000004'];
const packages = { added: 'F555555551', updated: 'F555555552' };
const domains = Array.from({ length: 8 }, (_, index) => `domain-${index}`);

interface ViewedBatch {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly message: string;
  readonly total: number;
  readonly notStarted: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly attempt: { readonly number: number };
  readonly settledAt: string | null;
  readonly noticesSent: boolean | null;
}

interface ViewedItem {
  readonly index: number;
  readonly pair: Readonly<Record<string, string>>;
  readonly associationId: string | null;
  readonly state: string | null;
}

/** A network and services with a tag of their own, one of them associated; packages and domains of their own. Gives the services' ARNs. */
function furnish({ lattice, elasticsearch }: TestWorld['world']): string[] {
  const { arn: serviceNetworkArn } = lattice.addServiceNetwork({ id: network, name: 'batch-network' });
  const arns = services.map((id) => lattice.addService({ id, name: `batch-${id}`, tags: { wave: 'one' } }).arn);
  lattice.addAssociation({ serviceArn: arns[0] as string, serviceNetworkArn });
  for (const [name, id] of Object.entries(packages)) elasticsearch.addPackage({ id, name });
  for (const name of domains) elasticsearch.addDomain({ name });
  return arns;
}

/** Batches in the whole world, over HTTP. */
export function batchesInTheWorld(world: () => TestWorld): void {
  describe('a batch', () => {
    let there: TestWorld;
    let arns: string[];
    beforeAll(() => {
      there = world();
      arns = furnish(there.world);
    });

    async function ask(path: string, body: object = {}, status = 202): Promise<ViewedBatch> {
      const answer = await there.api('POST', path, body);
      expect([answer.status, answer.body]).toEqual([status, expect.anything()]);
      return answer.body as unknown as ViewedBatch;
    }

    /** The batch, once it has ended and that was told. */
    const ended = ({ id }: { id: string }) =>
      until(async () => {
        const batch = (await there.api('GET', `/batches/${id}`)).body as unknown as ViewedBatch;
        return batch.settledAt && batch.noticesSent ? batch : undefined;
      }, `${id} ends`);

    const itemsOf = async ({ id }: { id: string }) => (await there.api('GET', `/batches/${id}/items`)).body.items as ViewedItem[];
    const on = (...names: string[]) => names.map((domainName) => ({ kind: 'es-package', pair: { packageId: packages.added, domainName } }));
    const alertsOf = (kind: string, id: string) =>
      there.alerts.filter(({ attributes, message }) => attributes?.kind?.StringValue === kind && message.includes(id));

    test('every service with a tag comes into a network, the first alone, as it was planned', async () => {
      const selector = { kind: 'lattice-service', tag: { key: 'wave', value: 'one' }, serviceNetworkIdentifier: network };
      const plan = await ask('/plans', { selector }, 200);
      expect(plan).toMatchObject({
        summary: { change: 3, noChange: 1, blocked: 0, notPlanned: 0 },
        checks: [{ name: `quota ${network}`, result: 'PASS', message: expect.stringContaining('3 new + 1 existing = 4 of 500') }],
      });
      const { digest } = plan as unknown as { digest: string };
      const batch = await ended(await ask('/batches', { selector, canary: 1, maxConcurrency: 2, planDigest: digest }));
      expect(batch).toMatchObject({ state: 'SUCCEEDED', total: 4, counts: { SUCCEEDED: 4 }, notStarted: 0 });
      expect((await itemsOf(batch)).map(({ pair }) => pair.serviceIdentifier).sort()).toEqual(arns);
      expect(alertsOf('batch', batch.id)).toEqual([]);
      // All of them are there now.
      expect((await there.api('POST', '/batches', { selector, planDigest: digest })).body).toMatchObject({
        status: 409,
        code: 'plan-stale',
      });
    });

    test('an item that fails stops the batch, is told of with it, and is retried with the rest', async () => {
      there.world.faults.add({
        operation: 'AssociatePackage',
        resource: 'domain-1',
        effect: { type: 'FAIL_LATER', code: 'InvalidDictionary', message: 'Line 3 is no synonym.' },
      });
      const asked = await ask('/batches', {
        items: on('domain-0', 'domain-1', 'domain-2', 'domain-3'),
        maxConcurrency: 1,
        stopAfterFailures: 1,
      });
      const batch = await ended(asked);
      expect(batch).toMatchObject({ state: 'FAILED', reason: 'StoppedAfterFailures', notStarted: 2 });
      const [alert, ...others] = alertsOf('batch', batch.id);
      expect(others).toEqual([]);
      expect(JSON.parse(alert?.message ?? '{}')).toMatchObject({
        what: 'batch of 4 items ended FAILED: StoppedAfterFailures',
        why: expect.stringContaining('Line 3 is no synonym.'),
        next: expect.stringContaining(`/batches/${batch.id}/retry-failed`),
      });
      const failed = (await itemsOf(batch))[1];
      expect(alertsOf('es-package', failed?.associationId ?? '-')).toEqual([]);

      await ask(`/batches/${batch.id}/retry-failed`, { comment: 'mended' });
      const again = await ended(batch);
      expect(again).toMatchObject({ state: 'SUCCEEDED', attempt: { number: 2 }, counts: { SUCCEEDED: 4 }, notStarted: 0 });
      const after = await itemsOf(batch);
      expect(after.map(({ state }) => state)).toEqual(Array(4).fill('SUCCEEDED'));
      expect(after[1]?.associationId).toBe(failed?.associationId);
      expect((await there.api('POST', `/batches/${batch.id}/retry-failed`, {})).body).toMatchObject({ status: 409, code: 'not-retryable' });
    });

    test('a cancelled batch lets what runs end and begins no more', async () => {
      const { id } = await ask('/batches', { items: on(...domains.slice(2)), maxConcurrency: 1, desired: 'DISSOCIATED' });
      await ask(`/batches/${id}/cancel`, { comment: 'not today' });
      const batch = await ended({ id });
      expect(batch).toMatchObject({ state: 'CANCELLED', reason: 'Cancelled', message: expect.stringContaining('not today') });
      expect(batch.notStarted).toBeGreaterThan(0);
      expect((await itemsOf(batch)).filter(({ state }) => state !== null && state !== 'SUCCEEDED')).toEqual([]);
      expect((await there.api('POST', `/batches/${id}/cancel`, {})).body).toMatchObject({ state: 'CANCELLED' });
    });

    test('an update of a package goes to its domains as one batch, of which the first is alone', async () => {
      for (const domainName of domains.slice(5)) there.world.elasticsearch.addAssociation({ packageId: packages.updated, domainName });
      const es = new ElasticsearchServiceClient(there.clientOptions);
      await es.send(
        new UpdatePackageCommand({ PackageID: packages.updated, PackageSource: { S3BucketName: 'words', S3Key: 'words.txt' } }),
      );
      es.destroy();
      const batch = await until(async () => {
        const { items } = (await there.api('GET', '/batches?pageSize=1')).body as { items: (ViewedBatch & { label: string | null })[] };
        return items.find(({ label }) => label === `package ${packages.updated} updated`);
      }, 'a batch is accepted');
      expect(await ended(batch)).toMatchObject({
        state: 'SUCCEEDED',
        total: 3,
        canary: 1,
        stopAfterFailures: 1,
        requestedBy: { type: 'EVENT', id: expect.stringMatching(/^aws.es#/) },
      });
    });
  });
}
