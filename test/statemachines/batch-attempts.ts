import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { isSelf } from '../../src/approval.ts';
import type { Batch } from '../../src/batches/batch.ts';
import type { Documents } from '../../src/table.ts';
import { type BatchRehearsal, type Interference, items, type Outcome, ops, origin } from '../batches/rehearsal.ts';
import { association, idOf } from '../record.ts';

interface Stage {
  rehearse(outcome?: Outcome, interferences?: Interference[]): BatchRehearsal;
  failing(indexes: readonly number[], attempts?: { attempts: number }): Outcome;
  /** What is behind the batches of the test that runs. */
  documents(): Documents;
}

/** What becomes of a batch that is tried again. */
export function batchAttempts({ rehearse, failing, documents }: Stage): void {
  describe('another attempt', () => {
    async function failed(outcome: Outcome, body: object) {
      const rehearsal = rehearse(outcome);
      const { id } = await rehearsal.accept(body);
      await rehearsal.run({ id });
      return { ...rehearsal, id };
    }
    const again = async ({ retry, batches, id }: Awaited<ReturnType<typeof failed>>) =>
      retry((await batches.batch(id)) as Batch, { actor: ops, at: origin + 50_000_000, comment: 'mended' });

    test('retries what failed, begins what was not begun, and leaves alone what succeeded', async () => {
      const there = await failed(failing([1, 3]), { items: items(10), maxConcurrency: 2, stopAfterFailures: 2 });
      const before = await there.associations(there.id);
      expect(before.length).toBeLessThan(10);
      expect(await again(there)).toMatchObject({ type: 'RETRIED', batch: { state: 'PENDING', attempt: { number: 2, comment: 'mended' } } });
      const { batch } = await there.run(there, 50_000);
      expect(batch).toMatchObject({ state: 'SUCCEEDED', run: 2, ended: { SUCCEEDED: 10 }, cancel: null });
      const all = await there.associations(there.id);
      expect(all).toHaveLength(10);
      const tried = (index: number) => all.find((each) => each.batch?.index === index)?.attempt.number;
      expect([0, 1, 2, 3, 9].map(tried)).toEqual([1, 2, 1, 2, 1]);
      expect(there.sent.events.map(({ attempt }) => attempt.number)).toEqual([1, 2]);
    });

    test('is of whoever wants it, also for what the first did not begin: nobody approves what they set going', async () => {
      const there = await failed(failing([0], { attempts: 1 }), { items: items(3), canary: 1 });
      const ben = { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ben' } as const;
      await there.retry((await there.batches.batch(there.id)) as Batch, { actor: ben, at: origin + 50_000_000, comment: null });
      await there.run(there, 50_000);
      const all = await there.associations(there.id);
      expect(all.map(({ requestedBy, attempt }) => [requestedBy, attempt.by])).toEqual(Array(3).fill([ops, ben]));
      expect(all.every((each) => isSelf(each, ben))).toBe(true);
    });

    test('has the same limits, and can fail as well', async () => {
      const there = await failed(failing([0, 1, 2], { attempts: 2 }), { items: items(5), canary: 1 });
      await again(there);
      const { batch } = await there.run(there, 50_000);
      expect(batch).toMatchObject({ state: 'FAILED', endReason: 'CanaryFailed', ended: { FAILED: 1 } });
      expect((await there.associations(there.id)).map(({ attempt }) => attempt.number)).toEqual([2]);
    });

    test('counts what somebody has brought about meanwhile', async () => {
      const there = await failed(failing([1]), { items: items(3) });
      const broken = (await there.associations(there.id)).find((each) => each.batch?.index === 1);
      await there.store.changeRecord(broken?.id ?? '', () => ({ state: 'SUCCEEDED' }));
      expect(await again(there)).toEqual({ type: 'NOT_RETRYABLE', why: 'Every item has SUCCEEDED.' });
    });

    test('takes in what is being retried by itself', async () => {
      const there = await failed(failing([1], { attempts: 1 }), { items: items(3) });
      const broken = (await there.associations(there.id)).find((each) => each.batch?.index === 1);
      await again(there);
      await there.store.changeRecord(broken?.id ?? '', () => ({
        state: 'RUNNING',
        attempt: { number: 2, by: { type: 'IAM', id: 'x' }, firstRun: 2, at: origin + 49_000_000 },
      }));
      const { batch } = await there.run(there, 50_000);
      expect(batch).toMatchObject({ state: 'SUCCEEDED', ended: { SUCCEEDED: 3 } });
      expect((await there.store.record(broken?.id ?? ''))?.attempt.number).toBe(2);
    });

    test('waits for an item whose ending is still being told', async () => {
      const interference: Interference = { step: 'admit', call: 6, before: async () => undefined };
      const rehearsal = rehearse(failing([0]), [interference]);
      const { id } = await rehearsal.accept({ items: items(1) });
      await rehearsal.run({ id });
      const [broken] = await rehearsal.associations(id);
      await rehearsal.store.changeRecord(broken?.id ?? '', () => ({ outbox: { event: false, alert: false } }));
      interference.before = () => rehearsal.store.changeRecord(broken?.id ?? '', () => ({ outbox: null }));
      await again({ ...rehearsal, id });
      const { batch, path } = await rehearsal.run({ id }, 50_000);
      expect(batch).toMatchObject({ state: 'SUCCEEDED', ended: { SUCCEEDED: 1 } });
      expect(path.filter((state) => state === 'Admit').length).toBeGreaterThan(2);
    });

    test('retries an item that was begun and never noted', async () => {
      const there = await failed(failing([1]), { items: items(3) });
      await documents().send(new DeleteCommand({ TableName: 'liaison', Key: { pk: `BATCH#${there.id}`, sk: 'BEGUN#0000' } }));
      await again(there);
      const { batch } = await there.run(there, 50_000);
      expect(batch).toMatchObject({ state: 'SUCCEEDED', ended: { SUCCEEDED: 3 } });
      const all = await there.associations(there.id);
      expect(all.map(({ attempt }) => attempt.number).sort()).toEqual([1, 1, 2]);
    });

    test('waits for another association of the pair', async () => {
      const interference: Interference = { step: 'admit', call: 9, before: async () => undefined };
      const rehearsal = rehearse(failing([0]), [interference]);
      const { id } = await rehearsal.accept({ items: items(1) });
      await rehearsal.run({ id });
      const [broken] = await rehearsal.associations(id);
      const other = association({ id: idOf(1), pairKey: broken?.pairKey ?? '', state: 'RUNNING' });
      await rehearsal.store.createRecord(other);
      await rehearsal.store.changePair(other.pairKey, () => ({ holder: other.id }));
      interference.before = () => rehearsal.store.changeRecord(other.id, () => ({ state: 'SUCCEEDED' }));
      await again({ ...rehearsal, id });
      const { batch, path } = await rehearsal.run({ id }, 50_000);
      expect(batch).toMatchObject({ state: 'SUCCEEDED', ended: { SUCCEEDED: 1 } });
      expect(path.filter((state) => state === 'Admit').length).toBeGreaterThan(3);
    });

    test('is not begun while the batch is under way, and not twice', async () => {
      const rehearsal = rehearse();
      const batch = await rehearsal.accept({ items: items(2) }, 'another key');
      const asked = { actor: ops, at: origin, comment: null };
      expect(await rehearsal.retry(batch, asked)).toMatchObject({ type: 'NOT_RETRYABLE' });
      const there = await failed(failing([0], { attempts: 9 }), { items: items(1) });
      const twice = await Promise.all([again(there), again(there)]);
      expect(twice.filter(({ type }) => type === 'RETRIED').length).toBeGreaterThan(0);
      expect((await there.batches.batch(there.id))?.attempt.number).toBe(2);
    });
  });
}
