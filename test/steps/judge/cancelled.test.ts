import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../../src/association.ts';
import { givenUp } from '../../../src/cancel.ts';
import { cancel, intent as intentOf, plan } from '../../record.ts';
import { judged, look, next, retried, running, said } from './judged.ts';

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
    expect(judged(record, found, after).ending).toEqual(givenUp(cancel));
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
