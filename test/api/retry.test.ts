import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import { intent, midnight, plan, secondAttempt } from '../record.ts';
import { ana, openApi, type TestApi } from './api.ts';

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
    const record = await recordOf(association);
    expect(record).toMatchObject({ planDigest, deadlineAt: record.attempt.at + 3_600_000 });
    expect(record.history.at(-1)).toMatchObject({
      action: 'Retried',
      comment: 'allowed now',
      from: 'FAILED',
      to: 'PENDING',
      run: 2,
      attempt: 2,
    });
    expect(api.runs.started).toEqual([`${association.id}-2`]);
  });

  test('twice is the same attempt', async () => {
    const association = await failed();
    await say('retry', association, {});
    expect(await say('retry', association, {}, { headers: {} })).toMatchObject({ status: 202, body: { attempt: { number: 2 } } });
  });

  test('of somebody else, or on another plan, is refused while an attempt waits for its run; so is one of what is given up', async () => {
    const association = await failed();
    await say('retry', association, {});
    const other = { planDigest: `sha256:${'a'.repeat(64)}` };
    expect(await say('retry', association, other)).toMatchObject({ status: 409, body: { code: 'not-retryable' } });
    expect(await say('retry', association, {}, { principal: ana })).toMatchObject({ status: 409, body: { code: 'not-retryable' } });
    await say('cancel', await api.recordOf(association), {});
    expect(await say('retry', association, {})).toMatchObject({ status: 409, body: { code: 'not-retryable' } });
  });

  test.each([
    ['has not been tried before', { state: 'PENDING' }],
    ['is under way again', { state: 'RUNNING', ...secondAttempt }],
    ['has come about', { state: 'SUCCEEDED', settledAt: midnight }],
  ] as const)('is refused for what %s', async (_, more) => {
    const association = await api.create(more);
    const { by } = association.attempt;
    expect(await say('retry', association, {}, { principal: by.id })).toMatchObject({
      status: 409,
      body: { code: 'not-retryable', detail: `It is ${more.state}: only what ended without coming about can be retried.` },
    });
  });

  test('is refused once it was tried thirty times, or its record is long: it is to fit into the table', async () => {
    const tried = (number: number) => failed({ ...secondAttempt, attempt: { ...secondAttempt.attempt, number } });
    expect(await say('retry', await tried(29), {})).toMatchObject({ status: 202, body: { attempt: { number: 30 } } });
    expect(await say('retry', await tried(30), {})).toMatchObject({
      status: 409,
      body: { code: 'not-retryable', detail: 'It was tried 30 times, and its record has no room for more: request it anew.' },
    });
    const { history } = await tried(5);
    const [line] = history;
    const long = Array.from({ length: 400 }, () => ({ ...line, comment: 'c'.repeat(500) })) as typeof history;
    for (const much of [{ history: long }, { reason: 'r'.repeat(300_000) }])
      expect(await say('retry', await failed(much), {})).toMatchObject({ status: 409, body: { code: 'not-retryable' } });
    expect(await say('retry', await failed({ reason: 'r'.repeat(290_000) }), {})).toMatchObject({ status: 202 });
  });

  test.each([
    ['its first', {}],
    ['another', secondAttempt],
  ] as const)('is refused after %s attempt while another association has the pair, with a link to it', async (_, more) => {
    const association = await failed(more);
    const other = await api.create({ pairKey: association.pairKey });
    await api.table.store.changePair(association.pairKey, () => ({ holder: other.id }));
    expect(await say('retry', association, {})).toMatchObject({
      status: 409,
      body: { code: 'association-in-progress', links: { existing: `/associations/${other.id}` } },
    });
  });

  test('is refused while its ending is still being told, and may be sent again', async () => {
    const association = await failed({ outbox: { event: true, alert: true } });
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

  const left = { intent: intent({ before: 'first' }), undo: plan().undo, sideEffects: 'LEFT_BEHIND' } as const;
  const leftOf = async (more: Partial<Association>) => {
    const association = await failed({ sideEffects: 'UNKNOWN', ...secondAttempt, ...more });
    await say('retry', association, {});
    return recordOf(association);
  };

  test('looks at what the first attempt left, with what was found out about it since', async () => {
    const looked = await leftOf({ intent: left.intent, leftover: left });
    expect(looked).toMatchObject({ intent: left.intent, leftover: { ...left, sideEffects: 'UNKNOWN' }, abandoned: null });
    const notLooked = await leftOf({ intent: null, leftover: left });
    expect(notLooked).toMatchObject({ intent: left.intent, leftover: left });
  });

  test('looks at what the last attempt left of its own, and restores what was there before the first', async () => {
    const own = intent({ run: 2, before: 'first' });
    expect(await leftOf({ intent: own, leftover: left, plan: plan({ undo: [] }) })).toMatchObject({
      intent: own,
      leftover: { intent: own, undo: left.undo, sideEffects: 'UNKNOWN' },
    });
  });

  test('looks at what was given up last, where nothing else is left', async () => {
    expect(await leftOf({ intent: null, abandoned: left })).toMatchObject({ intent: left.intent, leftover: null, abandoned: left });
    expect(await leftOf({ intent: left.intent, abandoned: left })).toMatchObject({ intent: left.intent, leftover: null, abandoned: left });
    const own = intent({ run: 2 });
    expect(await leftOf({ intent: own, abandoned: left, plan: plan({ undo: [] }) })).toMatchObject({
      intent: own,
      leftover: { intent: own, undo: [], sideEffects: 'UNKNOWN' },
      abandoned: left,
    });
    expect(await leftOf({ intent: null })).toMatchObject({ state: 'PENDING', intent: null, leftover: null, abandoned: null });
  });

  test.each(['NONE', 'REVERTED'] as const)('begins afresh where the sideEffects are %s', async (sideEffects) => {
    const association = await failed({ sideEffects, intent: intent(), undoIntent: {} as never });
    await say('retry', association, {});
    expect(await recordOf(association)).toMatchObject({ intent: null, undoIntent: null, leftover: null });
  });
});
