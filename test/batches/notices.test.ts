import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { batchAlertOf, batchFiveLines, countsText } from '../../src/batches/alert.ts';
import { createBatchNotices } from '../../src/batches/notices.ts';
import { midnight } from '../record.ts';
import { createSink, type Sink } from '../sink.ts';
import { batch, batchMachineArn } from './batch.ts';

const failed = batch({
  state: 'FAILED',
  endReason: 'ItemsFailed',
  endMessage: 'Not all is as asked for: 5 SUCCEEDED, 3 FAILED.',
  label: 'CHG-4711',
  total: 8,
  cursor: 8,
  settledAt: midnight,
  ended: { SUCCEEDED: 5, FAILED: 3 },
  sideEffects: { NONE: 6, LEFT_BEHIND: 1, UNKNOWN: 1 },
  failures: [
    {
      index: 2,
      id: 'assoc_2',
      what: 'packageId F1, domainName logs (es-package)',
      state: 'FAILED',
      reason: 'DomainFull',
      message: 'It is full.',
    },
  ],
});

describe('the notices of a batch', () => {
  let sink: Sink;
  beforeAll(async () => {
    sink = await createSink();
  });
  afterAll(() => sink.close());
  const notices = () => createBatchNotices(sink.channels, () => batchMachineArn);

  test('are an event with what is counted', async () => {
    await notices().emit(failed);
    expect(sink.events()).toMatchObject([
      {
        source: 'liaison',
        'detail-type': 'Batch State Changed',
        detail: {
          schemaVersion: '1.0',
          id: failed.id,
          sequence: 1,
          state: 'FAILED',
          reason: 'ItemsFailed',
          counts: { SUCCEEDED: 5, FAILED: 3 },
          notStarted: 0,
          sideEffects: { LEFT_BEHIND: 1, UNKNOWN: 1 },
        },
      },
    ]);
  });

  test('and an alert of five lines, with attributes to filter by', async () => {
    await notices().alert(failed);
    expect(sink.alerts()).toMatchObject([
      {
        subject: `Liaison dev: batch FAILED ${failed.id}`,
        message: {
          what: 'batch "CHG-4711" of 8 items ended FAILED: ItemsFailed',
          why: 'Not all is as asked for: 5 SUCCEEDED, 3 FAILED. Item 2 packageId F1, domainName logs (es-package): DomainFull, It is full. And 2 more.',
          inAwsNow: 'LEFT_BEHIND: 1 item (left something behind); UNKNOWN: 1 item (not known what they left)',
          next: expect.stringMatching(/^look at the items that are LEFT_BEHIND or UNKNOWN/),
          evidence: expect.stringContaining(`${batchMachineArn.replace('stateMachine', 'execution')}:${failed.id}-1`),
        },
        attributes: { kind: { StringValue: 'batch' }, severity: { StringValue: 'left-behind' } },
      },
    ]);
  });

  test('are an error when they are not taken', async () => {
    sink.refuse('event', 'ENTRY');
    await expect(notices().emit(failed)).rejects.toThrow('The bus refused the event');
  });
});

test.each([
  ['all that succeeded', { state: 'SUCCEEDED' as const, endReason: null, failures: [], sideEffects: { NONE: 8 } }, 'nothing'],
  [
    'what was cancelled',
    { state: 'CANCELLED' as const, endReason: 'Cancelled', sideEffects: {} },
    /^nothing, or go on with what was not started/,
  ],
  ['what failed and left nothing', { sideEffects: { REVERTED: 3 } }, /^mend the cause, then retry what failed/],
])('what to do next about %s', (_, more, next) => {
  expect(batchFiveLines({ ...failed, ...more }, batchMachineArn).next).toMatch(next);
});

test('an alert is short enough for SNS however much failed', () => {
  const failure = {
    index: 1,
    id: 'assoc_1',
    what: 'x'.repeat(300),
    state: 'FAILED' as const,
    reason: 'R'.repeat(60),
    message: 'm'.repeat(300),
  };
  const { subject, message } = batchAlertOf({ ...failed, failures: Array(5).fill(failure) }, batchMachineArn);
  expect([subject.length <= 100, message.length < 10_000]).toEqual([true, true]);
});

test('a batch whose run died tells what is under way from what may never have been begun', () => {
  const running = [{ index: 0, id: 'assoc_a', state: null }, ...[1, 2].map((index) => ({ index, id: null, state: null }))];
  const inAwsNow = (some: typeof running) =>
    batchFiveLines(batch({ state: 'FAILED', endReason: 'RunDied', running: some }), batchMachineArn).inAwsNow;
  expect(inAwsNow(running)).toBe('1 item still under way; 2 items about to be begun, and perhaps not');
  expect(inAwsNow(running.slice(1, 2))).toBe('1 item about to be begun, and perhaps not');
});

test('a batch of which nothing was begun says so', () => {
  expect(countsText(batch({ total: 0 }))).toBe('nothing was started');
  expect(countsText(batch({ total: 3, cursor: 1, ended: { EXPIRED: 1 } }))).toBe('1 EXPIRED, 2 not started');
});
