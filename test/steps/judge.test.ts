import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import type { Intent, Observation } from '../../src/kinds/kind.ts';
import { secondsUntilNextLook } from '../../src/schedule.ts';
import { type Found, judge, judgeUnread } from '../../src/steps/judge.ts';
import type { Surroundings } from '../../src/steps/step.ts';
import { association, cancel, intent as intentOf, midnight, plan, secondAttempt, words } from '../record.ts';
import { look as seen } from '../statemachines/script.ts';

const durations = { usual: 60, settle: 3_600, undo: 1_800 };
const surroundings = (more: Partial<typeof durations> = {}) =>
  ({ rules: { durations: { ...durations, ...more } } }) as unknown as Surroundings;

const said = words({ status: 'AWS_STATUS', error: 'AwsError', message: 'AWS says why.' });
const look = (type: Observation['type'], more: Partial<Found> = {}): Found => ({ ...seen(type), words: said, ...more });

/** An association whose call went out at midnight, in its first attempt. */
const running = (more: Partial<Association> = {}) => association({ state: 'RUNNING', plan: plan(), intent: intentOf(), ...more });

/** What an earlier attempt left, looked at by a second one that began ten seconds after that call. */
const left = { intent: intentOf({ before: 'first' }), undo: plan().undo, sideEffects: 'LEFT_BEHIND' } as const;
const retried = (more: Partial<Association> = {}) =>
  running({
    plan: null,
    run: 2,
    attempt: { ...secondAttempt.attempt, at: midnight + 10_000 },
    leftover: left,
    intent: left.intent,
    ...more,
  });

const inputAfter = ({ id, run }: Association, seconds: number) => ({ id, run, now: midnight + seconds * 1_000 });

/** The answer to what is found so many seconds after midnight, and what it changes on the record. */
function judged(record: Association, found: Found, after = 30, around = surroundings()) {
  const verdict = judge(record, record.intent as Intent, found, inputAfter(record, after), around);
  return { answer: verdict.answer, ending: verdict.answer.ending, changes: verdict.changes(record) };
}

const next = (elapsed: number, bound = durations.settle) => ({
  outcome: 'PENDING',
  waitSeconds: secondsUntilNextLook({ usual: 60, guessed: true, elapsed, bound }),
  ending: null,
});

const lastLine = ({ changes }: ReturnType<typeof judged>) => changes.history?.at(-1);

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
    ['where it was there already', running({ intent: intentOf({ adopted: true }) }), look('FAILED'), 'UNKNOWN'],
  ] as const)('stays %s, and the ending says so', (_, record, found, sideEffects) => {
    const { ending, changes } = judged(record, found);
    expect(ending).toEqual({ state: 'FAILED', sideEffects, changed: false, reason: 'AwsError', message: 'AWS says why.', words: said });
    expect(changes).toEqual({});
  });
});

describe('what was given up after its call', () => {
  const given = (more: Partial<Association> = {}) => running({ cancel, ...more });

  test.each([
    ['came about', look('SETTLED')],
    ['is on its way', look('PENDING')],
    ['failed', look('FAILED')],
  ])('and %s is taken back when it is ours, also with onFailure LEAVE', (_, found) => {
    const { answer, changes } = judged(given({ onFailure: 'LEAVE' }), found);
    expect(answer.outcome).toBe('UNDO');
    expect(changes.undoIntent?.because).toMatchObject({ reason: 'Cancelled', message: 'ann cancelled it' });
  });

  test.each([
    ['was never made', given(), look('ABSENT'), 600],
    ['came about by another hand', given(), look('SETTLED', { ours: 'NO' }), 30],
    ['was there already', given({ intent: intentOf({ adopted: true }) }), look('SETTLED'), 30],
    ['is of an earlier attempt', retried({ cancel }), look('FAILED'), 30],
  ] as const)('and %s ends CANCELLED', (_, record, found, after) => {
    expect(judged(record, found, after).ending).toEqual({
      state: 'CANCELLED',
      sideEffects: 'NONE',
      changed: false,
      reason: 'Cancelled',
      message: 'ann cancelled it',
      words: null,
    });
  });

  test.each([
    ['is not seen yet', look('ABSENT')],
    ['is on its way and nobody knows whose it is', look('PENDING', { ours: 'UNKNOWN' })],
  ])('and %s is waited for', (_, found) => {
    expect(judged(given(), found)).toMatchObject({ answer: next(30), changes: {} });
  });

  test.each([
    ['nobody knows whose it is', given(), 'UNKNOWN', 'UNKNOWN'],
    ['nothing takes it back', given({ plan: plan({ undo: [] }) }), 'YES', 'LEFT_BEHIND'],
  ] as const)('too late says so when %s', (_, record, ours, sideEffects) => {
    expect(judged(record, look('SETTLED', { ours })).ending).toEqual({
      state: 'FAILED',
      sideEffects,
      changed: false,
      reason: 'CancelledTooLate',
      message:
        'ann cancelled it. It has come about all the same, and is not taken back: it is not certain whose it is, or nothing takes it back.',
      words: said,
    });
  });
});

describe('room that was made', () => {
  const removing = running({ intent: intentOf({ preparatory: true }), leftover: left, abandoned: left });

  test('is remembered by the call that made it, and planned on', () => {
    const result = judged(removing, look('READY'));
    expect(result.answer).toEqual({ outcome: 'LOCK', waitSeconds: 1, ending: null });
    expect(result.changes).toMatchObject({
      intent: null,
      leftover: null,
      abandoned: null,
      removed: { ...removing.intent, isCertain: true },
    });
    expect(lastLine(result)).toMatchObject({ action: 'Room is made for the call', words: said, actor: { id: `${association().id}-1` } });
  });

  test('by an earlier attempt is certain only where nobody can have come between', () => {
    const removedOf = (record: Association, ours: 'YES' | 'UNKNOWN') => judged(record, look('READY', { ours })).changes.removed?.isCertain;
    expect([removedOf(removing, 'UNKNOWN'), removedOf(retried(), 'YES'), removedOf(retried(), 'UNKNOWN')]).toEqual([true, true, false]);
  });

  test('by another hand, or of nothing that was worth something, is not', () => {
    for (const more of [{ ours: 'NO' }, { asBefore: true }] as const)
      expect(judged(removing, look('READY', more)).changes).not.toHaveProperty('removed');
  });
});

describe('what an earlier attempt left', () => {
  test('and is gone is nothing to answer for; what was given up before it still is', () => {
    for (const found of [look('ABSENT'), look('ELSEWHERE', { asBefore: true })]) {
      const result = judged(retried({ abandoned: left }), found, 600);
      expect(result.answer).toEqual({ outcome: 'LOCK', waitSeconds: 1, ending: null });
      expect(result.changes).toMatchObject({ intent: null, leftover: null });
      expect(result.changes).not.toHaveProperty('abandoned');
      expect(lastLine(result)).toMatchObject({ action: 'Nothing is left of an earlier attempt', words: said });
      expect(judged(retried({ leftover: null, abandoned: left }), found, 600).changes).toMatchObject({ abandoned: null });
    }
  });

  test('and failed is taken back when it is ours', () => {
    const { answer, changes } = judged(retried(), look('FAILED'));
    expect(answer.outcome).toBe('UNDO');
    expect(changes).toMatchObject({ state: 'ROLLING_BACK', undoIntent: { run: 2 } });
  });

  test.each([
    ['LEAVE asks for that', retried({ onFailure: 'LEAVE' }), look('FAILED')],
    ['nobody knows whose it is', retried(), look('FAILED', { ours: 'UNKNOWN' })],
    ['nothing takes it back', retried({ leftover: { ...left, undo: [] } }), look('FAILED')],
  ])('stays where %s, and is planned on', (_, record, found) => {
    const result = judged(record, found);
    expect(result.answer).toEqual({ outcome: 'LOCK', waitSeconds: 1, ending: null });
    expect(result.changes).toMatchObject({ intent: null });
    expect(result.changes).not.toHaveProperty('leftover');
    expect(lastLine(result)).toMatchObject({
      action: 'What an earlier attempt left stays',
      words: said,
      actor: { id: `${association().id}-2` },
    });
  });

  test('is given up where others came after and nobody knows what they did; the first of several stays', () => {
    const contested = look('FAILED', { ours: 'UNKNOWN', isContested: true });
    expect(judged(retried(), contested).changes).toMatchObject({ intent: null, leftover: null, abandoned: left });
    const first = { ...left, sideEffects: 'UNKNOWN' } as const;
    expect(judged(retried({ abandoned: first }), contested).changes).toMatchObject({ leftover: null, abandoned: first });
    expect(judged(retried({ leftover: null, abandoned: first }), contested).changes).toMatchObject({ leftover: null, abandoned: first });
  });

  test('and is others’ by now is nothing to answer for', () => {
    const result = judged(retried({ abandoned: left }), look('FAILED', { ours: 'NO' }));
    expect(result.changes).toMatchObject({ intent: null, leftover: null, abandoned: null });
    expect(lastLine(result)).toMatchObject({ action: 'Others have changed what an earlier attempt left' });
  });

  test('and is elsewhere is waited for until ten minutes after the call, then it has been moved on', () => {
    const moved = look('ELSEWHERE', { ours: 'NO' });
    expect(judged(retried(), moved, 599).answer).toEqual(next(589));
    expect(judged(retried(), moved, 600)).toMatchObject({ answer: { outcome: 'LOCK' }, changes: { leftover: null } });
    expect(judged(running(), moved, 600).answer).toEqual(next(600));
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
  });
});
