import { describe, expect, test } from '@jest/globals';
import { intent, midnight, words } from '../record.ts';
import { createStage, durations, wait } from './stage.ts';
import { because, failing, rollingBack, said } from './taking-back.ts';

const { take } = createStage();

describe('taking back', () => {
  test('makes the one call, and writes down how it came out', async () => {
    const { answer, record, before, asked } = await take('undo', rollingBack(), { undo: { type: 'ACCEPTED', handle: null, words: said } });
    const waitSeconds = wait({ elapsed: 0, bound: durations.undo });
    expect(answer).toEqual({ outcome: 'OBSERVE_UNDO', waitSeconds, ending: null });
    expect(asked).toEqual([[before.pair, 'ASSOCIATED', before.intent, expect.objectContaining({ associationId: before.id, run: 1 })]]);
    expect(record).toMatchObject({
      undoIntent: { run: 1, since: midnight, tries: 1, triedAt: midnight + 30_000, isOut: true },
      lastCallAt: midnight + 30_000,
      step: { name: 'Undo', observed: 'DISSOCIATING', looks: 0, nextLookAt: midnight + 30_000 + waitSeconds * 1_000 },
    });
    expect(record.history.at(-1)).toMatchObject({
      action: 'AWS accepted the call that takes it back',
      words: said,
      actor: { type: 'LIAISON', id: `${before.id}-1` },
    });
  });

  test.each([
    [null, 'ACCEPTED', 'removed'],
    ['made', 'ACCEPTED', 'made'],
    [null, 'ALREADY', null],
  ])('of what the call answered %j, and taking it back %s, is known by %j from then on', async (handle, type, expected) => {
    const record = rollingBack({ intent: intent({ handle }) });
    const { record: after } = await take('undo', record, { undo: { type, handle: 'removed', words: said } });
    expect(after.intent).toEqual({ ...record.intent, handle: expected });
  });

  test.each([
    ['ALREADY', 'AWS says that it is as before already'],
    ['NOTHING_TO_UNDO', 'Nothing is there to take back'],
    ['UNKNOWN', 'The outcome of taking back is unknown'],
  ])('of which AWS answers %s is looked at right away', async (type, action) => {
    const { answer, record } = await take('undo', rollingBack(), { undo: { type, words: said } });
    expect(answer).toEqual({ outcome: 'OBSERVE_UNDO', waitSeconds: 1, ending: null });
    expect(record).toMatchObject({ undoIntent: { tries: 1, isOut: true }, step: { observed: 'DISSOCIATING' } });
    expect(record.history.at(-1)?.action).toBe(action);
  });

  test.each([
    ['THROTTLED', 1],
    ['IN_PROGRESS', 0],
  ])('that AWS answers %s is tried again later, and was no try', async (type, throttled) => {
    const { answer, record, before, ...told } = await take('undo', rollingBack(), { undo: { type, retryAfterSeconds: 300, words: said } });
    const asked = throttled ? 300 : null;
    expect(answer).toEqual({ outcome: 'NOT_YET', waitSeconds: wait({ elapsed: 30, bound: durations.undo, asked }), ending: null });
    expect(record).toMatchObject({ undoIntent: { tries: 0, triedAt: midnight + 30_000, isOut: false } });
    expect(record.history).toEqual(before.history);
    expect(told.throttled).toBe(throttled);
  });

  test.each(['THROTTLED', 'IN_PROGRESS'])('that AWS still answers %s at the bound leaves it behind', async (type) => {
    const outcome = { type, retryAfterSeconds: null, words: said };
    const early = await take('undo', rollingBack(), { undo: outcome }, { after: durations.undo - 1 });
    expect(early.answer.outcome).toBe('NOT_YET');
    const { answer } = await take('undo', rollingBack(), { undo: outcome }, { after: durations.undo });
    expect(answer).toEqual({
      outcome: 'SETTLE',
      waitSeconds: null,
      ending: {
        state: 'FAILED',
        sideEffects: 'LEFT_BEHIND',
        changed: false,
        reason: 'AwsError',
        message: 'AWS says why. Taking it back was not possible in time. AWS says so.',
        words: because.words,
      },
    });
  });

  test.each(['THROTTLED', 'IN_PROGRESS', 'REFUSED', 'CANNOT_UNDO'])(
    'that AWS answers %s at the bound may be on its way since an earlier try, and is looked at',
    async (type) => {
      const again = rollingBack({ undoIntent: failing({ tries: 1, triedAt: midnight }) });
      const outcome = { type, retryAfterSeconds: null, words: said };
      const { answer, record } = await take('undo', again, { undo: outcome }, { after: durations.undo });
      expect(answer).toEqual({ outcome: 'OBSERVE_UNDO', waitSeconds: 1, ending: null });
      expect(record).toMatchObject({ state: 'ROLLING_BACK', undoIntent: { triedAt: midnight + durations.undo * 1_000 } });
    },
  );

  test.each([
    ['REFUSED', 'AWS refused to take it back'],
    ['CANNOT_UNDO', 'It cannot be taken back'],
  ])('that AWS answers %s leaves it behind, with why it failed before why it is still there', async (type, action) => {
    const refused = words({ error: 'Denied', message: 'No rights.' });
    const { answer, record } = await take('undo', rollingBack(), { undo: { type, words: refused } });
    expect(answer.ending).toMatchObject({
      state: 'FAILED',
      sideEffects: 'LEFT_BEHIND',
      reason: 'AwsError',
      message: 'AWS says why. It could not be taken back. No rights.',
      words: because.words,
    });
    expect(record.history.at(-1)?.action).toBe(action);
    expect(record.step).toMatchObject({ observed: 'Denied', nextLookAt: null });
    const cancelled = failing({ because: { reason: 'Cancelled', message: null, words: null } });
    const without = await take('undo', rollingBack({ undoIntent: cancelled }), { undo: { type, words: refused } });
    expect(without.answer.ending).toMatchObject({ message: 'It could not be taken back. No rights.', words: refused });
  });

  test('is not done for what has been seen gone, or taken back, meanwhile', async () => {
    for (const more of [{ intent: null }, { undoIntent: null }]) {
      const { answer, asked } = await take('undo', rollingBack(more), { undo: { type: 'ACCEPTED', words: said } });
      expect(answer).toEqual({ outcome: 'OBSERVE_UNDO', waitSeconds: 1, ending: null });
      expect(asked).toEqual([]);
    }
  });
});
