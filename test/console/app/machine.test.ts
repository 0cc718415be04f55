import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { drawingOf } from '../../../console/app/graph/drawing.ts';
import { machineOf } from '../../../console/app/graph/machine.ts';

const deployed = JSON.parse(readFileSync(join(import.meta.dirname, '../../../statemachines/association.asl.json'), 'utf8'));
const ways = (definition: unknown) => machineOf(definition)?.edges.map(({ from, to, type }) => `${from} ${type} ${to}`);

test('the deployed workflow is drawn whole, with a place for every state that is more than a choice', () => {
  const drawing = drawingOf(deployed);
  const drawn = drawing?.nodes.map(({ name }) => name);
  const states = Object.entries(deployed.States as Record<string, { Type: string }>);
  expect(drawn?.sort()).toEqual(states.flatMap(([name, { Type }]) => (Type === 'Choice' ? [] : [name])).sort());
  expect(drawing?.nodes.every(({ x, y, width, height }) => [x, y, width, height].every((value) => value >= 0))).toBe(true);
  expect(drawing?.nodes.every(({ x, width }) => x + width <= (drawing.width ?? 0))).toBe(true);
  expect(drawing?.edges.every(({ path }) => /^M-?\d+ -?\d+[QL]/.test(path))).toBe(true);
  expect(drawing?.edges.find(({ from, to }) => from === 'Request' && to === 'Observe')?.type).toBe('catch');
});

test('the same definition is drawn the same', () => {
  expect(drawingOf(structuredClone(deployed))).toEqual(drawingOf(deployed));
});

test('a choice is a way from what leads to it to where it leads', () => {
  const definition = {
    StartAt: 'Look',
    States: {
      Look: { Type: 'Task', Next: 'Which', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Which' }] },
      Which: { Type: 'Choice', Choices: [{ Next: 'Which' }, { Next: 'Done' }], Default: 'Other' },
      Other: { Type: 'Choice', Choices: [{ Next: 'Look' }] },
      Done: { Type: 'Succeed' },
    },
  };
  expect(ways(definition)).toEqual(['Look next Done', 'Look next Look', 'Look catch Done', 'Look catch Look']);
});

test('a choice that nothing leads to is a state like any other', () => {
  const definition = { StartAt: 'Which', States: { Which: { Type: 'Choice', Default: 'Done' }, Done: { Type: 'Succeed' } } };
  expect(ways(definition)).toEqual(['Which next Done']);
});

const nested = {
  StartAt: 'All',
  States: {
    All: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', End: true } } },
        {
          StartAt: 'Each',
          States: { Each: { Type: 'Map', ItemProcessor: { StartAt: 'C', States: { C: { Type: 'Task', End: true } } }, End: true } },
        },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
      Next: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};

test('what is inside of a Parallel or a Map is entered at its start and left at its end', () => {
  const machine = machineOf(nested);
  expect(machine?.groups.map(({ name, group }) => [name, group])).toEqual([
    ['All', null],
    ['Each', 'All'],
  ]);
  expect(machine?.nodes.map(({ name, group }) => [name, group])).toEqual([
    ['A', 'All'],
    ['B', 'All'],
    ['C', 'Each'],
    ['Done', null],
  ]);
  expect(ways(nested)).toEqual(['B next Done', 'C next Done', 'B catch Done', 'C catch Done', 'A next B']);
});

test('groups are drawn around what they hold', () => {
  const drawing = drawingOf(nested);
  const [outer, inner] = [drawing?.groups.find(({ name }) => name === 'All'), drawing?.nodes.find(({ name }) => name === 'C')];
  expect(outer && inner && outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.width >= inner.x + inner.width).toBe(true);
});

test('what is no workflow has no picture', () => {
  for (const definition of [null, undefined, 3, 'ASL', [], {}, { States: null }, { States: [] }]) expect(drawingOf(definition)).toBeNull();
});

test('what makes no sense in a workflow is left out, and nothing throws', () => {
  const definition = {
    StartAt: 'Nowhere',
    States: {
      Strange: { Type: 'Dream', Next: 'Gone', Catch: 'all', Choices: [null, { Next: 3 }], Comment: 7 },
      Self: { Type: 'Wait', Next: 'Self' },
      Empty: { Type: 'Map', ItemProcessor: { StartAt: 'X', States: {} }, Next: 'Strange' },
      Lost: { Type: 'Parallel', Branches: [{ StartAt: 'Y', States: { Z: {} } }, 5], Next: 'Self' },
      Broken: 'text',
    },
  };
  expect(machineOf(definition)?.nodes.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'Strange Dream',
    'Self Wait',
    'Empty Map',
    'Z Unknown',
  ]);
  expect(drawingOf(definition)?.edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['Empty Strange', 'Z Self']);
});
