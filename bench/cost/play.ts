import type { Scene } from './scenes.ts';
import { type Bill, createCostWorld, type Invoked } from './world.ts';

/** What one association of a scene came to on average, once it is known what is usual. */
export interface Played {
  readonly scene: Scene;
  readonly bill: Bill;
  /** The invocations of all of them. */
  readonly invoked: readonly Invoked[];
  readonly count: number;
}

/** So many are played before what they take is counted: by then it is known what is usual. */
const first = 5;

/** Plays a scene so many times, one after the other, each with a pair of its own, in a world of its own. */
export async function play(scene: Scene, count: number, offset: number): Promise<Played> {
  const world = await createCostWorld();
  const before = { bill: world.totals(), invoked: 0 };
  try {
    for (let number = 0; number < first + count; number += 1) {
      if (number === first) Object.assign(before, { bill: world.totals(), invoked: world.invoked.length });
      await one(world, scene, offset + number);
    }
    const after = world.totals();
    const bill = Object.fromEntries(
      Object.entries(after).map(([member, figure]) => [member, (figure - before.bill[member as keyof Bill]) / count]),
    ) as unknown as Bill;
    return { scene, bill, invoked: world.invoked.slice(before.invoked), count };
  } finally {
    world.close();
  }
}

async function one(world: Awaited<ReturnType<typeof createCostWorld>>, scene: Scene, number: number): Promise<void> {
  const pair = scene.furnish(world.simulators, number);
  if (scene.fails) world.failing.add('awsChangeFails');
  const body = { kind: scene.kind, pair, ...(!scene.approved && { approval: 'AUTO' }) };
  const { id } = (await world.call('POST /associations', null, body, { key: `key-${number}` })) as { id: string };
  if (scene.approved) {
    await world.until(async () => (await world.record(id)).approvalRequest !== null);
    const { version, approvalRequest } = await world.record(id);
    await world.call('POST /associations/{id}/approve', id, { planDigest: approvalRequest?.digest }, { version, by: 'approver' });
  }
  await world.until(async () => (await world.record(id)).settledAt !== null && world.isIdle());
  const { state, endReason, endMessage } = await world.record(id);
  if (state !== scene.ends) throw new Error(`${scene.name} ended ${state}: ${endReason}: ${endMessage}`);
}
