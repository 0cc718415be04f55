import { describe, expect, test } from '@jest/globals';
import type { Association, Ending, SideEffects } from '../src/association.ts';
import { endedAs } from '../src/ended.ts';
import { association, cancel, intent, midnight, plan, removal, secondAttempt, undoIntent, words } from './record.ts';

const said = words({ error: 'AwsError', message: 'AWS says why.' });
const ending = (state: Ending['state'], sideEffects: SideEffects = 'NONE', more: Partial<Ending> = {}): Ending => ({
  state,
  sideEffects,
  changed: false,
  reason: 'AwsError',
  message: 'AWS says why.',
  words: said,
  ...more,
});
const now = midnight + 90_000;
const failed = ending('FAILED');
const success = ending('SUCCEEDED', 'NONE', { changed: true, reason: null, message: null });
const takenBack = ending('ROLLED_BACK', 'REVERTED');

const running = (more: Partial<Association> = {}) =>
  association({ state: 'RUNNING', intent: intent(), plan: plan(), mayCall: true, ...more });
const rollingBack = (more: Partial<Association> = {}) => running({ state: 'ROLLING_BACK', ...more });
const left = { intent: intent(), undo: plan().undo, sideEffects: 'UNKNOWN' } as const;

describe('the record of what has ended', () => {
  test('says how, why and when, and in its history who wrote that', () => {
    const step = { name: 'Observe', since: 0, observed: null, looks: 1, nextLookAt: null };
    const change = endedAs(running({ step }), failed, now);
    expect(change).toMatchObject({
      state: 'FAILED',
      sideEffects: 'NONE',
      changed: false,
      endReason: 'AwsError',
      endMessage: 'AWS says why.',
      words: said,
      settledAt: now,
      updatedAt: now,
      step: null,
      mayCall: false,
      outbox: { event: true, alert: true },
    });
    // What the ending calls reason and message has other names there, and what was sent stays.
    for (const member of ['reason', 'message', 'intent', 'leftover']) expect(change).not.toHaveProperty(member);
    expect(change.history?.at(-1)).toMatchObject({
      action: 'Settled',
      at: now,
      from: 'RUNNING',
      to: 'FAILED',
      comment: 'AwsError',
      words: said,
      actor: { type: 'LIAISON', id: `${association().id}-1` },
    });
  });

  test('alerts of everything but a success', () => {
    expect(endedAs(running(), success, now).outbox).toEqual({ event: true, alert: false });
    expect(endedAs(rollingBack(), takenBack, now).outbox).toEqual({ event: true, alert: true });
  });
});

describe('what was given up', () => {
  test.each([
    ['with nothing sent', { intent: null }],
    ['with nothing sent but by an earlier attempt', secondAttempt],
  ])('%s is given up, whatever was found out meanwhile', (_, more) => {
    const change = endedAs(running({ cancel, ...more }), failed, now);
    expect(change).toMatchObject({ state: 'CANCELLED', endReason: 'Cancelled', endMessage: 'ann cancelled it', words: null });
  });

  test('after its call, or while it is taken back, ends as that did', () => {
    expect(endedAs(running({ cancel }), failed, now)).toMatchObject({ state: 'FAILED', endReason: 'AwsError' });
    expect(endedAs(rollingBack({ cancel, undoIntent: undoIntent(), ...secondAttempt }), takenBack, now)).toMatchObject({
      state: 'ROLLED_BACK',
    });
    expect(endedAs(running({ intent: null }), failed, now)).toMatchObject({ state: 'FAILED' });
  });
});

describe('an ending that does not know what became of a call', () => {
  const unknown = ending('FAILED', 'UNKNOWN', { reason: 'ObserveFailed' });

  test('knows it of one that never went out', () => {
    expect(endedAs(running({ intent: null }), unknown, now)).toMatchObject({
      state: 'FAILED',
      sideEffects: 'NONE',
      endReason: 'RequestFailed',
      endMessage: 'No call was made: the function that makes it could not be used.',
    });
    expect(endedAs(running(), unknown, now)).toMatchObject({ sideEffects: 'UNKNOWN', endReason: 'ObserveFailed' });
  });

  test('still says what an earlier attempt left', () => {
    expect(endedAs(running({ intent: null, leftover: left }), unknown, now)).toMatchObject({
      sideEffects: 'UNKNOWN',
      endReason: 'RequestFailed',
    });
  });
});

describe('what an earlier attempt left', () => {
  test('is still said by an attempt that made nothing, for the next to look at', () => {
    const change = endedAs(running({ leftover: left, intent: null }), failed, now);
    expect(change).toMatchObject({ state: 'FAILED', sideEffects: 'UNKNOWN', endReason: 'AwsError' });
    expect(change).not.toHaveProperty('leftover');
  });

  test('is said no more of what came about, was taken back to before it, or left more of its own', () => {
    expect(endedAs(running({ leftover: left, abandoned: left }), success, now)).toMatchObject({ state: 'SUCCEEDED', sideEffects: 'NONE' });
    expect(endedAs(rollingBack({ leftover: left }), takenBack, now)).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED' });
    const own = ending('FAILED', 'LEFT_BEHIND');
    const change = endedAs(running({ leftover: left, abandoned: left }), own, now);
    expect(change).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND' });
    for (const member of ['intent', 'leftover', 'abandoned']) expect(change).not.toHaveProperty(member);
  });

  test('and others came after is said also where all else was taken back; the next attempt looks at that', () => {
    const abandoned = { ...left, sideEffects: 'LEFT_BEHIND' } as const;
    const looked = { sideEffects: 'LEFT_BEHIND', intent: null, leftover: null };
    expect(endedAs(rollingBack({ abandoned, leftover: left }), takenBack, now)).toMatchObject({ state: 'FAILED', ...looked });
    expect(endedAs(running({ abandoned }), failed, now)).toMatchObject({ state: 'FAILED', ...looked });
    expect(endedAs(running({ abandoned }), ending('CANCELLED'), now)).toMatchObject({ state: 'CANCELLED', ...looked });
    // What is its own to take back is looked at first.
    expect(endedAs(running({ abandoned, leftover: left }), failed, now)).toMatchObject({ sideEffects: 'UNKNOWN' });
  });
});

describe('what was removed to make room', () => {
  const removed = removal({ call: { operation: 'DeleteServiceNetworkServiceAssociation', parameters: {} } });
  const gone = 'What DeleteServiceNetworkServiceAssociation removed to make room for it is gone, and is not made again.';

  test.each([
    ['FAILED', running, failed],
    ['FAILED', rollingBack, takenBack],
    ['CANCELLED', running, ending('CANCELLED')],
  ] as const)('is said to be gone: it ends %s, with nothing to look at', (state, record, found) => {
    expect(endedAs(record({ removed }), found, now)).toMatchObject({
      state,
      sideEffects: 'LEFT_BEHIND',
      endMessage: `AWS says why. ${gone}`,
      intent: null,
    });
    expect(endedAs(record({ removed }), { ...found, message: null }, now).endMessage).toBe(gone);
  });

  test('is said beside what else is left, which stays to be looked at', () => {
    const change = endedAs(running({ removed }), ending('FAILED', 'UNKNOWN'), now);
    expect(change).toMatchObject({ state: 'FAILED', sideEffects: 'UNKNOWN', endMessage: `AWS says why. ${gone}` });
    expect(change).not.toHaveProperty('intent');
  });

  test('by nobody knows whom is not known', () => {
    const change = endedAs(rollingBack({ removed: { ...removed, isCertain: false } }), takenBack, now);
    expect(change).toMatchObject({ state: 'FAILED', sideEffects: 'UNKNOWN', intent: null });
    expect(change.endMessage).toBe(
      'AWS says why. What DeleteServiceNetworkServiceAssociation, or somebody else, removed to make room for it is gone, and is not made again.',
    );
  });

  test('is no matter where it came about', () => {
    expect(endedAs(running({ removed }), success, now)).toMatchObject({ state: 'SUCCEEDED', sideEffects: 'NONE', endMessage: null });
  });
});
