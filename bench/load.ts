import { setTimeout as sleep } from 'node:timers/promises';
import { endOnSignals } from './crash/process.ts';
import { openCount } from './load/count.ts';
import { accept, allOf, clientOf, type Latencies, requestFor } from './load/crowd.ts';
import type { Memory } from './load/memory.ts';
import { steady } from './load/steady.ts';
import { type LoadedWorld, openWorld } from './load/world.ts';
import { optionsOf } from './options.ts';
import { publish, type Row } from './row.ts';

/**
 * What the local world takes under load, each part in a world of its own: many that wait for an approval at once, and the recovery
 * from `kill -9` with them; many that start together; and with --minutes a steady load, to see whether memory grows.
 */
const { waiting, together, minutes, concurrency, speed } = optionsOf({
  waiting: [10_000, 0],
  together: [1_000, 0],
  minutes: [0, 0],
  concurrency: [20, 1],
  speed: [100, 1],
});

/** VPC Lattice takes 500 services in a network. */
const networksFor = (services: number) => Math.ceil(services / 400);

const say = (line: string) => void process.stdout.write(`${line}\n`);
const command = 'npm run bench:load';
const row = (what: string, figure: number, unit: string, beside: string | null = null, most: number | null = null): Row => ({
  what,
  figure,
  unit,
  beside,
  goal: most === null ? null : `≤ ${most} ${unit}`,
  reached: most === null ? null : figure <= most,
  command,
});
const latency = ({ p50, p99 }: Latencies) => `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
const memory = (what: string, { rss, heap, external }: Memory, most: number | null = null, note = '') =>
  row(what, rss, 'MB', `heap ${heap} MB, beside it ${external} MB${note}`, most);
const secondsSince = (began: number) => (performance.now() - began) / 1_000;
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

/** Milliseconds after which no environment of a function is left that has nothing to do. */
const untilIdle = 40_000;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(200);
}

/** One association from its beginning to its end, so that every function has been loaded: what is measured after it is the load. */
async function warmUp(world: LoadedWorld, number: number, networks: number): Promise<void> {
  const client = clientOf(world.api());
  const { ids } = await accept(client, [requestFor(number, networks, { approval: 'AUTO' })], 1);
  await untilEnded(world, ids);
}

async function untilEnded(world: LoadedWorld, ids: readonly string[]): Promise<void> {
  const client = clientOf(world.api());
  await allOf(ids, 4, async (id) => {
    while ((await client('GET', `/associations/${id}`)).body.settledAt === null) await sleep(100);
  });
}

async function manyWaiting(): Promise<Row[]> {
  const networks = networksFor(waiting + 1);
  const world = await openWorld({ services: waiting + 1, networks }, speed);
  const many = waiting.toLocaleString('en-US');
  try {
    await warmUp(world, waiting, networks);
    const before = await world.memory();
    const requests = numbers(waiting).map((number) => requestFor(number, networks, { approval: 'REQUIRED', deadline: 'P7D' }));
    const { latencies, perSecond } = await accept(clientOf(world.api()), requests, 8);
    const count = openCount(world.directory);
    const accepted = performance.now();
    await until(() => count.waitingForAnswer() === waiting);
    const allWait = secondsSince(accepted);
    const busy = await world.memory();
    await sleep(untilIdle);
    const after = await world.memory();
    const recovered = (await world.recover()) / 1_000;
    const asked = performance.now();
    await clientOf(world.api())('GET', '/associations?pageSize=1');
    const answered = secondsSince(asked);
    const recoveredMemory = await world.memory();
    const stillWaiting = count.waitingForAnswer();
    count.close();
    if (stillWaiting !== waiting) throw new Error(`Of ${many} that waited ${stillWaiting} do after kill -9.`);
    return [
      memory(`${many} for approval: memory (RSS) before the first`, before),
      row('  accepted, 8 at a time', perSecond, 'per second', latency(latencies)),
      row('  after the last was accepted, until all wait', allWait, 's'),
      memory('  memory when all wait', busy),
      memory(
        '  memory when they have waited a while',
        after,
        350,
        `; ${perItem(before.heap, after.heap)} KB of heap each; the rest the allocator keeps of threads that have ended, see below`,
      ),
      row('  open again after kill -9, all still waiting', recovered, 's', null, 1),
      row('  and then until the first answer', answered, 's'),
      memory('  memory then: of a process that had no such threads', recoveredMemory, 350),
    ];
  } finally {
    await world.close();
  }
}

const perItem = (before: number, after: number) => (((after - before) * 1_000) / waiting).toFixed(1);

async function manyTogether(): Promise<Row[]> {
  const networks = networksFor(together + 1);
  const world = await openWorld({ services: together + 1, networks }, speed);
  try {
    await warmUp(world, together, networks);
    const before = await world.memory();
    const began = performance.now();
    const requests = numbers(together).map((number) => requestFor(number, networks, { approval: 'AUTO' }));
    const { latencies, perSecond } = await accept(clientOf(world.api()), requests, together);
    const accepted = await world.memory();
    const count = openCount(world.directory);
    await until(() => count.running() === 0);
    count.close();
    const took = secondsSince(began);
    return [
      memory(`${together.toLocaleString('en-US')} at once: memory (RSS) before the first`, before),
      row('  accepted', perSecond, 'per second', latency(latencies)),
      memory('  memory when all are accepted', accepted),
      row('  until all have ended', took, 's', `${(together / took).toFixed(1)} a second from request to end`),
      memory('  memory then', await world.memory()),
    ];
  } finally {
    await world.close();
  }
}

endOnSignals();
const began = new Date();
const rows = [
  ...(waiting > 0 ? await manyWaiting() : []),
  ...(together > 0 ? await manyTogether() : []),
  ...(minutes > 0 ? [await steady({ minutes, concurrency, speed, say, command })] : []),
];
publish('load', rows, began, [`speed ${speed}`, 'the clients are a process of their own on the same machine']);
