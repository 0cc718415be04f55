import { describe, expect, test } from '@jest/globals';
import type { Documents } from '../../src/table.ts';
import {
  type BatchRehearsal,
  createBatchRehearsal,
  type Interference,
  items,
  type Outcome,
  ops,
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

    test.each([
      ['at any write', undefined, 3],
      ['at any write or start, handing over to another run at every second look,', 1, 2],
    ])('%s begins nothing twice and loses nothing', async (_, looksOfRun, step) => {
      let done = false;
      for (let dieAt = 1; !done; dieAt += step) {
        const own = createMemoryTable();
        let uses = 0;
        const starting = () => {
          uses += 1;
          if (uses === dieAt) throw new Error('killed');
        };
        const send = async (command: never) => {
          starting();
          return own.documents.send(command);
        };
        const working = { send } as unknown as Documents;
        const outcome = failing([1], { attempts: 9 });
        const rehearsal = createBatchRehearsal(own.documents, { outcome, edges, working, starting, looksOfRun });
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
      }
    });

    test('a run waits out an hour in which no look can be taken', async () => {
      const broken = Array.from(
        { length: 15 },
        (_, index): Interference => ({ step: 'admit', call: index + 2, answer: new Error('throttled') }),
      );
      const { batch, status } = await play({ items: items(3), maxConcurrency: 1 }, succeeds, broken);
      expect([status, batch.state, batch.run]).toEqual(['SUCCEEDED', 'SUCCEEDED', 1]);
    });

    test('runs that died are forgotten once a look went well, unless the ending itself cannot be told', async () => {
      const { steps, accept, batches, associations, store } = rehearse(() => null);
      const { id } = await accept({ items: items(1) });
      const look = async () => {
        await batches.changeBatch(id, () => ({ deaths: 3 }));
        const { outcome } = await steps.admit({ id, run: 1, now: origin, looks: 0 });
        return [outcome, (await batches.batch(id))?.deaths];
      };
      expect([await look(), await look()]).toEqual([
        ['WAIT', 0],
        ['WAIT', 0],
      ]);
      const [item] = await associations(id);
      await store.changeRecord(item?.id ?? '', () => ({ state: 'SUCCEEDED', sideEffects: 'NONE' }));
      expect(await look()).toEqual(['SUMMARISE', 3]);
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

    test('a run that dies once all has come about leaves an ending that says so', async () => {
      const rehearsal = rehearse(succeeds, [{ step: 'summarise', answer: new Error('broken') }]);
      const { id } = await rehearsal.accept({ items: items(3) });
      const { batch } = await rehearsal.runToTheEnd({ id });
      expect(batch).toMatchObject({ state: 'SUCCEEDED', endReason: null, run: 4, ended: { SUCCEEDED: 3 } });
      expect(rehearsal.sent).toMatchObject({ alerts: [], events: [{ state: 'SUCCEEDED' }] });
    });

    test('a run that dies once too often after its last look ends the batch with what has come about since', async () => {
      const broken = Array.from(
        { length: 200 },
        (_, index): Interference => ({ step: 'admit', call: index + 2, answer: new Error('broken') }),
      );
      const rehearsal = rehearse(succeeds, broken);
      const { id } = await rehearsal.accept({ items: items(3) });
      const { batch } = await rehearsal.runToTheEnd({ id });
      expect(batch).toMatchObject({ state: 'SUCCEEDED', endReason: null, run: 4, ended: { SUCCEEDED: 3 }, running: [] });
      expect(rehearsal.sent).toMatchObject({ alerts: [], events: [{ state: 'SUCCEEDED' }] });
    });

    test('a batch that was cancelled before any of its runs came to anything ends CANCELLED', async () => {
      const rehearsal = rehearse(succeeds, [{ step: 'admit', answer: new Error('broken') }]);
      const { id } = await rehearsal.accept({ items: items(3) });
      await rehearsal.batches.changeBatch(id, () => ({ cancel: { at: origin, actor: ops, comment: null } }));
      const { batch } = await rehearsal.runToTheEnd({ id });
      expect(batch).toMatchObject({ state: 'CANCELLED', endReason: 'Cancelled', run: 4, ended: {} });
      expect(await rehearsal.associations(id)).toEqual([]);
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
