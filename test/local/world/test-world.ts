import { rmSync } from 'node:fs';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { type ApiClient, createApiClient } from '../../../local/api-client.ts';
import type { PublishedMessage } from '../../../local/topic/topic.ts';
import type { Call } from '../../../local/wire/handler.ts';
import { createWorld, place, type World } from '../../../local/world.ts';
import { type Asking, askingIn } from './asking.ts';
import { associationsOf, root, temporaryDirectory } from './harness.ts';

/** A whole world for tests, in a directory of its own, that keeps what it is told. */
export interface TestWorld extends OpenWorld, Asking {
  /** Clients of the three services. */
  readonly clients: {
    readonly es: ElasticsearchServiceClient;
    readonly lattice: VPCLatticeClient;
    readonly directConnect: DirectConnectClient;
  };
  close(): Promise<void>;
}

/** What there is of it before anything is asked. */
export interface OpenWorld extends ReturnType<typeof associationsOf> {
  readonly world: World;
  readonly api: ApiClient;
  /** What clients of the SDK are made with here. */
  readonly clientOptions: {
    readonly endpoint: string;
    readonly maxAttempts: number;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Every signed call, in order. */
  readonly calls: readonly Call[];
  readonly alerts: readonly PublishedMessage[];
  readonly complaints: readonly string[];
}

/** Starts it. Its clock hurries through all waiting. */
export async function openTestWorld(): Promise<TestWorld> {
  const directory = temporaryDirectory();
  const [calls, alerts, complaints]: [Call[], PublishedMessage[], string[]] = [[], [], []];
  const world = await createWorld({
    root,
    stateDirectory: directory,
    apiPort: 0,
    awsPort: 0,
    speed: 5_000,
    seed: 7,
    // In this world's hurry their times would come five times a second; test/reconcile has them.
    schedules: false,
    onCall: (call) => void calls.push(call),
    onPublish: (message) => void alerts.push(message),
    log: (line) => void complaints.push(line),
  });
  const api = createApiClient(world.apiUrl, { accessKeyId: 'tester', region: place.region });
  const open: OpenWorld = {
    world,
    api,
    clientOptions: {
      endpoint: world.awsUrl,
      maxAttempts: 1,
      region: place.region,
      credentials: { accessKeyId: 'tester', secretAccessKey: 'local' },
    },
    calls,
    alerts,
    complaints,
    ...associationsOf(api),
  };
  const clients = {
    es: new ElasticsearchServiceClient(open.clientOptions),
    lattice: new VPCLatticeClient(open.clientOptions),
    directConnect: new DirectConnectClient(open.clientOptions),
  };
  return {
    ...open,
    ...askingIn(open),
    clients,
    async close() {
      for (const client of Object.values(clients)) client.destroy();
      await world.verified;
      await world.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
