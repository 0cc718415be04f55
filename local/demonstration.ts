import { DescribeHostedConnectionsCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { ElasticsearchServiceClient, ListPackagesForDomainCommand } from '@aws-sdk/client-elasticsearch-service';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListServiceNetworkServiceAssociationsCommand, TagResourceCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import type { AssociationView } from '../src/answers.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { seeded } from './seed.ts';
import { type Happening, watch } from './watch.ts';
import { place, type World } from './world.ts';

/** One request, made as its user would make it, and what must be true afterwards. */
interface Scene {
  readonly title: string;
  /** How it is asked for, as a line to read. */
  readonly asks: string;
  /** What its association is known by: somebody else may ask meanwhile. */
  readonly pair: Readonly<Record<string, string>>;
  /** Asks, and gives what was answered. */
  ask(): Promise<string>;
  /** What somebody else does about it while it is under way. */
  meanwhile?(id: string): Promise<void>;
  /** The ending it must come to. */
  readonly ends: { readonly state: string; readonly sideEffects: string };
  /** Reads AWS, not Liaison's records: what is there now, and whether that is as the ending says. */
  inAws(): Promise<{ readonly text: string; readonly asEnded: boolean }>;
}

/** What is shown of a scene, as it happens. */
export interface Audience {
  begin(number: number, scene: { readonly title: string; readonly asks: string }): void;
  happened(happening: Happening, association: string | null): void;
  ended(outcome: { readonly shown: AssociationView; readonly inAws: string; readonly asExpected: boolean }): void;
}

/**
 * Runs four real requests, one after the other; true when each ended as it must and AWS is as its ending says. Rejects when one has not
 * ended after `longest` milliseconds of the machine.
 */
export async function demonstrate(world: World, audience: Audience, longest: number): Promise<boolean> {
  const api = createApiClient(world.apiUrl, { accessKeyId: 'demo', region: place.region });
  const now = () => world.surroundings.clock.now();
  let good = true;
  for (const [index, scene] of scenes(world, api).entries()) {
    audience.begin(index + 1, scene);
    audience.happened({ at: new Date(now()).toISOString(), what: await scene.ask() }, null);
    const id = await idOf(api, scene.pair);
    const watched = watch(api, id, now, (happening) => audience.happened(happening, id), longest);
    const [shown] = await Promise.all([watched, scene.meanwhile?.(id)]);
    const { text, asEnded } = await scene.inAws();
    const asExpected = asEnded && shown.state === scene.ends.state && shown.sideEffects === scene.ends.sideEffects;
    audience.ended({ shown, inAws: text, asExpected });
    good &&= asExpected;
  }
  return good;
}

function scenes(world: World, api: ApiClient): Scene[] {
  const options = { endpoint: world.awsUrl, region: place.region, credentials: { accessKeyId: 'demo', secretAccessKey: 'local' } };
  return [esPackage(world, options), latticeService(world, options), takenVlan(api, options), approvedMove(world, api, options)];
}

/** What every client of the SDK is made with here. */
interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

function esPackage({ configuration }: World, options: ClientOptions): Scene {
  const request = { kind: 'es-package', pair: { packageId: seeded.packages.synonyms, domainName: 'logs-prod' } };
  const [bus] = configuration.buses;
  return {
    title: 'An Elasticsearch package for a domain, asked for by an event',
    asks: `PutEvents on ${bus?.name}: "Association Requested" ${JSON.stringify(request)}`,
    pair: request.pair,
    ask: async () => {
      const Entries = [{ EventBusName: bus?.name, Source: 'demo', DetailType: 'Association Requested', Detail: JSON.stringify(request) }];
      const { Entries: taken } = await new EventBridgeClient(options).send(new PutEventsCommand({ Entries }));
      return `The bus took the event: ${taken?.[0]?.EventId}`;
    },
    ends: { state: 'SUCCEEDED', sideEffects: 'NONE' },
    async inAws() {
      const { DomainPackageDetailsList = [] } = await new ElasticsearchServiceClient(options).send(
        new ListPackagesForDomainCommand({ DomainName: 'logs-prod' }),
      );
      const row = DomainPackageDetailsList.find(({ PackageID }) => PackageID === seeded.packages.synonyms);
      return {
        text: `ListPackagesForDomain logs-prod: ${row?.PackageID} ${row?.DomainPackageStatus} ${row?.PackageVersion}`,
        asEnded: row?.DomainPackageStatus === 'ACTIVE',
      };
    },
  };
}

function latticeService({ faults }: World, options: ClientOptions): Scene {
  const service = seeded.services.payments;
  const resourceArn = `arn:aws:vpc-lattice:${place.region}:${place.account}:service/${service}`;
  const tags = { 'liaison:service-network': seeded.network };
  return {
    title: 'A VPC Lattice service for a network, asked for by a tag; its creation fails in AWS',
    asks: `TagResource ${resourceArn} ${JSON.stringify(tags)}`,
    pair: { serviceIdentifier: resourceArn },
    async ask() {
      faults.add({
        operation: 'CreateServiceNetworkServiceAssociation',
        // Others may associate theirs meanwhile.
        resource: resourceArn,
        effect: { type: 'FAIL_LATER', code: 'InternalError', message: 'The association could not be created.' },
      });
      const { $metadata } = await new VPCLatticeClient(options).send(new TagResourceCommand({ resourceArn, tags }));
      return `VPC Lattice took the tag: request ${$metadata.requestId}`;
    },
    ends: { state: 'ROLLED_BACK', sideEffects: 'REVERTED' },
    async inAws() {
      const { items = [] } = await new VPCLatticeClient(options).send(
        new ListServiceNetworkServiceAssociationsCommand({ serviceIdentifier: service }),
      );
      return { text: `ListServiceNetworkServiceAssociations ${service}: ${items.length} associations`, asEnded: items.length === 0 };
    },
  };
}

function takenVlan(api: ApiClient, options: ClientOptions): Scene {
  const { hostedConnections, lags, interconnect } = seeded;
  const body = {
    kind: 'dx-hosted-connection',
    pair: { connectionId: hostedConnections.bank, parentConnectionId: lags.west },
    approval: 'AUTO',
  };
  return {
    title: 'A Direct Connect move to a LAG where its VLAN is taken, asked for over HTTP',
    asks: `POST /associations ${JSON.stringify(body)}`,
    pair: body.pair,
    ask: async () => {
      const { status, headers } = await api('POST', '/associations', body);
      return `The API answered ${status}, Location ${headers.location}`;
    },
    ends: { state: 'FAILED', sideEffects: 'NONE' },
    async inAws() {
      const { connections = [] } = await new DirectConnectClient(options).send(
        new DescribeHostedConnectionsCommand({ connectionId: interconnect }),
      );
      const there = connections.find(({ connectionId }) => connectionId === hostedConnections.bank);
      return {
        text: `DescribeHostedConnections ${interconnect}: ${there?.connectionId} ${there?.connectionState}`,
        asEnded: there?.connectionState === 'available',
      };
    },
  };
}

function approvedMove({ apiUrl }: World, api: ApiClient, options: ClientOptions): Scene {
  const { hostedConnections, lags } = seeded;
  const body = { kind: 'dx-hosted-connection', pair: { connectionId: hostedConnections.shop, parentConnectionId: lags.west } };
  const approver = createApiClient(apiUrl, { accessKeyId: 'approver', region: place.region });
  return {
    title: 'A Direct Connect move that interrupts traffic, and so waits for somebody to approve its plan',
    asks: `POST /associations ${JSON.stringify(body)}`,
    pair: body.pair,
    ask: async () => {
      const { status, headers } = await api('POST', '/associations', body);
      return `The API answered ${status}, Location ${headers.location}`;
    },
    meanwhile: (id) => approve(approver, id),
    ends: { state: 'SUCCEEDED', sideEffects: 'NONE' },
    async inAws() {
      const { connections = [] } = await new DirectConnectClient(options).send(
        new DescribeHostedConnectionsCommand({ connectionId: lags.west }),
      );
      const there = connections.find(({ connectionId }) => connectionId === hostedConnections.shop);
      return {
        text: `DescribeHostedConnections ${lags.west}: ${there?.connectionId} ${there?.connectionState}`,
        asEnded: there?.connectionState === 'available',
      };
    },
  };
}

/** Approves the plan that waits, as it was read: once more where it was written to since. */
async function approve(api: ApiClient, id: string): Promise<void> {
  for (const start = performance.now(); performance.now() - start < patience; ) {
    const { body, headers } = await api('GET', `/associations/${id}`);
    const { approvalRequest } = body as unknown as AssociationView;
    if (approvalRequest) {
      const decision = { planDigest: approvalRequest.digest, comment: 'The maintenance window is open.' };
      const { status } = await api('POST', `/associations/${id}/approve`, decision, { 'if-match': String(headers.etag) });
      if (status === 202) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${id} did not ask for an approval within ${patience} ms.`);
}

/** Milliseconds until an event must have become an association. */
const patience = 15_000;

/** The id of the association of that pair, once it is accepted. */
async function idOf(api: ApiClient, pair: Scene['pair']): Promise<string> {
  const isIts = (item: { pair: Scene['pair'] }) => Object.entries(pair).every(([name, value]) => item.pair[name] === value);
  for (const start = performance.now(); performance.now() - start < patience; ) {
    const { body } = await api('GET', '/associations?pageSize=100');
    const found = (body.items as { id: string; pair: Scene['pair'] }[] | undefined)?.find(isIts);
    if (found) return found.id;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Nothing was accepted within ${patience} ms; look for parked events.`);
}
