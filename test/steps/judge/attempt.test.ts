import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../../src/association.ts';
import type { Intent } from '../../../src/kinds/kind.ts';
import { judgeUnread } from '../../../src/steps/judge.ts';
import { association, intent as intentOf, midnight, plan, words } from '../../record.ts';
import { inputAfter, judged, lastLine, look, next, retried, running, said, surroundings } from './judged.ts';

describe('what came about', () => {
  test('is a success, in the words of AWS', () => {
    const { ending, changes } = judged(running(), look('SETTLED'));
    expect(ending).toEqual({ state: 'SUCCEEDED', sideEffects: 'NONE', changed: true, reason: null, message: 'AWS says why.', words: said });
    expect(changes).toEqual({});
  });

  test.each([
    ['of a call of this attempt, also where nobody can tell', running(), 'UNKNOWN', true],
    ['of a call that another came before', running(), 'NO', false],
    ['that was there already', running({ intent: intentOf({ adopted: true }) }), 'YES', false],
    ['of an earlier attempt that certainly made it', retried(), 'YES', true],
    ['of an earlier attempt that may have made it', retried(), 'UNKNOWN', false],
  ] as const)('%s says rightly whether it changed something', (_, record, ours, changed) => {
    expect(judged(record, look('SETTLED', { ours })).ending).toMatchObject({ state: 'SUCCEEDED', changed });
  });
});

describe('what is not there yet', () => {
  test('is looked at again, ever later after its call', () => {
    for (const after of [1, 30, 900]) expect(judged(running(), look('PENDING'), after)).toMatchObject({ answer: next(after), changes: {} });
  });

  test('of an earlier attempt is waited for from the beginning of this one', () => {
    expect(judged(retried(), look('PENDING'), 100).answer).toEqual(next(90));
    expect(judged(retried(), look('PENDING'), 3_609).answer).toEqual(next(3_599));
    expect(judged(retried(), look('PENDING'), 3_610).answer.outcome).toBe('UNDO');
  });

  test('after the bound is taken back, and says for how long it was waited', () => {
    const found = look('PENDING', { words: words({ status: 'ASSOCIATING' }) });
    expect(judged(running(), found, 3_599).answer).toEqual(next(3_599));
    const { answer, changes } = judged(running(), found, 3_600);
    expect(answer).toEqual({ outcome: 'UNDO', waitSeconds: null, ending: null });
    expect(changes.undoIntent?.because).toMatchObject({
      reason: 'NotSettledInTime',
      message: 'AWS still answered ASSOCIATING after 3600 seconds.',
    });
    const silent = judged(running(), look('PENDING', { words: words() }), 3_600);
    expect(silent.changes.undoIntent?.because.message).toBe('AWS still answered PENDING after 3600 seconds.');
  });

  test('and is as before at the bound was never made', () => {
    expect(judged(running(), look('PENDING', { asBefore: true }), 3_600).ending).toEqual({
      state: 'FAILED',
      sideEffects: 'NONE',
      changed: false,
      reason: 'NotMade',
      message: 'AWS shows nothing of what was asked for after 3600 seconds.',
      words: said,
    });
  });

  test.each([
    ['ABSENT', look('ABSENT')],
    ['ELSEWHERE, as before', look('ELSEWHERE', { asBefore: true })],
  ])('may only be unseen for ten minutes when it is %s; then it was never made', (_, found) => {
    expect(judged(running(), found, 599).answer).toEqual(next(599));
    expect(judged(running(), found, 600).ending).toMatchObject({
      state: 'FAILED',
      sideEffects: 'NONE',
      reason: 'NotMade',
      message: 'AWS shows nothing of what was asked for; it was never made.',
    });
    // Nothing takes so long where the bound is shorter.
    expect(judged(running(), found, 299, surroundings({ settle: 300 })).answer).toEqual(next(299, 300));
    expect(judged(running(), found, 300, surroundings({ settle: 300 })).ending).toMatchObject({ reason: 'NotMade' });
  });

  test('is waited for while it is elsewhere and not as before', () => {
    expect(judged(running(), look('ELSEWHERE'), 601).answer).toEqual(next(601));
  });
});

describe('what failed', () => {
  test('is taken back when it is ours, and the record says why', () => {
    const result = judged(running(), look('FAILED'));
    expect(result.answer).toEqual({ outcome: 'UNDO', waitSeconds: null, ending: null });
    expect(result.changes).toMatchObject({
      state: 'ROLLING_BACK',
      undoIntent: {
        run: 1,
        since: midnight + 30_000,
        tries: 0,
        triedAt: null,
        because: { reason: 'AwsError', message: 'AWS says why.', words: said },
      },
    });
    expect(lastLine(result)).toMatchObject({
      action: 'Taking back',
      comment: 'AWS says why.',
      words: said,
      actor: { id: `${association().id}-1` },
    });
  });

  test('without an error of AWS has a reason all the same', () => {
    const { changes } = judged(running(), look('FAILED', { words: words({ status: 'ASSOCIATION_FAILED' }) }));
    expect(changes.undoIntent?.because).toMatchObject({ reason: 'AssociationFailed', message: null });
  });

  test.each([
    ['where that is wanted', running({ onFailure: 'LEAVE' }), look('FAILED'), 'LEFT_BEHIND'],
    ['where nothing takes it back', running({ plan: plan({ undo: [] }) }), look('FAILED'), 'LEFT_BEHIND'],
    ['where it is not certain whose it is', running(), look('FAILED', { ours: 'UNKNOWN' }), 'UNKNOWN'],
    ['where it was there already', running({ intent: intentOf({ adopted: true }) }), look('FAILED'), 'NONE'],
  ] as const)('stays %s, and the ending says so', (_, record, found, sideEffects) => {
    const { ending, changes } = judged(record, found);
    expect(ending).toEqual({ state: 'FAILED', sideEffects, changed: false, reason: 'AwsError', message: 'AWS says why.', words: said });
    expect(changes).toEqual({});
  });
});

describe('what could not be looked at', () => {
  const unread = (record: Association, after: number) =>
    judgeUnread(record, record.intent as Intent, { unread: said, retryAfter: 77 }, inputAfter(record, after), surroundings());

  test('is looked at again, no sooner than AWS asks', () => {
    const { answer, changes } = unread(running(), 1);
    expect(answer).toEqual({ outcome: 'PENDING', waitSeconds: 77, ending: null });
    expect(changes(running())).toEqual({});
  });

  test('until the bound is not known', () => {
    expect(unread(running(), 3_599).answer.outcome).toBe('PENDING');
    expect(unread(retried(), 3_609).answer.outcome).toBe('PENDING');
    expect(unread(running(), 3_600).answer.ending).toEqual({
      state: 'FAILED',
      sideEffects: 'UNKNOWN',
      changed: false,
      reason: 'Unreadable',
      message: 'AWS says why.',
      words: said,
    });
    expect(unread(running({ intent: intentOf({ adopted: true }) }), 3_600).answer.ending).toMatchObject({ sideEffects: 'NONE' });
  });
});
