import { expect, test } from '@jest/globals';
import { roundOf, rowsOf, withoutChoices } from '../../../console/app/graph/rows.ts';
import { takenOf } from '../../../console/app/graph/taken.ts';
import type { DrawnState, DrawnWay, Run, Step } from '../../../console/protocol.ts';

const at = (second: number) => new Date(second * 1_000).toISOString();

/** Steps by their names, a second each; the last one is still there when `now` is set. */
function stepsOf(names: string, { now = false } = {}): Step[] {
  const all = names.split(' ');
  return all.map((state, index) => ({
    state: state.replace('!', ''),
    type: state.startsWith('After') ? 'Choice' : 'Task',
    enteredAt: at(index),
    exitedAt: now && index === all.length - 1 ? null : at(index + 1),
    attempts: 1,
    error: state.endsWith('!') ? 'States.Timeout' : null,
    cause: null,
    retryAt: null,
  }));
}

const runOf = (steps: Step[], status = 'RUNNING'): Run => ({ run: 1, executionArn: 'arn', status, startedAt: at(0), endedAt: null, steps });
const node = (name: string, group: string | null = null): DrawnState => ({
  name,
  type: 'Task',
  comment: null,
  group,
  x: 0,
  y: 0,
  width: 1,
  height: 1,
});
const way = (from: string, to: string, type: DrawnWay['type'] = 'next'): DrawnWay => ({ from, to, type, path: 'M0 0' });
const drawing = {
  nodes: ['Lock', 'Ask', 'Plan', 'Observe'].map((name) => node(name)),
  edges: [
    way('Lock', 'Ask'),
    way('Ask', 'Lock'),
    way('Ask', 'Lock', 'catch'),
    way('Lock', 'Plan'),
    way('Plan', 'Observe', 'catch'),
    way('Plan', 'Ask'),
  ],
};
const takenIn = (steps: Step[], status?: string) => {
  const { edges, visits, failed, current } = takenOf(drawing, runOf(steps, status));
  return {
    edges: [...edges].map(({ from, to, type }) => `${from} ${type} ${to}`),
    visits: [...visits],
    failed: [...failed],
    current: [...current],
  };
};

test('the way that was taken is that from each state to the next, whatever choice lies between', () => {
  expect(takenIn(stepsOf('Lock AfterLock Plan', { now: true }))).toEqual({
    edges: ['Lock next Plan'],
    visits: [
      ['Lock', 1],
      ['AfterLock', 1],
      ['Plan', 1],
    ],
    failed: [],
    current: ['Plan'],
  });
});

test('of two ways between the same states, an error took the one for errors', () => {
  expect(takenIn(stepsOf('Lock Ask Lock')).edges).toEqual(['Lock next Ask', 'Ask next Lock']);
  expect(takenIn(stepsOf('Lock Ask! Lock')).edges).toContain('Ask catch Lock');
  expect(takenIn(stepsOf('Lock Plan! Observe')).edges).toContain('Plan catch Observe');
});

test('a state that went well the last time has not failed', () => {
  expect(takenIn(stepsOf('Ask! Lock Ask')).failed).toEqual([]);
  expect(takenIn(stepsOf('Ask Lock Ask!')).failed).toEqual(['Ask']);
});

test('what has ended is nowhere now', () => {
  expect(takenIn(stepsOf('Lock', { now: true }), 'ABORTED').current).toEqual([]);
  expect(takenOf(drawing, undefined).visits.size).toBe(0);
});

test('inside of a group several ways are taken at once', () => {
  const inside = { nodes: [node('A', 'All'), node('B', 'All'), node('C', 'All')], edges: [way('A', 'B'), way('B', 'C')] };
  expect([...takenOf(inside, runOf(stepsOf('A X B'))).edges]).toEqual([inside.edges[0]]);
});

const told = (steps: Step[]) =>
  rowsOf(steps).map((row) => (row.type === 'step' ? row.step.state : `${row.count} × ${row.states.join(' ')} (${row.steps.length})`));

test('what is looked at again and again is one row', () => {
  expect(told(stepsOf('Lock Request Wait Look Wait Look Wait Look Settle'))).toEqual(['Lock', 'Request', '3 × Wait Look (6)', 'Settle']);
  expect(told(stepsOf('Wait Wait Wait'))).toEqual(['3 × Wait (3)']);
  expect(told(stepsOf('A B C'))).toEqual(['A', 'B', 'C']);
  expect(told([])).toEqual([]);
});

test('where it is now is a row of its own', () => {
  expect(told(stepsOf('Wait Look Wait Look Wait', { now: true }))).toEqual(['2 × Wait Look (4)', 'Wait']);
  expect(told(stepsOf('Wait Look Wait Look', { now: true }))).toEqual(['Wait', 'Look', 'Wait', 'Look']);
});

test('a round takes from its first entry to its last exit', () => {
  expect(rowsOf(stepsOf('Wait Look Wait Look'))[0]).toMatchObject({ type: 'round', enteredAt: at(0), exitedAt: at(4) });
});

test('what AWS said last stands at the round that asked for it, and at no other', () => {
  const rows = rowsOf(stepsOf('Wait Observe Wait Observe Undo Rest ObserveUndo Rest ObserveUndo Settle'));
  expect(['Observe', 'ObserveUndo', 'Undo', undefined].map((state) => roundOf(rows, state))).toEqual([0, 2, -1, -1]);
});

test('choices are no rows, unless they failed', () => {
  expect(withoutChoices(stepsOf('Look AfterLook Plan AfterPlan!')).map(({ state }) => state)).toEqual(['Look', 'Plan', 'AfterPlan']);
});
