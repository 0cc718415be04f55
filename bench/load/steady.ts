import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../../local/api-client.ts';
import type { Row } from '../row.ts';
import { accept, clientOf, requestFor } from './crowd.ts';
import type { Memory } from './memory.ts';
import { openWorld } from './world.ts';

export interface SteadyOptions {
  readonly minutes: number;
  /** Associations under way at any moment. */
  readonly concurrency: number;
  readonly speed: number;
  readonly say: (line: string) => void;
  /** Measures it again. */
  readonly command: string;
}

/**
 * Puts the same load on a world for many minutes, associating services and dissociating them again, and tells its memory each minute.
 * Gives how much of its heap it keeps for each that has ended, once the first third is over.
 */
export async function steady({ minutes, concurrency, speed, say, command }: SteadyOptions): Promise<Row> {
  const networks = 3;
  const world = await openWorld({ services: concurrency, networks }, speed);
  const client = clientOf(world.api());
  const end = performance.now() + minutes * 60_000;
  let [ended, failure]: [number, unknown] = [0, undefined];

  async function live(number: number): Promise<void> {
    for (let desired = 'ASSOCIATED'; performance.now() < end && failure === undefined; desired = opposite(desired)) {
      const { ids } = await accept(client, [requestFor(number, networks, { approval: 'AUTO', desired })], 1);
      await over(client, String(ids[0]));
      ended += 1;
    }
  }

  try {
    say(`\n${minutes} minutes with ${concurrency} associations under way at any moment`);
    const lives = Promise.all(Array.from({ length: concurrency }, (_, number) => live(number))).catch((error: unknown) => {
      failure = error;
    });
    const readings: { readonly ended: number; readonly memory: Memory }[] = [];
    for (let minute = 1; minute <= minutes && failure === undefined; minute += 1) {
      await sleep(60_000);
      const memory = await world.memory();
      readings.push({ ended, memory });
      say(
        `  minute ${String(minute).padStart(2)}  ${String(ended).padStart(6)} ended  RSS ${memory.rss} MB  heap ${memory.heap} MB  external ${memory.external} MB`,
      );
    }
    await lives;
    if (failure !== undefined) throw failure;
    const [first, last] = [readings[Math.floor(readings.length / 3)], readings.at(-1)];
    if (!first || !last || first === last) throw new Error('Memory was read too seldom to tell whether it grows: it takes three minutes.');
    const kilobytes = (of: keyof Memory) => ((last.memory[of] - first.memory[of]) * 1_000) / (last.ended - first.ended);
    return {
      what: `${minutes} minutes with ${concurrency} under way at any moment: heap kept for each that ended, after the first third`,
      figure: kilobytes('heap'),
      unit: 'KB',
      beside: `${kilobytes('rss').toFixed(1)} KB of RSS; ${last.ended} ended, ${last.memory.rss} MB at the end`,
      goal: null,
      reached: null,
      command,
    };
  } finally {
    await world.close();
  }
}

const opposite = (desired: string) => (desired === 'ASSOCIATED' ? 'DISSOCIATED' : 'ASSOCIATED');

/** Until it has ended and has let go of its pair. */
async function over(client: ApiClient, id: string): Promise<void> {
  for (;;) {
    const { body } = await client('GET', `/associations/${id}`, undefined, { prefer: 'wait=15' });
    if (body.settledAt !== null && body.noticesSent) return;
    await sleep(100);
  }
}
