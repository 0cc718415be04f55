import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Batch } from '../../src/batches/batch.ts';
import { cancelling, tooLateToCancel } from '../../src/batches/cancel.ts';
import { createMemoryTable } from '../memory-table.ts';
import { association, idOf, plan } from '../record.ts';
import { type BatchRehearsal, createBatchRehearsal, items, type Outcome, ops, origin } from './rehearsal.ts';

const later = 50_000;
const at = (seconds: number) => origin + (later + seconds) * 1_000;

describe('an item that waits for its pair in another attempt', () => {
  let there: BatchRehearsal;
  let id: string;
  let other: string;

  /** Items of which the first attempt brought none about, another attempt of them, and somebody else who has the pair of the last. */
  async function stage(count: number, outcome: Outcome, limits: object = {}): Promise<void> {
    there = createBatchRehearsal(createMemoryTable().documents, { outcome });
    id = (await there.accept({ items: items(count), ...limits })).id;
    const first = await there.run({ id });
    const last = (await there.associations(id)).find(({ batch }) => batch?.index === count - 1);
    other = idOf(1);
    const pairKey = last?.pairKey ?? '';
    await there.store.createRecord(association({ id: other, pairKey, state: 'RUNNING' }));
    await there.store.changePair(pairKey, () => ({ holder: other }));
    await there.retry(first.batch, { actor: ops, at: at(0), comment: null });
  }

  const known = async () => (await there.batches.batch(id)) as Batch;
  const look = (seconds: number) => there.steps.admit({ id, run: 2, now: at(seconds), looks: 1 });
  const cancel = () => there.batches.changeBatch(id, () => cancelling(at(1), ops, 'not today'));
  const attempts = async () => (await there.associations(id)).map(({ batch, attempt }) => [batch?.index, attempt.number]).sort();

  const failsOnce: Outcome = (_, attempt) => ({ state: attempt === 1 ? 'FAILED' : 'SUCCEEDED', at: 100 });

  describe('of a batch that is cancelled', () => {
    beforeEach(async () => {
      await stage(2, failsOnce);
      await look(0);
    });

    test('is not begun any more, and counts as not started', async () => {
      expect(tooLateToCancel(await known())).toBeUndefined();
      await cancel();
      await there.store.changeRecord(other, () => ({ state: 'SUCCEEDED' }));
      const { batch } = await there.run({ id }, later + 2);
      expect(batch).toMatchObject({ state: 'CANCELLED', endReason: 'Cancelled', ended: { SUCCEEDED: 1 }, cursor: 1, todo: [0, 1] });
      expect(batch.endMessage).toBe(`It was cancelled by ${ops.id}: not today: 1 SUCCEEDED, 1 not started.`);
      expect(await attempts()).toEqual([
        [0, 2],
        [1, 1],
      ]);
    });

    test('is begun by no look that began before: it is given back when none can be under way', async () => {
      await cancel();
      await look(60);
      expect((await known()).running).toMatchObject([{ index: 0 }, { index: 1, id: null }]);
      await look(600);
      expect((await known()).running).toMatchObject([{ index: 0 }]);
      expect(tooLateToCancel(await known())).toBeUndefined();
    });

    test('goes on where it was begun and that was never noted', async () => {
      const mine = (await there.associations(id)).find(({ batch }) => batch?.index === 1);
      const attempt = { number: 2, by: ops, firstRun: 2, at: at(1) };
      await there.store.changeRecord(mine?.id ?? '', () => ({ state: 'RUNNING', attempt }));
      await cancel();
      const { batch } = await there.run({ id }, later + 2);
      expect(batch).toMatchObject({ state: 'SUCCEEDED', ended: { SUCCEEDED: 2 }, cursor: 2 });
    });
  });

  test('of a batch that has stopped is not begun any more', async () => {
    await stage(3, () => ({ state: 'FAILED', at: 100 }), { stopAfterFailures: 1, maxConcurrency: 3 });
    const { batch } = await there.run({ id }, later);
    expect(batch).toMatchObject({ state: 'FAILED', endReason: 'StoppedAfterFailures', ended: { FAILED: 2 }, cursor: 2, running: [] });
    expect(batch.endMessage).toContain('2 FAILED, 1 not started');
    expect(await attempts()).toEqual([
      [0, 2],
      [1, 2],
      [2, 1],
    ]);
  });
});

test('an item of a first attempt that was begun and never noted goes on when its batch is cancelled', async () => {
  const there = createBatchRehearsal(createMemoryTable().documents);
  const { id } = await there.accept({ items: items(2) });
  await there.steps.admit({ id, run: 1, now: origin, looks: 1 });
  const begun = await there.associations(id);
  await there.batches.changeBatch(id, ({ running }) => ({
    running: running.map((entry) => ({ ...entry, id: null, state: null })),
    ...cancelling(origin, ops, null),
  }));
  const { batch } = await there.run({ id }, 600);
  expect(batch).toMatchObject({ state: 'SUCCEEDED', ended: { SUCCEEDED: 2 }, sideEffects: { NONE: 2 } });
  expect((await there.associations(id)).map((each) => each.id)).toEqual(begun.map((each) => each.id));
});

describe('the batch of an updated package', () => {
  const trigger = { type: 'PACKAGE_UPDATED', at: origin } as const;

  /** Its canary has brought that version about; what the rest was begun for. */
  async function restAfter(targetVersion: string | null) {
    const there = createBatchRehearsal(createMemoryTable().documents);
    const { id } = await there.accept({ items: items(3), canary: 1, stopAfterFailures: 1 });
    await there.batches.changeBatch(id, () => ({ trigger }));
    await there.steps.admit({ id, run: 1, now: origin, looks: 1 });
    const [canary] = await there.associations(id);
    expect(canary?.trigger).toEqual(trigger);
    const brought = { state: 'SUCCEEDED', sideEffects: 'NONE', plan: plan({ targetVersion }) } as const;
    await there.store.changeRecord(canary?.id ?? '', () => brought);
    await there.steps.admit({ id, run: 1, now: origin + 200_000, looks: 2 });
    const rest = (await there.associations(id)).filter(({ batch }) => batch?.index !== 0);
    expect(rest).toHaveLength(2);
    return rest.map((each) => each.trigger);
  }

  test('brings the rest to the version that its canary has tried, and to no other', async () => {
    expect(await restAfter('v2')).toEqual(Array(2).fill({ ...trigger, version: 'v2' }));
  });

  test('goes on without one where AWS says none', async () => {
    expect(await restAfter(null)).toEqual(Array(2).fill(trigger));
  });
});
