import { describe, expect, test } from '@jest/globals';
import type { UndoOutcome } from '../../src/kinds/kind.ts';
import { awsError, look, plan, words } from './script.ts';
import type { Stage } from './stage.ts';

/** What comes of what failed: taken back, left, or not known. */
export function takingBackIsFollowed({ play }: Stage): void {
  describe('taking back', () => {
    test('what fails in AWS is taken back, and both are told', async () => {
      const failed = look('FAILED', { words: words({ error: 'CREATE_FAILED', message: 'quota' }) });
      const { record, sent, error, path } = await play({ observe: [failed, look('PENDING'), look('ABSENT', { asBefore: true })] });
      expect(record).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED', endReason: 'CREATE_FAILED', endMessage: 'quota' });
      expect(sent).toMatchObject({ made: ['Make', 'Unmake'], alerted: [{ state: 'ROLLED_BACK' }] });
      expect(error).toBe('ROLLED_BACK.CREATE_FAILED');
      expect(record.history.map(({ to }) => to)).toContain('ROLLING_BACK');
      expect(path).toContain('WaitForUndone');
    });

    test('what does not settle in time is taken back', async () => {
      const { record } = await play(
        { observe: [...Array.from({ length: 200 }, () => look('PENDING'))], undo: [{ type: 'NOTHING_TO_UNDO', words: words() }] },
        {},
        [
          {
            function: 'observeUndo',
            answer: {
              outcome: 'SETTLE',
              waitSeconds: null,
              ending: { state: 'FAILED', sideEffects: 'LEFT_BEHIND', changed: false, reason: 'x', message: null, words: null },
            },
          },
        ],
      );
      expect(record.undoIntent?.because.reason).toBe('NotSettledInTime');
    });

    test('what fails stays when the request says so', async () => {
      const { record, sent } = await play({ observe: [look('FAILED')] }, { onFailure: 'LEAVE' });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND' });
      expect(sent.made).toEqual(['Make']);
    });

    test('what cannot be undone is left and named', async () => {
      const { record } = await play({ plan: [plan({ undo: [] })], observe: [look('FAILED')] });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND' });
    });

    test('what is not certainly ours is never taken back', async () => {
      for (const ours of ['NO', 'UNKNOWN'] as const) {
        const { record, sent } = await play({ observe: [look('FAILED', { ours })] });
        expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'UNKNOWN' });
        expect(sent.made).toEqual(['Make']);
      }
    });

    test('taking back waits while AWS is at work, and throttles are waited for', async () => {
      const { record, sent, path } = await play({
        observe: [look('FAILED'), look('ABSENT', { asBefore: true })],
        undo: [
          { type: 'IN_PROGRESS', words: words() },
          { type: 'THROTTLED', retryAfterSeconds: 2, words: words() },
          { type: 'ACCEPTED', handle: null, words: words() },
        ],
      });
      expect(record).toMatchObject({ state: 'ROLLED_BACK', undoIntent: { tries: 1 } });
      expect(sent.made).toEqual(['Make', 'Unmake', 'Unmake', 'Unmake']);
      expect(path).toContain('WaitToUndo');
    });

    test('what AWS refuses to take back once more may be on its way back: only after the last try and ten minutes it is left', async () => {
      const refused: UndoOutcome = { type: 'REFUSED', words: words({ error: 'Denied' }) };
      const { record, sent } = await play({ observe: [look('FAILED')], undo: [{ type: 'UNKNOWN', words: words() }, refused] });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', undoIntent: { tries: 3 } });
      expect(sent.made).toEqual(['Make', 'Unmake', 'Unmake', 'Unmake']);
      expect(record.updatedAt - (record.undoIntent?.triedAt ?? 0)).toBeGreaterThanOrEqual(600_000);
    });

    test.each(['SETTLED', 'FAILED'] as const)(
      'what is shown as %s right after it was taken back may only be shown still',
      async (shown) => {
        const { record, sent } = await play({
          undo: [{ type: 'UNKNOWN', words: words() }],
          observe: [look('FAILED'), look(shown), look('ABSENT', { asBefore: true })],
        });
        expect(record).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED', undoIntent: { tries: 1 } });
        expect(sent.made).toEqual(['Make', 'Unmake']);
      },
    );

    test('an undo that does not show is tried three times, then what is left is named', async () => {
      const { record, sent } = await play({ observe: [look('FAILED')] });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', undoIntent: { tries: 3 } });
      expect(sent.made).toEqual(['Make', 'Unmake', 'Unmake', 'Unmake']);
    });

    test('an undo that AWS refuses leaves it behind, with both reasons', async () => {
      const failed = look('FAILED', { words: words({ error: 'CREATE_FAILED', message: 'quota.' }) });
      const { record } = await play({
        observe: [failed],
        undo: [{ type: 'REFUSED', words: words({ error: 'AccessDeniedException', message: 'no' }) }],
      });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', endReason: 'CREATE_FAILED' });
      expect(record.endMessage).toMatch(/quota\..*could not be taken back.*no/);
    });

    test('an undo function that dies is followed by a look', async () => {
      const { record, path } = await play({
        observe: [look('FAILED'), look('ABSENT', { asBefore: true })],
        undo: [new Error('out of memory')],
      });
      expect(record.state).toBe('ROLLED_BACK');
      expect(path.join()).toContain('Undo,ObserveUndo');
    });

    test('an undo that cannot be seen in time is not known', async () => {
      const { record } = await play({ observe: [look('FAILED'), awsError('AccessDeniedException', 403)] });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'UNKNOWN' });
    });

    test('an undo step that is invoked twice at once makes one call', async () => {
      const { record, sent } = await play({ observe: [look('FAILED'), look('ABSENT', { asBefore: true })] }, {}, [
        { function: 'undo', twice: true },
      ]);
      expect(record.state).toBe('ROLLED_BACK');
      expect(sent.made).toEqual(['Make', 'Unmake']);
    });
  });
}
