import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, createApiClient } from '../../../local/api-client.ts';
import type { PublishedMessage } from '../../../local/topic/topic.ts';
import type { Call } from '../../../local/wire/handler.ts';
import { createWorld, place, type World } from '../../../local/world.ts';

export const root = join(import.meta.dirname, '../../..');

/** A directory of its own under the system's temporary one. */
export const temporaryDirectory = (): string => mkdtempSync(join(tmpdir(), 'liaison-test-'));

/** What a test sees of an association: the API's own view, as far as tests look at it. */
export interface Viewed {
  readonly id: string;
  readonly kind: string;
  readonly pair: Readonly<Record<string, string>>;
  readonly desired: string;
  readonly state: string;
  readonly sideEffects: string | null;
  readonly changed: boolean | null;
  readonly reason: string | null;
  readonly run: number;
  readonly settledAt: string | null;
  readonly executionArn: string;
  readonly requestedBy: { readonly type: string; readonly id: string };
  readonly requestReason: string | null;
  readonly ending: Readonly<Record<'what' | 'why' | 'inAwsNow' | 'next' | 'evidence', string>> | null;
  readonly step: { readonly name: string } | null;
  readonly intent: { readonly handle: string | null } | null;
  readonly history: readonly { readonly sequence: number; readonly at: string; readonly action: string; readonly to: string }[];
}

/** Asks again until there is an answer; throws with what was said last when that takes too long. */
export async function until<Value>(
  ask: () => Promise<Value | undefined> | Value | undefined,
  what: string,
  patience = 90_000,
): Promise<Value> {
  for (const start = performance.now(); performance.now() - start < patience; ) {
    const value = await ask();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`Not within ${patience} ms: ${what}`);
}

/** The associations of a world, as its API shows them. */
export function associationsOf(api: ApiClient) {
  const read = async (id: string) => (await api('GET', `/associations/${id}`)).body as unknown as Viewed;
  const list = async () => (await api('GET', '/associations?pageSize=100')).body.items as Viewed[];
  return {
    read,
    list,
    /** The whole of one association, once it has ended. */
    async ended(id: string): Promise<Viewed> {
      return until(async () => {
        const shown = await read(id);
        return shown.settledAt === null ? undefined : shown;
      }, `${id} ends`);
    },
    /** Those that match, once there are as many as expected. */
    asked: (matches: (association: Viewed) => boolean, count = 1): Promise<Viewed[]> =>
      until(async () => {
        const found = (await list()).filter(matches);
        return found.length >= count ? found : undefined;
      }, `${count} associations are accepted`),
  };
}

/** A whole world for tests, in a directory of its own, that keeps what it is told. */
export interface TestWorld extends ReturnType<typeof associationsOf> {
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
  close(): Promise<void>;
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
  return {
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
    async close() {
      await world.verified;
      await world.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
