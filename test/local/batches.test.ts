import { ElasticsearchServiceClient, UpdatePackageCommand } from '@aws-sdk/client-elasticsearch-service';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { seed, seeded } from '../../local/seed.ts';
import { place } from '../../local/world.ts';
import { openTestWorld, type TestWorld, until } from './world-harness.ts';

jest.setTimeout(60_000);

const { packages, network, services } = seeded;

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

let there: TestWorld;
const domains = Array.from({ length: 8 }, (_, index) => `domain-${index}`);
beforeAll(async () => {
  there = await openTestWorld();
  seed(there.world);
  for (const name of domains) there.world.elasticsearch.addDomain({ name });
});
afterAll(() => there.close());

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
const on = (...names: string[]) => names.map((domainName) => ({ kind: 'es-package', pair: { packageId: packages.synonyms, domainName } }));
const alertsOf = (kind: string) => there.alerts.filter(({ attributes }) => attributes?.kind?.StringValue === kind);

test('every service with a tag comes into a network, the first alone, as it was planned', async () => {
  const selector = { kind: 'lattice-service', tag: { key: 'environment', value: 'staging' }, serviceNetworkIdentifier: network };
  const plan = await ask('/plans', { selector }, 200);
  expect(plan).toMatchObject({
    summary: { change: 3, noChange: 1, blocked: 0, notPlanned: 0 },
    checks: [{ name: `quota ${network}`, result: 'PASS', message: expect.stringContaining('3 new + 1 existing = 4 of 500') }],
  });
  const { digest } = plan as unknown as { digest: string };
  const batch = await ended(await ask('/batches', { selector, canary: 1, maxConcurrency: 2, planDigest: digest }));
  expect(batch).toMatchObject({ state: 'SUCCEEDED', total: 4, counts: { SUCCEEDED: 4 }, notStarted: 0 });
  expect((await itemsOf(batch)).map(({ pair }) => pair.serviceIdentifier).sort()).toEqual(
    Object.values(services)
      .map((id) => `arn:aws:vpc-lattice:${place.region}:${place.account}:service/${id}`)
      .sort(),
  );
  expect(alertsOf('batch')).toEqual([]);
  // All of them are there now.
  expect((await there.api('POST', '/batches', { selector, planDigest: digest })).body).toMatchObject({ status: 409, code: 'plan-stale' });
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
  const [alert] = alertsOf('batch');
  expect(alertsOf('batch')).toHaveLength(1);
  expect(JSON.parse(alert?.message ?? '{}')).toMatchObject({
    what: 'batch of 4 items ended FAILED: StoppedAfterFailures',
    why: expect.stringContaining('Line 3 is no synonym.'),
    next: expect.stringContaining(`/batches/${batch.id}/retry-failed`),
  });
  const failed = (await itemsOf(batch))[1];
  expect(alertsOf('es-package').filter(({ message }) => message.includes(failed?.associationId ?? '-'))).toEqual([]);

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
  for (const domainName of ['domain-5', 'domain-6'])
    there.world.elasticsearch.addAssociation({ packageId: packages.stopwords, domainName });
  const es = new ElasticsearchServiceClient(there.clientOptions);
  await es.send(new UpdatePackageCommand({ PackageID: packages.stopwords, PackageSource: { S3BucketName: 'words', S3Key: 'words.txt' } }));
  es.destroy();
  const batch = await until(async () => {
    const { items } = (await there.api('GET', '/batches?pageSize=1')).body as { items: (ViewedBatch & { label: string | null })[] };
    return items.find(({ label }) => label === `package ${packages.stopwords} updated`);
  }, 'a batch is accepted');
  expect(await ended(batch)).toMatchObject({
    state: 'SUCCEEDED',
    total: 3,
    canary: 1,
    stopAfterFailures: 1,
    requestedBy: { type: 'EVENT', id: expect.stringMatching(/^aws.es#/) },
  });
});
