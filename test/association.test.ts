import { describe, expect, test } from '@jest/globals';
import type { Association } from '../src/association.ts';
import { isLeftover, secondsToSettle, undoOf } from '../src/association.ts';
import { association, intent, midnight, plan } from './record.ts';

const second = { run: 2, attempt: { ...association().attempt, number: 2, firstRun: 2 } } as const;
const left = { intent: intent(), undo: [{ operation: 'UndoFirst', parameters: {} }], sideEffects: 'UNKNOWN' } as const;

test('what was sent is left of an earlier attempt when its run is before the first of this one', () => {
  expect(isLeftover(association({ intent: intent() }))).toBe(false);
  expect(isLeftover(association({ intent: null, ...second }))).toBe(false);
  expect(isLeftover(association({ intent: intent(), ...second }))).toBe(true);
  expect(isLeftover(association({ intent: intent({ run: 2 }), ...second, run: 3 }))).toBe(false);
});

describe('what would take back what it made', () => {
  const operationsOf = (more: Partial<Association>) => undoOf(association(more)).map(({ operation }) => operation);

  test('is what its plan says, before its call too', () => {
    expect(operationsOf({ plan: plan(), intent: intent() })).toEqual(['DissociatePackage']);
    expect(operationsOf({ plan: plan() })).toEqual(['DissociatePackage']);
    expect(operationsOf({ plan: null })).toEqual([]);
  });

  test('is what takes back the first attempt’s where something of that is left', () => {
    expect(operationsOf({ plan: plan(), intent: intent({ run: 2 }), leftover: left, abandoned: left, ...second })).toEqual(['UndoFirst']);
  });

  test('is nothing for what others came after, and the plan’s for a call of its own', () => {
    expect(operationsOf({ plan: plan(), intent: null, abandoned: left, ...second })).toEqual([]);
    expect(operationsOf({ plan: plan(), intent: intent({ run: 2 }), abandoned: left, ...second })).toEqual(['DissociatePackage']);
  });
});

test('how long it took is known of a call of its own that came about', () => {
  const settled = { state: 'SUCCEEDED', changed: true, intent: intent({ at: midnight }), settledAt: midnight + 61_000 } as const;
  expect(secondsToSettle(association(settled))).toBe(61);
  for (const more of [{ state: 'FAILED' }, { changed: false }, { intent: null }, { settledAt: null }, second] as const)
    expect(secondsToSettle(association({ ...settled, ...more }))).toBeNull();
});
