import { describe, expect, test } from '@jest/globals';
import type { Documents } from '../../src/table.ts';
import {
  type BatchRehearsal,
  createBatchRehearsal,
  type Interference,
  items,
  type Outcome,
  origin,
  succeeds,
} from '../batches/rehearsal.ts';
import { createMemoryTable } from '../memory-table.ts';

interface Stage {
  /** One batch, run to its end. */
  play(
    body: object,
    outcome?: Outcome,
    interferences?: Interference[],
  ): Promise<Awaited<ReturnType<BatchRehearsal['run']>> & BatchRehearsal & { all: readonly unknown[] }>;
  rehearse(outcome?: Outcome, interferences?: Interference[]): BatchRehearsal;
  failing(indexes: readonly number[], attempts?: { attempts: number }): Outcome;
  readonly edges: Set<string>;
}

/** What becomes of a batch whose steps, or runs, die. */
export function batchDeaths({ play, rehearse, failing, edges }: Stage): void {
  describe('dying', () => {
    test.each(['admit', 'summarise'] as const)('a lost answer of %s begins nothing twice and loses nothing', async (step) => {
      const { batch, all } = await play({ items: items(12), maxConcurrency: 3 }, succeeds, [{ step, call: 1, lost: true }]);
      expect(batch).toMatchObject({ state: 'SUCCEEDED', ended: { SUCCEEDED: 12 } });
      expect(all).toHaveLength(12);
    });

    test('two looks at once begin the same items', async () => {
      const { batch, all, running } = await play({ items: items(12), maxConcurrency: 3 }, succeeds, [{ step: 'admit', twice: true }]);
      expect(batch).toMatchObject({ state: 'SUCCEEDED', ended: { SUCCEEDED: 12 } });
      expect(all).toHaveLength(12);
      expect(Math.max(...running)).toBe(3);
    });

    test('at any write begins nothing twice and loses nothing', async () => {
      let done = false;
      for (let dieAt = 1; !done; dieAt += 3) {
        const own = createMemoryTable();
        let uses = 0;
        const working = {
          send: async (command: never) => {
            uses += 1;
            if (uses === dieAt) throw new Error('killed');
            return own.documents.send(command);
          },
        } as unknown as Documents;
        const rehearsal = createBatchRehearsal(own.documents, { outcome: failing([1], { attempts: 9 }), edges, working });
        const ask = () => rehearsal.accept({ items: items(4), maxConcurrency: 2 });
        const accepted = await ask().catch(ask);
        const { batch } = await rehearsal.runToTheEnd(accepted);
        done = uses < dieAt;
        expect([dieAt, batch.state, batch.ended, (await rehearsal.associations(batch.id)).length]).toEqual([
          dieAt,
          'FAILED',
          { SUCCEEDED: 3, FAILED: 1 },
          4,
        ]);
        expect(rehearsal.sent.alerts.length).toBeGreaterThan(0);
        own.close();
      }
    });

    test('a run that cannot go on is followed by three more, and then the batch ends with what is known', async () => {
      const broken = [{ step: 'admit', answer: new Error('broken') } as const];
      const rehearsal = rehearse(succeeds, broken);
      const { id } = await rehearsal.accept({ items: items(3) });
      const { batch, error } = await rehearsal.runToTheEnd({ id });
      expect(error).toBe('Liaison.RunDied');
      expect(batch).toMatchObject({ state: 'FAILED', endReason: 'RunDied', run: 4 });
      expect(batch.endMessage).toContain('died 4 times');
      expect(rehearsal.sent).toMatchObject({ alerts: [{}], events: [{ outbox: { from: 'PENDING' } }] });
      // What comes late of an ended batch has no effect.
      await rehearsal.resume({ executionName: `${id}-2`, status: 'FAILED', at: origin });
      expect(rehearsal.sent.alerts).toHaveLength(1);
    });

    test.each([
      ['admit', { outcome: 'UNHEARD_OF', waitSeconds: 1 }],
      ['summarise', new Error('broken')],
    ] as const)('%s answering what nobody knows ends the run, not the batch', async (step, answer) => {
      const { status, error, batch } = await play({ items: items(1) }, succeeds, [{ step, answer }]);
      expect([status, error]).toEqual(['FAILED', 'Liaison.RunDied']);
      expect(batch.settledAt).toBeNull();
    });
  });
}
