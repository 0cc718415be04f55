import { expect, test } from '@jest/globals';
import { isBatchOverdue, isOverdue } from '../../src/reconcile/overdue.ts';
import { midnight } from '../record.ts';

const minutes = (count: number) => midnight + count * 60_000;
const looking = (nextLookAt: number | null) => ({ name: 'Observe', since: midnight, observed: null, looks: 1, nextLookAt });

test.each([
  ['what was written ten minutes ago', null, 10, false],
  ['what was written longer ago', null, 11, true],
  ['what looks next in a while', looking(minutes(60)), 30, false],
  ['what has not looked, as it should have ten minutes ago', looking(minutes(60)), 70, false],
  ['what has not looked for longer', looking(minutes(60)), 71, true],
  ['what waits for somebody, and for no time', looking(null), 11, true],
] as const)('%s', (_, step, now, overdue) => {
  expect(isOverdue({ updatedAt: midnight, step }, minutes(now))).toBe(overdue);
});

test('a batch is overdue when nothing was written of it for more than ten minutes', () => {
  expect([10, 11].map((now) => isBatchOverdue({ updatedAt: midnight }, minutes(now)))).toEqual([false, true]);
});
