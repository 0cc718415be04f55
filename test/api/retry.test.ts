import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import { intent, midnight, plan } from '../record.ts';
import { openApi, type TestApi } from './api.ts';

const planDigest = plan().digest;

describe('retrying', () => {
  let api: TestApi;
  beforeEach(() => {
    api = openApi();
  });
  afterEach(() => api.close());

  const say: TestApi['say'] = (...args) => api.say(...args);
  const recordOf = (association: Association) => api.recordOf(association);

  const failed = (more: Partial<Association> = {}) =>
    api.create({ state: 'FAILED', sideEffects: 'NONE', changed: false, endReason: 'Denied', settledAt: midnight, ...more });

  test('begins another attempt and starts its run', async () => {
    const association = await failed();
    expect(await say('retry', association, { comment: 'allowed now', planDigest })).toMatchObject({
      status: 202,
      body: { state: 'PENDING', run: 2, attempt: { number: 2, firstRun: 2 }, sideEffects: null, reason: null, settledAt: null },
    });
    expect(await recordOf(association)).toMatchObject({ planDigest });
    expect(api.runs.started).toEqual([`${association.id}-2`]);
  });

  test('twice is the same attempt', async () => {
    const association = await failed();
    await say('retry', association, {});
    expect(await say('retry', association, {}, { headers: {} })).toMatchObject({ status: 202, body: { attempt: { number: 2 } } });
  });

  test('is refused while another association has the pair, with a link to it', async () => {
    const association = await failed();
    const other = await api.create({ pairKey: association.pairKey });
    await api.table.store.changePair(association.pairKey, () => ({ holder: other.id }));
    expect(await say('retry', association, {})).toMatchObject({
      status: 409,
      body: { code: 'association-in-progress', links: { existing: `/associations/${other.id}` } },
    });
  });

  test('is refused while its ending is still being told, and may be sent again', async () => {
    const association = await failed({ outbox: { event: true, alert: true, hold: true } });
    expect(await say('retry', association, {})).toMatchObject({ status: 409, body: { code: 'still-settling', retryable: true } });
  });

  test.each(['SUCCEEDED', 'RUNNING', 'PENDING', 'AWAITING_APPROVAL'] as const)('is refused for what is %s', async (state) => {
    expect(await say('retry', await api.create({ state }), {})).toMatchObject({ status: 409, body: { code: 'not-retryable' } });
  });

  test.each(['LEFT_BEHIND', 'UNKNOWN'] as const)('keeps what is %s, and what was there before it', async (sideEffects) => {
    const association = await failed({ sideEffects, intent: intent({ before: 'first' }) });
    await say('retry', association, {});
    expect(await recordOf(association)).toMatchObject({
      intent: { before: 'first' },
      leftover: { intent: { before: 'first' }, sideEffects },
    });
  });

  test.each(['NONE', 'REVERTED'] as const)('begins afresh where the sideEffects are %s', async (sideEffects) => {
    const association = await failed({ sideEffects, intent: intent(), undoIntent: {} as never });
    await say('retry', association, {});
    expect(await recordOf(association)).toMatchObject({ intent: null, undoIntent: null, leftover: null });
  });
});
