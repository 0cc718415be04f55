import { beforeEach, describe, expect, test } from '@jest/globals';
import { batchAlertOf } from '../../src/batches/alert.ts';
import type { Batch } from '../../src/batches/batch.ts';
import { batchStateChanged } from '../../src/batches/notices.ts';
import { batchView } from '../../src/batches/view.ts';
import { createMemoryTable } from '../memory-table.ts';
import { batchMachineArn } from './batch.ts';
import { type BatchRehearsal, createBatchRehearsal, items, type Outcome, ops, origin } from './rehearsal.ts';

const later = 50_000;
const asked = { actor: ops, at: origin + later * 1_000, comment: null };

describe('what an earlier attempt left in AWS', () => {
  let there: BatchRehearsal;
  let first: Batch;

  /** The first item brings it about, the next fails clean, and two leave something; the last is not begun. */
  const outcome: Outcome = (index, attempt) => {
    if (index === 0) return { state: 'SUCCEEDED', at: 100 };
    if (index === 1) return { state: 'FAILED', at: 100 };
    if (attempt > 1 || index === 4) return { state: 'SUCCEEDED', at: 100 };
    return { state: 'FAILED', sideEffects: index === 2 ? 'LEFT_BEHIND' : 'UNKNOWN', at: 100 };
  };

  beforeEach(async () => {
    there = createBatchRehearsal(createMemoryTable().documents, { outcome });
    const { id } = await there.accept({ items: items(5), maxConcurrency: 4, stopAfterFailures: 1 });
    first = (await there.run({ id })).batch;
  });

  const known = async () => (await there.batches.batch(first.id)) as Batch;
  const told = (batch: Batch) => {
    const { message, attributes } = batchAlertOf(batch, batchMachineArn);
    return { ...JSON.parse(message), attribute: attributes.severity.StringValue };
  };

  /** Another attempt that begins one at a time, and stops when the first has failed. */
  async function again(): Promise<Batch> {
    await there.batches.changeBatch(first.id, ({ limits }) => ({ limits: { ...limits, maxConcurrency: 1 } }));
    await there.retry(await known(), asked);
    return (await there.run(first, later)).batch;
  }

  test('is told of again where the next attempt stopped before it came to it', async () => {
    const batch = await again();
    expect(batch).toMatchObject({ endReason: 'StoppedAfterFailures', ended: { SUCCEEDED: 1, FAILED: 1 }, cursor: 1 });
    expect(told(batch)).toMatchObject({
      severity: 'left-behind',
      attribute: 'left-behind',
      inAwsNow: 'LEFT_BEHIND: 1 item (left something behind); UNKNOWN: 1 item (not known what they left)',
      next: expect.stringMatching(/^look at the items that are LEFT_BEHIND or UNKNOWN/),
    });
    const sideEffects = { NONE: 2, LEFT_BEHIND: 1, UNKNOWN: 1 };
    expect(batchStateChanged(batch)).toMatchObject({ sideEffects });
    expect(batchView(batch, batchMachineArn)).toMatchObject({ sideEffects });
  });

  test('is not told of again where the next attempt has put it right', async () => {
    await there.batches.changeBatch(first.id, ({ limits }) => ({ limits: { ...limits, stopAfterFailures: null } }));
    const batch = await again();
    expect(batch).toMatchObject({ endReason: 'ItemsFailed', ended: { SUCCEEDED: 4, FAILED: 1 } });
    expect(told(batch)).toMatchObject({ severity: 'failed', inAwsNow: 'NONE: every item that did not succeed is as it was before' });
  });

  test('is not told of by a batch that keeps none of it, as batches did before', async () => {
    const { left, ...before } = await again();
    expect(left).toEqual({ 2: 'LEFT_BEHIND', 3: 'UNKNOWN' });
    expect(told(before)).toMatchObject({ severity: 'failed', inAwsNow: 'NONE: every item that did not succeed is as it was before' });
  });
});
