import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, createApiClient } from '../../local/api-client.ts';
import { place } from '../../local/world.ts';
import { ids } from '../crash/furnish.ts';

/** How long single things took, in milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
}

/** What accepting many requests took. */
export interface Accepted {
  readonly latencies: Latencies;
  readonly perSecond: number;
  readonly ids: readonly string[];
}

export const clientOf = (api: string, by = 'crowd'): ApiClient => createApiClient(api, { accessKeyId: by, region: place.region });

/** The request for the service of that number. */
export const requestFor = (number: number, networks: number, members: object = {}) => ({
  kind: 'lattice-service',
  pair: { serviceIdentifier: ids.service(number), serviceNetworkIdentifier: ids.network(number % networks) },
  ...members,
});

/** Does `work` for every item, so many at once. */
export async function allOf<Item>(items: readonly Item[], atOnce: number, work: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const item = items[next] as Item;
      next += 1;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Sends every request, so many at once; throws when one is refused. */
export async function accept(client: ApiClient, requests: readonly object[], atOnce: number): Promise<Accepted> {
  const [times, accepted]: [number[], string[]] = [[], []];
  const began = performance.now();
  await allOf(requests, atOnce, async (request) => {
    const sent = performance.now();
    accepted.push(await acceptOne(client, request));
    times.push(performance.now() - sent);
  });
  return { latencies: latenciesOf(times), perSecond: requests.length / ((performance.now() - began) / 1_000), ids: accepted };
}

/** Milliseconds before a request is sent again: the association before has ended and not let go of the pair, or a function had no time. */
const pause = 100;

async function acceptOne(client: ApiClient, request: object): Promise<string> {
  const key = randomUUID();
  for (;;) {
    const { status, body } = await client('POST', '/associations', request, { 'idempotency-key': key });
    if (status === 202) return String(body.id);
    if (status < 500 && body.code !== 'association-in-progress')
      throw new Error(`POST /associations answered ${status}: ${JSON.stringify(body)}`);
    await sleep(pause);
  }
}

export function latenciesOf(times: readonly number[]): Latencies {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
