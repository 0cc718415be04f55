import { describe, expect, test } from '@jest/globals';
import { intent as intentOf } from '../record.ts';
import { check, look, plan, words } from './script.ts';
import type { Stage } from './stage.ts';

/** How long it waits for AWS. */
export function waitsAreKept({ stand, play, rehearse, store }: Stage): void {
  describe('waits', () => {
    test('what it took is remembered as usual, and the next first look goes by it', async () => {
      const key = { kind: 'es-package', desired: 'DISSOCIATED' } as const;
      const { record } = await play({ observe: [look('PENDING'), look('SETTLED')] }, { desired: 'DISSOCIATED' });
      expect((await store.changeUsual(key, () => undefined)).successes).toEqual([
        { id: record.id, seconds: Math.round(((record.settledAt ?? 0) - (record.intent?.at ?? 0)) / 1_000) },
      ]);
      await store.changeUsual(key, () => ({ successes: ['a', 'b', 'c'].map((id) => ({ id, seconds: 1_000 })) }));
      const { record: next } = await play({}, { desired: 'DISSOCIATED' });
      expect((next.settledAt ?? 0) - (next.intent?.at ?? 0)).toBe(750_000);
    });

    test('however short AWS asks to wait, the waits grow: no service is called every second until the deadline', async () => {
      const throttled = { type: 'THROTTLED', retryAfterSeconds: 1, words: words({ error: 'ThrottlingException' }) } as const;
      const { record, path } = await play({ request: [throttled] }, { deadline: 'PT5M' });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed' });
      expect(path.filter((state) => state === 'Request').length).toBeLessThan(50);
      const { rehearsal, association } = await stand({ undo: [throttled] });
      const because = { reason: 'X', message: null, words: null };
      await store.changeRecord(association.id, () => ({
        state: 'ROLLING_BACK',
        intent: intentOf({ at: association.requestedAt }),
        undoIntent: { run: 1, since: association.requestedAt, tries: 0, triedAt: null, because },
      }));
      expect(await rehearsal.late('undo', association)).toMatchObject({ outcome: 'NOT_YET', waitSeconds: 113 });
    });

    test('however long AWS asks to wait, the deadline is the end of it', async () => {
      const throttled = { type: 'THROTTLED', retryAfterSeconds: 1e9, words: words({ error: 'ThrottlingException' }) } as const;
      const { record, duration } = await play({ request: [throttled] }, { deadline: 'PT1H' });
      expect(record).toMatchObject({ state: 'FAILED', endReason: 'DeadlinePassed' });
      expect(duration).toBe(3_600_000);
    });

    test('a request from the future ends at once: its deadline would never come', async () => {
      const rehearsal = rehearse({ plan: [plan({ checks: [check('WAIT', 'Copying')] })] });
      const pair = { packageId: 'F1', domainName: 'future' };
      const { record, duration } = await rehearsal.run(await rehearsal.accept('future', { pair }, Date.parse('2096-01-01T00:00:00Z')));
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'TimeInFuture' });
      expect([duration, rehearsal.sent.made]).toEqual([0, []]);
    });
  });
}
