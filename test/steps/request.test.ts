import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import { cancel, intent as intentOf, midnight, plan, undoIntent, words } from '../record.ts';
import { createStage, durations, wait } from './stage.ts';

const { take, store } = createStage();

const said = words({ status: 'ASSOCIATING' });
const planned = (more: Partial<Association> = {}): Partial<Association> => ({
  plan: plan({ before: 'v1', targetVersion: 'v2' }),
  mayCall: true,
  ...more,
});
const accepted = { request: { type: 'ACCEPTED', handle: 'snsa-1', words: said } };

describe('the one call', () => {
  test('is written down before it is made, and how it came out after it', async () => {
    let written: Association | undefined;
    const { answer, record, before, asked } = await take('request', planned(), accepted, {
      meanwhile: async (id) => {
        written = await store.record(id);
      },
    });
    const intent = {
      run: 1,
      at: midnight + 30_000,
      since: midnight + 30_000,
      token: `${before.id}-1`,
      call: plan().calls[0],
      preparatory: false,
      targetVersion: 'v2',
      before: 'v1',
      handle: null,
      adopted: false,
    };
    expect(written).toMatchObject({
      intent,
      lastCallAt: midnight + 30_000,
      mayCall: false,
      step: { name: 'Request', observed: null, nextLookAt: null },
    });
    expect(asked).toEqual([[before.pair, 'ASSOCIATED', before.plan, expect.objectContaining({ token: `${before.id}-1` })]]);
    const waitSeconds = wait({ elapsed: 0, bound: durations.settle, guessed: true });
    expect(answer).toEqual({ outcome: 'OBSERVE', waitSeconds, ending: null });
    expect(record).toMatchObject({
      intent: { ...intent, handle: 'snsa-1' },
      // It has not looked yet.
      step: { name: 'Request', observed: 'ASSOCIATING', looks: 0, nextLookAt: midnight + 30_000 + waitSeconds * 1_000 },
    });
    expect(record.history.at(-1)).toMatchObject({ action: 'AWS accepted the call', words: said, actor: { id: `${before.id}-1` } });
  });

  test('that only makes room is the first of several', async () => {
    const [call] = plan().calls;
    const { record } = await take(
      'request',
      planned({ plan: plan({ calls: [{ operation: 'Remove', parameters: {} }, call as never] }) }),
      accepted,
    );
    expect(record.intent).toMatchObject({ preparatory: true, call: { operation: 'Remove' } });
  });

  test('counts what changes as its own from the first call after the before-image', async () => {
    const leftover = { intent: intentOf({ since: midnight - 5_000 }), undo: [], sideEffects: 'UNKNOWN' } as const;
    expect((await take('request', planned({ leftover }), accepted)).record.intent).toMatchObject({
      since: midnight - 5_000,
      at: midnight + 30_000,
    });
    expect((await take('request', planned({ abandoned: leftover }), accepted)).record.intent?.since).toBe(midnight + 30_000);
  });

  test('is not made without a plan that allows it, or comes too late for, or once it was given up, sent, or no longer runs', async () => {
    for (const [more, outcome, waitSeconds] of [
      [{ mayCall: false }, 'LOCK', null],
      [{ plan: null }, 'LOCK', null],
      [{ cancel }, 'LOCK', null],
      [{ state: 'AWAITING_APPROVAL' }, 'LOCK', null],
      [{ intent: intentOf() }, 'OBSERVE', 1],
      // Sent off before the plan that is there now was written.
      [{ updatedAt: midnight + 30_001 }, 'LOCK', null],
    ] as const) {
      const { answer, asked, record, before } = await take('request', planned(more), accepted);
      expect(answer).toEqual({ outcome, waitSeconds, ending: null });
      expect(asked).toEqual([]);
      expect(record).toMatchObject({ version: before.version, intent: before.intent });
    }
  });

  test('is made on a plan of the same millisecond', async () => {
    expect((await take('request', planned({ updatedAt: midnight + 30_000 }), accepted)).asked).toHaveLength(1);
  });

  test('must be named by a plan that changes something', async () => {
    await expect(take('request', planned({ plan: plan({ calls: [] }) }), accepted)).rejects.toThrow(
      'The plan changes something and names no call.',
    );
  });
});

describe('a call that AWS', () => {
  const came = (type: string, more = {}, record: Partial<Association> = {}) =>
    take('request', planned(record), { request: { type, words: words({ error: 'AwsError', message: 'AWS says why.' }), ...more } });

  test('says is so already is looked at, and not taken for its own', async () => {
    const { answer, record } = await came('ALREADY', { handle: 'snsa-9' });
    expect(answer).toEqual({ outcome: 'OBSERVE', waitSeconds: 1, ending: null });
    expect(record.intent).toMatchObject({ handle: 'snsa-9', adopted: true });
    expect(record.history.at(-1)?.action).toBe('AWS says that it is so already');
  });

  test('did not answer is looked at', async () => {
    const { answer, record } = await came('UNKNOWN');
    expect(answer).toEqual({ outcome: 'OBSERVE', waitSeconds: 1, ending: null });
    expect(record).toMatchObject({ intent: { handle: null, adopted: false }, step: { observed: 'AwsError' } });
    expect(record.history.at(-1)?.action).toBe('The outcome of the call is unknown');
  });

  test('refused ends FAILED, with nothing made', async () => {
    const { answer, record } = await came('REFUSED');
    expect(answer).toEqual({
      outcome: 'SETTLE',
      waitSeconds: null,
      ending: {
        state: 'FAILED',
        sideEffects: 'NONE',
        changed: false,
        reason: 'AwsError',
        message: 'AWS says why.',
        words: words({ error: 'AwsError', message: 'AWS says why.' }),
      },
    });
    expect(record.intent).toBeNull();
    expect(record.history.at(-1)?.action).toBe('AWS refused the call');
    const nameless = await take('request', planned(), { request: { type: 'REFUSED', words: words() } });
    expect(nameless.answer.ending?.reason).toBe('Refused');
  });

  test('refused for the moment is planned again later, and makes no line in the history', async () => {
    const { answer, record, before, throttled } = await came('THROTTLED', { retryAfterSeconds: 300 });
    expect(answer).toEqual({ outcome: 'THROTTLED', waitSeconds: wait({ elapsed: 30, bound: 3_600, asked: 300 }), ending: null });
    expect(record).toMatchObject({ intent: null, mayCall: false });
    expect(record.history).toEqual(before.history);
    expect(throttled).toBe(1);
  });

  test('has no time for waits for its turn again', async () => {
    const { answer, record, before, throttled } = await came('IN_PROGRESS');
    expect(answer).toEqual({ outcome: 'WAIT', waitSeconds: wait({ elapsed: 30, bound: 3_600 }), ending: null });
    expect(record.intent).toBeNull();
    expect(record.history).toEqual(before.history);
    expect(throttled).toBe(0);
  });

  test('refused stays on record when it is being taken back by then', async () => {
    const { record } = await take(
      'request',
      planned(),
      { request: { type: 'REFUSED', words: said } },
      { meanwhile: (id) => store.changeRecord(id, () => ({ undoIntent: undoIntent() })) },
    );
    expect(record).toMatchObject({ intent: { call: plan().calls[0], handle: null, adopted: false }, undoIntent: undoIntent() });
  });

  test('answered late brings nothing back of what has been concluded since', async () => {
    for (const intent of [null, intentOf({ at: midnight + 31_000 })]) {
      const { record } = await take('request', planned(), accepted, {
        meanwhile: (id) => store.changeRecord(id, () => ({ intent })),
      });
      expect(record.intent).toEqual(intent);
    }
  });
});
