import { describe, expect, test } from '@jest/globals';
import type { Association } from '../src/association.ts';
import { isLeftover, undoOf } from '../src/leftover.ts';
import { association, intent, plan, secondAttempt } from './record.ts';

const left = { intent: intent(), undo: [{ operation: 'UndoFirst', parameters: {} }], sideEffects: 'UNKNOWN' } as const;

test('what was sent is left of an earlier attempt when its run is before the first of this one', () => {
  expect(isLeftover(association({ intent: intent() }))).toBe(false);
  expect(isLeftover(association({ intent: null, ...secondAttempt }))).toBe(false);
  expect(isLeftover(association({ intent: intent(), ...secondAttempt }))).toBe(true);
  expect(isLeftover(association({ intent: intent({ run: 2 }), ...secondAttempt, run: 3 }))).toBe(false);
});

describe('what would take back what it made', () => {
  const operationsOf = (more: Partial<Association>) => undoOf(association(more)).map(({ operation }) => operation);

  test('is what its plan says, before its call too', () => {
    expect(operationsOf({ plan: plan(), intent: intent() })).toEqual(['DissociatePackage']);
    expect(operationsOf({ plan: plan() })).toEqual(['DissociatePackage']);
    expect(operationsOf({ plan: null })).toStrictEqual([]);
  });

  test('is what takes back the first attempt’s where something of that is left', () => {
    expect(operationsOf({ plan: plan(), intent: intent({ run: 2 }), leftover: left, abandoned: left, ...secondAttempt })).toEqual([
      'UndoFirst',
    ]);
  });

  test('is nothing for what others came after, and the plan’s for a call of its own', () => {
    expect(operationsOf({ plan: plan(), intent: null, abandoned: left, ...secondAttempt })).toStrictEqual([]);
    expect(operationsOf({ plan: plan(), intent: intent({ run: 2 }), abandoned: left, ...secondAttempt })).toEqual(['DissociatePackage']);
  });
});
