import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ApiClient, createApiClient } from '../local/api-client.ts';
import { createWorld, place, type World } from '../local/world.ts';
import { optionsOf } from './options.ts';

/**
 * How long a batch takes in the local world, of VPC Lattice services into three networks, and what that needs of the machine:
 * seconds from the call that makes the batch to its end, milliseconds and CPU for each item, megabytes of the process.
 * The items' own waiting is hurried through (--speed), so what is left is work.
 */
const { items, concurrency, speed } = optionsOf({ items: [1_000, 1], concurrency: [50, 1], speed: [10_000, 1] });

interface Batch {
  readonly id: string;
  readonly state: string;
  readonly counts: Readonly<Record<string, number>>;
}

const identifier = (prefix: string, number: number) => `${prefix}-${String(number).padStart(17, '0')}`;
const network = (number: number) => identifier('sn', number % 3);
const megabytes = () => Math.round(process.memoryUsage().rss / 1e6);
const say = (line: string) => void process.stdout.write(`${line}\n`);

function furnish({ lattice }: World): void {
  for (const number of [0, 1, 2]) lattice.addServiceNetwork({ id: network(number), name: `network-${number}` });
  for (let number = 0; number < items; number += 1) lattice.addService({ id: identifier('svc', number), name: `service-${number}` });
}

async function begin(api: ApiClient): Promise<Batch> {
  const { status, body } = await api('POST', '/batches', {
    maxConcurrency: concurrency,
    deadline: 'P7D',
    items: Array.from({ length: items }, (_, number) => ({
      kind: 'lattice-service',
      pair: { serviceIdentifier: identifier('svc', number), serviceNetworkIdentifier: network(number) },
    })),
  });
  if (status !== 202) throw new Error(`POST /batches answered ${status}: ${JSON.stringify(body)}`);
  return body as unknown as Batch;
}

/** The batch when it has ended; says at every tenth of it how far it is. */
async function finish(api: ApiClient, { id }: Batch, seconds: () => string): Promise<Batch> {
  for (let told = 0; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const batch = (await api('GET', `/batches/${id}`)).body as unknown as Batch;
    if (batch.state !== 'PENDING' && batch.state !== 'RUNNING') return batch;
    const begun = Object.values(batch.counts).reduce((sum, count) => sum + count, 0);
    if (begun < told + items / 10) continue;
    told = begun;
    say(`${begun} begun after ${seconds()} s, ${megabytes()} MB`);
  }
}

async function measure(world: World): Promise<void> {
  furnish(world);
  const api = createApiClient(world.apiUrl, { accessKeyId: 'bench', region: place.region });
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const elapsed = () => performance.now() - began;
  const seconds = () => (elapsed() / 1_000).toFixed(1);
  const { state, counts } = await finish(api, await begin(api), seconds);
  const { user, system } = process.cpuUsage(cpu);
  const each = (milliseconds: number) => `${(milliseconds / items).toFixed(1)} ms`;
  say(`Batch of ${items} ${state} ${JSON.stringify(counts)} after ${seconds()} s`);
  say(`${each(elapsed())} and ${each((user + system) / 1_000)} of CPU for each item, ${megabytes()} MB`);
}

const stateDirectory = mkdtempSync(join(tmpdir(), 'liaison-bench-'));
const world = await createWorld({
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  stateDirectory,
  apiPort: 0,
  awsPort: 0,
  speed,
  seed: 1,
  log: (line) => void process.stderr.write(`${line}\n`),
});
try {
  await measure(world);
} finally {
  await world.close();
  rmSync(stateDirectory, { recursive: true });
}
