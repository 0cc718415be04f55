import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import { createTurn } from '../../src/turn.ts';
import { createMemoryTable } from '../memory-table.ts';
import { cancel, createRecords, midnight } from '../record.ts';

describe('the turn of a run', () => {
  const table = createMemoryTable();
  const create = createRecords(table.store);
  const turn = createTurn(table.store);

  const now = midnight + 60_000;
  const input = ({ id, run }: Pick<Association, 'id' | 'run'>, at = now) => ({ id, run, now: at });

  describe('that asked for an approval', () => {
    const decision = { verdict: 'REJECTED', digest: 'd', actor: { type: 'IAM', id: 'ann' }, at: midnight, comment: 'not now' } as const;
    const waiting = (more: Partial<Association> = {}) => create({ state: 'AWAITING_APPROVAL', deadlineAt: now + 90_000, ...more });

    test('goes on asking while nobody has decided', async () => {
      expect(await turn.lock(input(await waiting()))).toEqual({ outcome: 'ASK', waitSeconds: 90, ending: null });
    });

    test('is to end it when nobody has decided by the deadline, and writes that down first', async () => {
      const record = await waiting();
      expect((await turn.lock(input(record, now + 89_999))).outcome).toBe('ASK');
      expect((await turn.lock(input(record, now + 90_000))).ending).toEqual({
        state: 'EXPIRED',
        sideEffects: 'NONE',
        changed: false,
        reason: 'ApprovalExpired',
        message: 'Nobody approved the plan before 2026-11-02T00:02:30.000Z.',
        words: null,
      });
      expect((await table.store.record(record.id))?.decision).toMatchObject({
        verdict: 'EXPIRED',
        actor: { type: 'LIAISON', id: `${record.id}-1` },
        comment: null,
      });
    });

    test('is to end it when somebody has rejected it, also past the deadline', async () => {
      expect((await turn.lock(input(await waiting({ decision }), now + 90_000))).ending).toEqual({
        state: 'REJECTED',
        sideEffects: 'NONE',
        changed: false,
        reason: 'Rejected',
        message: 'ann rejected the plan: not now',
        words: null,
      });
    });

    test('is to end it as given up when it was', async () => {
      expect((await turn.lock(input(await waiting({ cancel })))).ending).toMatchObject({ state: 'CANCELLED', reason: 'Cancelled' });
    });

    test('takes its turn when it has been approved, or given up, in that moment', async () => {
      for (const [change, outcome] of [
        [{ state: 'RUNNING', decision: { ...decision, verdict: 'APPROVED' } }, 'PLAN'],
        [{ cancel }, 'SETTLE'],
      ] as const) {
        const record = await waiting({ deadlineAt: now });
        let reads = 0;
        const overtaken = createTurn({
          ...table.store,
          async record(id) {
            const read = await table.store.record(id);
            reads += 1;
            if (reads === 1) await table.store.changeRecord(id, () => ({ ...change, deadlineAt: now + 1 }));
            return read;
          },
        });
        expect((await overtaken.lock(input(record))).outcome).toBe(outcome);
      }
    });
  });
});
