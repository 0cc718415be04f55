import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { endOnSignals } from './crash/process.ts';
import { openCount } from './load/count.ts';
import { accept, allOf, clientOf, type Latencies, requestFor } from './load/crowd.ts';
import type { Memory } from './load/memory.ts';
import { steady } from './load/steady.ts';
import { type LoadedWorld, openWorld } from './load/world.ts';

/**
 * What the local world takes under load, each part in a world of its own: many that wait for an approval at once, and the recovery
 * from `kill -9` with them; many that start together; and with --minutes a steady load, to see whether memory grows.
 */
const { values } = parseArgs({
  options: {
    waiting: { type: 'string', default: '10000' },
    together: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '0' },
    concurrency: { type: 'string', default: '20' },
    speed: { type: 'string', default: '100' },
  },
});
const [waiting, together, minutes, concurrency, speed] = [
  Number(values.waiting),
  Number(values.together),
  Number(values.minutes),
  Number(values.concurrency),
  Number(values.speed),
];

/** VPC Lattice takes 500 services in a network. */
const networksFor = (services: number) => Math.ceil(services / 400);

const say = (line: string) => void process.stdout.write(`${line}\n`);
const row = (name: string, figure: string) => say(`  ${name.padEnd(52)} ${figure}`);
const latency = ({ p50, p99 }: Latencies) => `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
const memory = ({ rss, heap, external }: Memory) => `RSS ${rss} MB, heap ${heap} MB, external ${external} MB`;
const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(2)} s`;
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

async function manyWaiting(): Promise<void> {
  const networks = networksFor(waiting + 1);
  const world = await openWorld({ services: waiting + 1, networks }, speed);
  try {
    await warmUp(world, waiting, networks);
    say(`\n${waiting} associations that wait for an approval`);
    const before = await world.memory();
    row('before', memory(before));
    const requests = numbers(waiting).map((number) => requestFor(number, networks, { approval: 'REQUIRED', deadline: 'P7D' }));
    const { latencies, perSecond } = await accept(clientOf(world.api()), requests, 8);
    row('accepted, 8 at a time', `${perSecond.toFixed(0)} a second, ${latency(latencies)}`);
    const count = openCount(world.directory);
    const began = performance.now();
    await until(() => count.waitingForAnswer() === waiting);
    row('all wait, after the last was accepted', seconds(performance.now() - began));
    row('with all waiting', memory(await world.memory()));
    await sleep(untilIdle);
    const after = await world.memory();
    row('a while later, with idle functions ended', memory(after));
    row('for each of them', `RSS ${perItem(before.rss, after.rss)} KB, heap ${perItem(before.heap, after.heap)} KB`);
    row('recovered from kill -9', seconds(await world.recover()));
    const asked = performance.now();
    await clientOf(world.api())('GET', '/associations?pageSize=1');
    row('  then the first answer, with its function loaded', seconds(performance.now() - asked));
    row('  memory then', memory(await world.memory()));
    row('  still waiting', String(count.waitingForAnswer()));
    count.close();
  } finally {
    await world.close();
  }
}

const perItem = (before: number, after: number) => (((after - before) * 1_000) / waiting).toFixed(1);

async function manyTogether(): Promise<void> {
  const networks = networksFor(together + 1);
  const world = await openWorld({ services: together + 1, networks }, speed);
  try {
    await warmUp(world, together, networks);
    say(`\n${together} associations that start together`);
    row('before', memory(await world.memory()));
    const began = performance.now();
    const requests = numbers(together).map((number) => requestFor(number, networks, { approval: 'AUTO' }));
    const { latencies, perSecond } = await accept(clientOf(world.api()), requests, together);
    row('accepted, all at once', `${perSecond.toFixed(0)} a second, ${latency(latencies)}`);
    row('when all are accepted', memory(await world.memory()));
    const count = openCount(world.directory);
    await until(() => count.running() === 0);
    count.close();
    const took = performance.now() - began;
    row('all ended', `${seconds(took)}: ${(together / (took / 1_000)).toFixed(1)} a second from request to end`);
    row('then', memory(await world.memory()));
  } finally {
    await world.close();
  }
}

endOnSignals();
say(
  `Node ${process.version}, ${process.platform} ${process.arch}, speed ${speed}; the clients are a process of their own on the same machine.`,
);
if (waiting > 0) await manyWaiting();
if (together > 0) await manyTogether();
if (minutes > 0) await steady({ minutes, concurrency, speed, say });
