import { describe, expect, test } from '@jest/globals';
import { givenUp, tooLate } from '../src/cancel.ts';
import { association, cancel, intent, midnight, plan, secondAttempt, undoIntent } from './record.ts';

const step = { name: 'Settle', since: 0, observed: null, looks: 1, nextLookAt: null };
const decision = { verdict: 'APPROVED', digest: 'd', actor: { type: 'IAM', id: 'ann' }, at: midnight, comment: null } as const;
const sent = { state: 'RUNNING', intent: intent(), plan: plan() } as const;

test('what is given up with nothing of it in AWS ends CANCELLED, and says by whom', () => {
  expect(givenUp(cancel)).toEqual({
    state: 'CANCELLED',
    sideEffects: 'NONE',
    changed: false,
    reason: 'Cancelled',
    message: 'ann cancelled it',
    words: null,
  });
});

describe('it can be given up', () => {
  test.each([
    ['before its call', { state: 'RUNNING' }],
    ['before its call, also when that is approved', { state: 'RUNNING', decision }],
    ['after its call, while something takes that back', sent],
    ['after its call, when it is not known what takes that back', { ...sent, plan: null }],
    ['while only an earlier attempt’s call is out', { ...sent, ...secondAttempt, undoIntent: undoIntent(), step }],
  ] as const)('%s', (_, more) => {
    expect(tooLate(association(more))).toBeUndefined();
  });
});

describe('it is too late', () => {
  test.each([
    ['once it has ended', { state: 'FAILED' }, 'It has ended FAILED.'],
    [
      'once it was decided against',
      { state: 'AWAITING_APPROVAL', decision: { ...decision, verdict: 'REJECTED' } },
      'It has been decided against already, and is about to end.',
    ],
    ['while it is taken back', { ...sent, undoIntent: undoIntent() }, 'It is being taken back already.'],
    ['once it is found out', { ...sent, step }, 'What became of AssociatePackage has been found out; it is about to end.'],
    ['when nothing takes its call back', { ...sent, plan: plan({ undo: [] }) }, 'AssociatePackage was sent and cannot be taken back.'],
    [
      'when another hand did it',
      { ...sent, intent: intent({ adopted: true }) },
      'It was found done by another hand, and is not taken back.',
    ],
  ] as const)('%s', (_, more, why) => {
    expect(tooLate(association(more))).toBe(why);
  });
});
