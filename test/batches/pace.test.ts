import { describe, expect, test } from '@jest/globals';
import { toState } from '../../src/batches/batch.ts';
import { isOver, roomIn, secondsUntilLook, stopOf } from '../../src/batches/pace.ts';
import { association, midnight } from '../record.ts';
import { batch } from './batch.ts';

const running = (count: number) => Array.from({ length: count }, (_, index) => ({ index, id: null, state: null }));
const limits = { maxConcurrency: 3, canary: 0, stopAfterFailures: null };

describe('room', () => {
  test.each([
    ['at first', {}, 3],
    ['with some running', { running: running(2), cursor: 2 }, 1],
    ['with as many running as may', { running: running(3), cursor: 3 }, 0],
    ['with few left', { total: 4, cursor: 3 }, 1],
    ['of another attempt, which has items of its own', { todo: [1, 3], cursor: 1 }, 1],
    ['for a canary alone', { limits: { ...limits, canary: 2 } }, 2],
    ['for the rest of a canary', { limits: { ...limits, canary: 2 }, cursor: 1, running: running(1) }, 1],
    ['while a canary runs', { limits: { ...limits, canary: 2 }, cursor: 2, running: running(1) }, 0],
    ['after a canary', { limits: { ...limits, canary: 2 }, cursor: 2, ended: { SUCCEEDED: 2 } }, 3],
    ['after a canary that failed', { limits: { ...limits, canary: 2 }, cursor: 2, ended: { FAILED: 1, SUCCEEDED: 1 } }, 0],
    ['with a canary of more than there is', { limits: { ...limits, canary: 9 }, total: 2 }, 2],
    ['after as many failures as may be', { limits: { ...limits, stopAfterFailures: 2 }, cursor: 4, ended: { FAILED: 1, CANCELLED: 1 } }, 0],
    ['after fewer', { limits: { ...limits, stopAfterFailures: 2 }, cursor: 4, ended: { REJECTED: 1, SUCCEEDED: 3 } }, 3],
    ['once it is cancelled', { cancel: { at: 0, actor: batch().requestedBy, comment: null } }, 0],
  ])('%s', (_, more, room) => {
    expect(roomIn(batch({ total: 10, limits, ...more }))).toBe(room);
  });
});

test('a batch is over when nothing runs and nothing more will', () => {
  expect(isOver(batch({ total: 2, cursor: 2, running: running(1) }))).toBe(false);
  expect(isOver(batch({ total: 2, cursor: 1 }))).toBe(false);
  expect(isOver(batch({ total: 2, cursor: 2 }))).toBe(true);
  const stopped = batch({ total: 2, cursor: 1, limits: { ...limits, stopAfterFailures: 1 }, ended: { FAILED: 1 } });
  expect([stopOf(stopped), isOver(stopped), isOver({ ...stopped, running: running(1) })]).toEqual(['StoppedAfterFailures', true, false]);
});

describe('the next look', () => {
  const at = (seconds: number) => midnight + seconds * 1_000;
  const going = (startedAt: number, usualSeconds = 150) =>
    association({
      usualSeconds,
      attempt: { number: 1, by: { type: 'IAM', id: 'x' }, firstRun: 1, at: at(startedAt) },
      deadlineAt: at(startedAt + 7_200),
    });

  test('is when the first of what runs is nearly through', () => {
    expect(secondsUntilLook([going(0), going(0)], at(0))).toBe(113);
    expect(secondsUntilLook([going(0), going(-60)], at(0))).toBe(53);
  });

  test('does not come for each of many by itself', () => {
    expect(secondsUntilLook([going(-112), going(-111)], at(0))).toBe(15);
  });

  test('does not come every second for what is past its deadline', () => {
    expect(secondsUntilLook([going(-7_200, 1), going(-8_000, 1)], at(0))).toBe(300);
    expect(secondsUntilLook([going(-7_300), going(0)], at(0))).toBe(113);
  });

  test('comes soon for what was begun just now, and not too late for what takes days', () => {
    expect(secondsUntilLook([], at(0))).toBe(1);
    expect(
      secondsUntilLook(
        [
          association({
            usualSeconds: 60,
            deadlineAt: at(7 * 86_400),
            attempt: { number: 1, by: { type: 'IAM', id: 'x' }, firstRun: 1, at: at(-86_400) },
          }),
        ],
        at(0),
      ),
    ).toBe(300);
  });
});

test('a state that cannot follow is a fault', () => {
  expect(() => toState(batch({ state: 'SUCCEEDED' }), 'PENDING', 0)).toThrow('cannot go from SUCCEEDED to PENDING');
});
