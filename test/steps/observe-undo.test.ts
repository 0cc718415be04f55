import { describe, expect, test } from '@jest/globals';
import type { UndoIntent } from '../../src/association.ts';
import { midnight } from '../record.ts';
import { awsError, look } from '../statemachines/script.ts';
import { createStage, durations, wait } from './stage.ts';
import { because, failing, retried, rollingBack, said } from './taking-back.ts';

const { take } = createStage();

describe('looking whether it is taken back', () => {
  const seen = (type: Parameters<typeof look>[0], more = {}) => ({ observe: look(type, { words: said, ...more }) });
  const tried = (more: Partial<UndoIntent> = {}) => rollingBack({ undoIntent: failing({ tries: 1, triedAt: midnight, ...more }) });

  test('finds it as before: it ends ROLLED_BACK, with why it failed', async () => {
    const { answer, record } = await take('observeUndo', tried(), seen('ABSENT', { asBefore: true }), { after: 120 });
    expect(answer.ending).toEqual({
      state: 'ROLLED_BACK',
      sideEffects: 'REVERTED',
      changed: false,
      reason: 'AwsError',
      message: 'AWS says why.',
      words: because.words,
    });
    expect(record.step).toMatchObject({ name: 'ObserveUndo', observed: 'DISSOCIATING' });
    const noWords = tried({ because: { ...because, words: null } });
    expect((await take('observeUndo', noWords, seen('ABSENT', { asBefore: true }), { after: 120 })).answer.ending?.words).toEqual(said);
  });

  test('finds it as before so soon after the call that a list may not show what that made, and waits', async () => {
    for (const record of [tried(), rollingBack(), retried()]) {
      const { answer, record: after } = await take('observeUndo', record, seen('ABSENT', { asBefore: true }), { after: 119 });
      expect(answer).toEqual({ outcome: 'PENDING', waitSeconds: wait({ elapsed: 119, bound: durations.undo }), ending: null });
      expect(after).toMatchObject({ state: 'ROLLING_BACK', intent: { run: 1 } });
    }
  });

  test('finds it on its way, or not shown yet, and waits', async () => {
    const pending = await take('observeUndo', tried(), seen('PENDING'), { after: 200 });
    expect(pending.answer).toEqual({ outcome: 'PENDING', waitSeconds: wait({ elapsed: 200, bound: durations.undo }), ending: null });
    expect(pending.record.step?.nextLookAt).toBe(midnight + 200_000 + (pending.answer.waitSeconds ?? 0) * 1_000);
    const unseen = await take('observeUndo', tried(), seen('FAILED'), { after: 119 });
    expect(unseen.answer).toMatchObject({ outcome: 'PENDING', waitSeconds: wait({ elapsed: 119, bound: durations.undo }) });
  });

  test('finds it on its way though nothing was sent: that is sent now', async () => {
    expect((await take('observeUndo', rollingBack(), seen('PENDING'))).answer).toEqual({
      outcome: 'UNDO',
      waitSeconds: null,
      ending: null,
    });
  });

  test('tells the kind that it is being taken back', async () => {
    const { asked, before } = await take('observeUndo', tried(), seen('PENDING'), { after: 200 });
    expect(asked).toEqual([[before.pair, 'ASSOCIATED', before.intent, expect.objectContaining({ takingBack: true })]]);
  });

  test('finds it where it was and not as it was: it is waited for and not sent again, and left behind at the bound', async () => {
    const worse = seen('PENDING', { ours: 'NO', words: { ...said, status: 'down', message: 'It is down.' } });
    const early = await take('observeUndo', tried(), worse, { after: durations.undo - 1 });
    expect(early).toMatchObject({ answer: { outcome: 'PENDING' }, record: { step: { observed: 'down' } } });
    const { ending } = (await take('observeUndo', tried(), worse, { after: durations.undo })).answer;
    expect(ending).toMatchObject({
      state: 'FAILED',
      sideEffects: 'LEFT_BEHIND',
      message: 'AWS says why. Taking it back did not show in time. It is down.',
    });
  });

  test('finds it still there: it is taken back again, three times in all', async () => {
    expect((await take('observeUndo', rollingBack(), seen('FAILED'))).answer.outcome).toBe('UNDO');
    expect((await take('observeUndo', tried({ tries: 2 }), seen('FAILED'), { after: 120 })).answer).toEqual({
      outcome: 'UNDO',
      waitSeconds: null,
      ending: null,
    });
    const { ending } = (await take('observeUndo', tried({ tries: 3 }), seen('FAILED'), { after: 600 })).answer;
    expect(ending).toMatchObject({
      state: 'FAILED',
      sideEffects: 'LEFT_BEHIND',
      message: 'AWS says why. It was tried to take it back 3 times. AWS says so.',
    });
  });

  test('finds it still there after the last try, and gives that ten minutes to show', async () => {
    const { answer } = await take('observeUndo', tried({ tries: 3 }), seen('FAILED'), { after: 599 });
    expect(answer).toEqual({ outcome: 'PENDING', waitSeconds: wait({ elapsed: 599, bound: durations.undo }), ending: null });
  });

  test('gives what was tried just before the bound ten minutes to show, and tries no more', async () => {
    const last = tried({ tries: 2, triedAt: midnight + (durations.undo - 1) * 1_000 });
    const bound = durations.undo + 599;
    for (const found of [seen('FAILED'), seen('PENDING'), { observe: awsError('Gone', 500) }]) {
      const { answer } = await take('observeUndo', last, found, { after: bound - 1 });
      expect(answer).toEqual({ outcome: 'PENDING', waitSeconds: wait({ elapsed: bound - 1, bound }), ending: null });
    }
    const shown = tried({ tries: 2, triedAt: midnight + (durations.undo - 120) * 1_000 });
    expect((await take('observeUndo', shown, seen('FAILED'), { after: durations.undo })).answer.outcome).toBe('PENDING');
    const { ending } = (await take('observeUndo', last, seen('FAILED'), { after: bound })).answer;
    expect(ending).toMatchObject({ message: 'AWS says why. Taking it back did not show in time. AWS says so.' });
    const back = await take('observeUndo', last, seen('ABSENT', { asBefore: true }), { after: bound });
    expect(back.answer.ending).toMatchObject({ state: 'ROLLED_BACK' });
  });

  test('waits for nothing past the bound that was never sent', async () => {
    const at = midnight + durations.undo * 1_000;
    for (const never of [rollingBack(), tried({ tries: 0, triedAt: at, isOut: false })]) {
      const { ending } = (await take('observeUndo', never, seen('FAILED'), { after: durations.undo })).answer;
      expect(ending).toMatchObject({ message: 'AWS says why. Taking it back did not show in time. AWS says so.' });
    }
  });

  test('finds it on its way at the bound: it is left behind', async () => {
    expect((await take('observeUndo', tried(), seen('PENDING'), { after: durations.undo - 1 })).answer.outcome).toBe('PENDING');
    const { ending } = (await take('observeUndo', tried(), seen('PENDING'), { after: durations.undo })).answer;
    expect(ending).toMatchObject({
      sideEffects: 'LEFT_BEHIND',
      message: 'AWS says why. Taking it back did not show in time. AWS says so.',
    });
  });

  test('cannot look: it looks again, no sooner than AWS asks, and does not know at the bound', async () => {
    const busy = Object.assign(awsError('ThrottlingException', 400), { retryAfterSeconds: 400 });
    const early = await take('observeUndo', tried(), { observe: busy });
    expect(early.answer).toEqual({ outcome: 'PENDING', waitSeconds: 400, ending: null });
    expect(early.record.step?.observed).toBe('ThrottlingException');
    const late = await take('observeUndo', tried(), { observe: awsError('Gone', 500) }, { after: durations.undo });
    expect(late.answer.ending).toMatchObject({
      state: 'FAILED',
      sideEffects: 'UNKNOWN',
      reason: 'AwsError',
      message: 'AWS says why. Whether it was taken back cannot be read.',
      words: { error: 'Gone' },
    });
    const silent = tried({ because: { ...because, message: null } });
    const { ending } = (await take('observeUndo', silent, { observe: awsError('Gone', 500) }, { after: durations.undo })).answer;
    expect(ending?.message).toBe('Whether it was taken back cannot be read.');
  });

  test('has nothing to look at any more: room was found made by an earlier look', async () => {
    for (const more of [{ intent: null }, { undoIntent: null }]) {
      const { answer, asked } = await take('observeUndo', rollingBack(more), seen('ABSENT'));
      expect(answer).toEqual({ outcome: 'LOCK', waitSeconds: 1, ending: null });
      expect(asked).toEqual([]);
    }
  });

  test('finds gone what an earlier attempt left: this one begins, on what was there before', async () => {
    const { answer, record, before } = await take('observeUndo', retried(), seen('ABSENT', { asBefore: true }), { after: 120 });
    expect(answer).toEqual({ outcome: 'LOCK', waitSeconds: 1, ending: null });
    expect(record).toMatchObject({ state: 'RUNNING', intent: null, undoIntent: null, leftover: null });
    expect(record.history.at(-1)).toMatchObject({
      action: 'Taken back what an earlier attempt left',
      words: said,
      at: midnight + 120_000,
      actor: { id: `${before.id}-2` },
    });
    const unread = await take('observeUndo', retried(), { observe: awsError('Gone', 500) }, { after: 120 });
    expect(unread).toMatchObject({ answer: { outcome: 'PENDING' }, record: { state: 'ROLLING_BACK' } });
  });

  test('finds what an earlier attempt left gone so soon that the next plan would go by a list that shows it, and waits until none does', async () => {
    const again = retried({ undoIntent: failing({ run: 2, tries: 1, triedAt: midnight + 600_000 }) });
    const gone = seen('ABSENT', { asBefore: true });
    const early = await take('observeUndo', again, gone, { after: 601 });
    expect(early.answer).toEqual({ outcome: 'PENDING', waitSeconds: 119, ending: null });
    expect(early.record).toMatchObject({
      state: 'ROLLING_BACK',
      leftover: { sideEffects: 'LEFT_BEHIND' },
      step: { observed: 'DISSOCIATING' },
    });
    expect((await take('observeUndo', again, gone, { after: 720 })).answer.outcome).toBe('LOCK');
  });
});
