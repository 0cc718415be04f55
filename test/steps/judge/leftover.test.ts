import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../../src/association.ts';
import { association, intent as intentOf } from '../../record.ts';
import { judged, lastLine, left, look, next, retried, running, said } from './judged.ts';

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
    expect(lastLine(result)).toMatchObject({ action: 'Others have changed, or count on, what an earlier attempt left' });
  });

  test('and is elsewhere is waited for until ten minutes after the call, then it has been moved on', () => {
    const moved = look('ELSEWHERE', { ours: 'NO' });
    expect(judged(retried(), moved, 599).answer).toEqual(next(589));
    expect(judged(retried(), moved, 600)).toMatchObject({ answer: { outcome: 'LOCK' }, changes: { leftover: null } });
    expect(judged(running(), moved, 600).answer).toEqual(next(600));
  });
});
