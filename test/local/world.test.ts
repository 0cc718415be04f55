import { AssociateHostedConnectionCommand, DescribeHostedConnectionsCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { ElasticsearchServiceClient, ListPackagesForDomainCommand, UpdatePackageCommand } from '@aws-sdk/client-elasticsearch-service';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import {
  ListServiceNetworkServiceAssociationsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { seed, seeded } from '../../local/seed.ts';
import { AwsError } from '../../local/wire/service.ts';
import { place } from '../../local/world.ts';
import { batchesInTheWorld } from './world-batches.ts';
import { commandLineInTheWorld } from './world-command-line.ts';
import { decisionsInTheWorld } from './world-decisions.ts';
import { grantsInTheWorld } from './world-grants.ts';
import { openTestWorld, type TestWorld, until, type Viewed } from './world-harness.ts';
import { tagsInTheWorld } from './world-tags.ts';

jest.setTimeout(180_000);

const { packages, network, services, lags, interconnect, hostedConnections } = seeded;
const serviceArn = (id: string) => `arn:aws:vpc-lattice:${place.region}:${place.account}:service/${id}`;
const networkTag = 'liaison:service-network';

let there: TestWorld;
let [es, lattice, directConnect]: [ElasticsearchServiceClient, VPCLatticeClient, DirectConnectClient] = [] as never;
beforeAll(async () => {
  there = await openTestWorld();
  seed(there.world);
  es = new ElasticsearchServiceClient(there.clientOptions);
  lattice = new VPCLatticeClient(there.clientOptions);
  directConnect = new DirectConnectClient(there.clientOptions);
});
afterAll(async () => {
  for (const client of [es, lattice, directConnect]) client.destroy();
  await there.close();
});

/** Asks by an event on the bus. */
async function putEvent(detail: object, DetailType = 'Association Requested'): Promise<string> {
  const client = new EventBridgeClient(there.clientOptions);
  const [bus] = there.world.configuration.buses;
  const { Entries } = await client.send(
    new PutEventsCommand({ Entries: [{ EventBusName: bus?.name, Source: 'tests', DetailType, Detail: JSON.stringify(detail) }] }),
  );
  client.destroy();
  return Entries?.[0]?.EventId ?? '';
}

const byEvent = (id: string) => (association: Viewed) => association.requestedBy.id.endsWith(`#${id}`);
const of = (pair: Readonly<Record<string, string>>, desired: string) => (association: Viewed) =>
  association.desired === desired && Object.entries(pair).every(([name, value]) => association.pair[name] === value);

/** The one association that an event became, once it has ended. */
async function endedOf(matches: (association: Viewed) => boolean): Promise<Viewed> {
  const [association] = await there.asked(matches);
  return there.ended(association?.id ?? '');
}

async function post(body: object): Promise<Viewed> {
  const answer = await there.api('POST', '/associations', body);
  expect(answer.status).toBe(202);
  return answer.body as unknown as Viewed;
}

const rowOf = async (domain: string, id: string) =>
  (await es.send(new ListPackagesForDomainCommand({ DomainName: domain }))).DomainPackageDetailsList?.find(
    ({ PackageID }) => PackageID === id,
  );

const associationsWith = async (service: string) =>
  (await lattice.send(new ListServiceNetworkServiceAssociationsCommand({ serviceIdentifier: service }))).items ?? [];

/** Calls of one operation so far that AWS took. */
const made = (operation: string, value?: string) =>
  there.calls.filter((call) => call.operation === operation && !call.error && (!value || Object.values(call.input ?? {}).includes(value)));

const parked = () => there.world.queues.list(there.world.configuration.queues[0]?.name ?? '');
const parkedWith = (text: string) =>
  until(() => parked().find(({ attributes }) => attributes.REASON?.StringValue?.includes(text)), `an event is parked with: ${text}`);

describe('an Elasticsearch package', () => {
  test('becomes ACTIVE on an event that is delivered twice, by one association, one run and one call', async () => {
    there.world.eventBridge.faults.add({ match: { 'detail-type': 'Association Requested' }, effect: { type: 'DUPLICATE' } });
    const pair = { packageId: packages.synonyms, domainName: 'logs-prod' };
    const eventId = await putEvent({ kind: 'es-package', pair });
    const ended = await endedOf(byEvent(eventId));
    expect(ended).toMatchObject({ state: 'SUCCEEDED', sideEffects: 'NONE', changed: true, run: 1 });
    expect(await rowOf('logs-prod', packages.synonyms)).toMatchObject({ DomainPackageStatus: 'ACTIVE', PackageVersion: 'v1' });
    expect((await there.list()).filter(byEvent(eventId))).toHaveLength(1);
    expect(made('AssociatePackage', packages.synonyms)).toHaveLength(1);
    expect(ended.history.map(({ sequence }) => sequence)).toEqual(ended.history.map((_, index) => index + 1));
  });

  test('already there is a success that changed nothing', async () => {
    const { id } = await post({ kind: 'es-package', pair: { packageId: packages.stopwords, domainName: 'shop-search' } });
    expect(await there.ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: false });
    expect(made('AssociatePackage', packages.stopwords)).toHaveLength(0);
  });

  test('updated is upgraded on every domain that has it, once, and our own calls ask for nothing', async () => {
    there.world.elasticsearch.addAssociation({ packageId: packages.stopwords, domainName: 'logs-staging' });
    const update = new UpdatePackageCommand({
      PackageID: packages.stopwords,
      PackageSource: { S3BucketName: 'words', S3Key: 'words.txt' },
    });
    there.world.faults.add({
      operation: 'UpdatePackage',
      effect: { type: 'REFUSE', error: new AwsError('ValidationException', 'No.', { status: 400 }) },
    });
    const isUpgrade = ({ requestReason }: Viewed) => requestReason === `package ${packages.stopwords} updated`;
    await expect(es.send(update)).rejects.toThrow('No.');
    await es.send(update);
    const upgrades = await there.asked(isUpgrade, 2);
    for (const { id } of upgrades) expect(await there.ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: true });
    for (const domain of ['shop-search', 'logs-staging'])
      expect(await rowOf(domain, packages.stopwords)).toMatchObject({ DomainPackageStatus: 'ACTIVE', PackageVersion: 'v2' });
    expect((await there.list()).filter(isUpgrade)).toHaveLength(2);
    expect(made('AssociatePackage', packages.stopwords)).toHaveLength(2);
  });

  test('that another request is busy with becomes the next, and is taken away afterwards', async () => {
    const pair = { packageId: packages.synonyms, domainName: 'shop-search' };
    const { id } = await post({ kind: 'es-package', pair });
    expect(await there.api('POST', '/associations', { kind: 'es-package', pair })).toMatchObject({
      status: 409,
      body: { code: 'association-in-progress', links: { existing: `/associations/${id}` } },
    });
    await putEvent({ kind: 'es-package', pair }, 'Dissociation Requested');
    const next = await endedOf(of(pair, 'DISSOCIATED'));
    const first = await there.ended(id);
    expect([first, next]).toMatchObject([{ state: 'SUCCEEDED' }, { state: 'SUCCEEDED', changed: true }]);
    expect(Date.parse(next.settledAt ?? '')).toBeGreaterThan(Date.parse(first.settledAt ?? ''));
    expect(await rowOf('shop-search', packages.synonyms)).toBeUndefined();
  });

  test('whose run is stopped is seen through by the next run', async () => {
    const states = new SFNClient(there.clientOptions);
    const pair = { packageId: packages.synonyms, domainName: 'logs-staging' };
    const before = made('AssociatePackage', packages.synonyms).length;
    // Slow enough to be stopped while the call is under way, and still in time.
    there.world.faults.add({ operation: 'AssociatePackage', effect: { type: 'SLOW', factor: 9 } });
    const { id, executionArn } = await post({ kind: 'es-package', pair });
    await until(async () => ((await there.read(id)).intent ? true : undefined), 'the call is under way');
    await states.send(new StopExecutionCommand({ executionArn, error: 'Somebody', cause: 'pulled the plug' }));
    const ended = await there.ended(id);
    expect(ended).toMatchObject({ state: 'SUCCEEDED', sideEffects: 'NONE', run: 2 });
    expect(ended.history.map(({ action }) => action)).toContain('Resumed');
    expect(made('AssociatePackage', packages.synonyms)).toHaveLength(before + 1);
    expect(await states.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'ABORTED' });
    states.destroy();
  });
});

describe('a VPC Lattice service', () => {
  test('is associated by its tag, and what Liaison made is taken back when the tag goes', async () => {
    const pair = { serviceIdentifier: serviceArn(services.orders) };
    await lattice.send(new TagResourceCommand({ resourceArn: serviceArn(services.orders), tags: { [networkTag]: network } }));
    expect(await endedOf(of(pair, 'ASSOCIATED'))).toMatchObject({ state: 'SUCCEEDED', changed: true });
    expect(await associationsWith(services.orders)).toMatchObject([{ status: 'ACTIVE', serviceNetworkId: network }]);
    await lattice.send(new UntagResourceCommand({ resourceArn: serviceArn(services.orders), tagKeys: [networkTag] }));
    // Who looks late after the tag that has just been seen through may ask for the same; one of them takes it away.
    const [taken] = await there.asked((one) => of(pair, 'DISSOCIATED')(one) && one.changed === true);
    expect(taken).toMatchObject({ state: 'SUCCEEDED' });
    expect(await associationsWith(services.orders)).toEqual([]);
  });

  test('associated by hand stays when its tag goes', async () => {
    there.world.lattice.addAssociation({
      serviceArn: serviceArn(services.stock),
      serviceNetworkArn: `arn:aws:vpc-lattice:${place.region}:${place.account}:servicenetwork/${network}`,
    });
    const pair = { serviceIdentifier: serviceArn(services.stock) };
    await lattice.send(new TagResourceCommand({ resourceArn: serviceArn(services.stock), tags: { [networkTag]: network } }));
    expect(await endedOf(of(pair, 'ASSOCIATED'))).toMatchObject({ state: 'SUCCEEDED', changed: false });
    await lattice.send(new UntagResourceCommand({ resourceArn: serviceArn(services.stock), tagKeys: [networkTag] }));
    const lookedUp = () => there.calls.some(({ accessKeyId, input }) => accessKeyId === 'lattice-service' && input?.resourceArn);
    await until(() => lookedUp() || undefined, 'whose the association is has been looked up');
    const taken = (await there.list()).filter(of(pair, 'DISSOCIATED'));
    for (const { id } of taken) expect(await there.ended(id)).toMatchObject({ changed: false });
    expect(await associationsWith(services.stock)).toMatchObject([{ status: 'ACTIVE' }]);
  });

  test('tagged with two networks is parked, and nothing is started', async () => {
    await lattice.send(
      new TagResourceCommand({ resourceArn: serviceArn(services.mail), tags: { [networkTag]: `${network} sn-0other0000000000` } }),
    );
    expect(JSON.parse((await parkedWith('names 2 service networks')).body)).toMatchObject({ resources: [serviceArn(services.mail)] });
    expect((await there.list()).filter(of({ serviceIdentifier: serviceArn(services.mail) }, 'ASSOCIATED'))).toEqual([]);
  });

  test('whose association fails in AWS is rolled back, and somebody is told in five lines', async () => {
    there.world.faults.add({
      operation: 'CreateServiceNetworkServiceAssociation',
      resource: network,
      effect: { type: 'FAIL_LATER', code: 'InternalError', message: 'It could not be created.' },
    });
    const pair = { serviceIdentifier: services.payments, serviceNetworkIdentifier: network };
    const { id } = await post({ kind: 'lattice-service', pair });
    expect(await there.ended(id)).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED' });
    expect(await associationsWith(services.payments)).toEqual([]);
    const alert = await until(() => there.alerts.find(({ message }) => message.includes(id)), 'an alert');
    expect(JSON.parse(alert.message)).toMatchObject({
      id,
      severity: 'failed',
      what: expect.stringContaining('ended ROLLED_BACK'),
      why: expect.stringMatching(/It could not be created\..*AWS request id/),
      inAwsNow: expect.stringContaining('REVERTED'),
      next: expect.stringContaining('request it again'),
      evidence: expect.stringContaining(id),
    });
    const details = made('PutEvents').flatMap(({ input }) => (input?.Entries as { DetailType: string; Detail: string }[]) ?? []);
    const changes = details.filter(({ DetailType }) => DetailType === 'Association State Changed').map(({ Detail }) => JSON.parse(Detail));
    expect(changes.find((change) => change.id === id)).toMatchObject({
      schemaVersion: '1.0',
      state: 'ROLLED_BACK',
      sideEffects: 'REVERTED',
    });
  });
});

describe('a Direct Connect hosted connection', () => {
  const childrenOf = async (connectionId: string) =>
    ((await directConnect.send(new DescribeHostedConnectionsCommand({ connectionId }))).connections ?? []).map((each) => each.connectionId);

  test('is moved when the request says so', async () => {
    const pair = { connectionId: hostedConnections.shop, parentConnectionId: interconnect };
    const { id } = await post({ kind: 'dx-hosted-connection', pair, approval: 'AUTO' });
    expect(await there.ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: true });
    expect(await childrenOf(interconnect)).toContain(hostedConnections.shop);
  });

  test('goes back where it was when the move goes wrong and the request wants that', async () => {
    there.world.faults.add({
      operation: 'AssociateHostedConnection',
      effect: { type: 'FAIL_LATER', code: 'down', message: 'It is down.' },
    });
    const pair = { connectionId: hostedConnections.bank, parentConnectionId: lags.east };
    const { id } = await post({ kind: 'dx-hosted-connection', pair, approval: 'AUTO', onFailure: 'ROLL_BACK' });
    expect(await there.ended(id)).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED' });
    expect(await childrenOf(interconnect)).toContain(hostedConnections.bank);
    expect(made('AssociateHostedConnection', hostedConnections.bank)).toHaveLength(2);
  });

  test('moved by another hand meanwhile is not moved again', async () => {
    const move = { connectionId: hostedConnections.clinic, parentConnectionId: lags.east };
    await directConnect.send(new AssociateHostedConnectionCommand(move));
    const { id } = await post({ kind: 'dx-hosted-connection', pair: move, approval: 'AUTO' });
    expect(await there.ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: false });
    expect(made('AssociateHostedConnection', hostedConnections.clinic)).toHaveLength(1);
  });
});

describe('the HTTP API', () => {
  test('refuses who does not sign', async () => {
    expect((await fetch(`${there.world.apiUrl}/associations`)).status).toBe(403);
    expect((await fetch(`${there.world.apiUrl}/associations`, { method: 'POST', body: '{}' })).status).toBe(403);
  });

  test('names every problem of a body', async () => {
    const { status, headers, body } = await there.api('POST', '/associations', {
      kind: 'es-package',
      pair: { packageId: '', domainName: 'X', other: 1 },
      mode: 'fast',
      deadline: 'soon',
    });
    expect([status, headers['content-type']]).toEqual([422, 'application/problem+json']);
    const paths = (body.errors as { path: string }[]).map(({ path }) => path);
    expect(new Set(paths)).toEqual(new Set(['pair.packageId', 'pair.domainName', 'pair.other', 'mode', 'deadline']));
  });

  test('refuses an unknown kind, a body of 1 MB and ids that are none', async () => {
    expect(await there.api('POST', '/associations', { kind: 'nat-gateway', pair: {} })).toMatchObject({ status: 422 });
    expect(await there.api('POST', '/associations', { reason: 'x'.repeat(2 ** 20) })).toMatchObject({ status: 413 });
    expect(await there.api('GET', '/associations/assoc_none')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await there.api('GET', '/associations?pageSize=0&color=red')).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ path: 'color' }), expect.objectContaining({ path: 'pageSize' })]) },
    });
  });

  test('gives a repeat with the same Idempotency-Key the same association, and refuses another body', async () => {
    const headers = { 'idempotency-key': 'once' };
    const body = { kind: 'es-package', pair: { packageId: packages.stopwords, domainName: 'shop-search' } };
    const [one, two] = [await there.api('POST', '/associations', body, headers), await there.api('POST', '/associations', body, headers)];
    // The second may find it ended: time flies here.
    expect([one.status, two.body.id]).toEqual([202, one.body.id]);
    expect(await there.api('POST', '/associations', { ...body, reason: 'other' }, headers)).toMatchObject({ status: 422 });
    await there.ended(String(one.body.id));
  });

  test('lists in pages, newest first', async () => {
    const first = await there.api('GET', '/associations?pageSize=2');
    const second = await there.api('GET', `/associations?pageSize=2&pageToken=${first.body.nextPageToken}`);
    const ids = [first, second].flatMap(({ body }) => (body.items as Viewed[]).map(({ id }) => id));
    expect(ids).toEqual((await there.list()).slice(0, 4).map(({ id }) => id));
  });
});

test('an event that cannot be used is parked with every reason', async () => {
  await putEvent({ kind: 'es-package', pair: { packageId: 'F1' }, speed: 9 });
  expect((await parkedWith('detail.speed')).attributes.REASON?.StringValue).toContain('detail.pair.domainName');
});

decisionsInTheWorld(() => there);

batchesInTheWorld(() => there);

commandLineInTheWorld(() => there);

tagsInTheWorld(() => there);

grantsInTheWorld(() => there);

test('nothing was complained about but what was refused on purpose', () => {
  expect(there.complaints.filter((line) => !/^(GET|POST) /.test(line))).toEqual([]);
});
