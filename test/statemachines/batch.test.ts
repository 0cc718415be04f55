import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { loadDefinition } from '../../local/stepfunctions/load.ts';
import { createBatchRehearsal, definition, type Interference, items, type Outcome, ops, origin, succeeds } from '../batches/rehearsal.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { batchAttempts } from './batch-attempts.ts';
import { batchDeaths } from './batch-deaths.ts';
import { waysOf } from './ways.ts';

/** Every way from one state to another that the definition has. */
/** Those of the indexes fail, the first time or always. */
const failing =
  (indexes: readonly number[], { attempts = 1 } = {}): Outcome =>
  (index, attempt) => ({ state: indexes.includes(index) && attempt <= attempts ? 'FAILED' : 'SUCCEEDED', at: 100 });

describe('the batch workflow', () => {
  const edges = new Set<string>();
  let table: MemoryTable;
  beforeEach(() => {
    table = createMemoryTable();
  });

  const rehearse = (outcome: Outcome = succeeds, interferences: Interference[] = []) =>
    createBatchRehearsal(table.documents, { outcome, interferences, edges });

  /** One batch, run to its end. */
  async function play(body: object, outcome?: Outcome, interferences?: Interference[]) {
    const rehearsal = rehearse(outcome, interferences);
    const batch = await rehearsal.accept(body);
    const result = await rehearsal.run(batch);
    return { ...rehearsal, ...result, all: await rehearsal.associations(batch.id) };
  }

  test('the definition can be loaded', () => {
    expect(() => loadDefinition(definition)).not.toThrow();
  });

  test('every item becomes one association, of whoever asked for the batch, and one event tells of the end', async () => {
    const { batch, all, status, sent, running } = await play({ items: items(25), maxConcurrency: 4 });
    expect(batch).toMatchObject({ state: 'SUCCEEDED', endReason: null, ended: { SUCCEEDED: 25 }, running: [], outbox: null });
    expect(batch.endMessage).toBe('All is as asked for: 25 SUCCEEDED.');
    expect(all.map((association) => association.batch?.index).sort((a = 0, b = 0) => a - b)).toEqual(items(25).map((_, index) => index));
    expect(all.every(({ requestedBy }) => requestedBy.id === ops.id)).toBe(true);
    expect(status).toBe('SUCCEEDED');
    expect(sent).toMatchObject({ events: [{ state: 'SUCCEEDED' }], alerts: [] });
    expect(Math.max(...running)).toBe(4);
  });

  test('the deadline of an item counts from when it is begun', async () => {
    const { all } = await play({ items: items(6), maxConcurrency: 1, deadline: 'PT3M' });
    const last = all.find((association) => association.batch?.index === 5);
    expect(last?.attempt.at).toBeGreaterThanOrEqual(origin + 500_000);
    expect(last?.deadlineAt).toBe((last?.attempt.at ?? 0) + 180_000);
  });

  test('a failure is told of once, with the first that failed', async () => {
    const { batch, status, error, sent } = await play({ items: items(8), maxConcurrency: 3 }, failing([2, 5]));
    expect(batch).toMatchObject({ state: 'FAILED', endReason: 'ItemsFailed', ended: { SUCCEEDED: 6, FAILED: 2 } });
    expect(batch.failures.map(({ index, reason }) => [index, reason])).toEqual([
      [2, 'Scripted'],
      [5, 'Scripted'],
    ]);
    expect([status, error]).toEqual(['FAILED', 'FAILED.ItemsFailed']);
    expect(sent).toMatchObject({ events: [{ state: 'FAILED' }], alerts: [{ state: 'FAILED' }] });
  });

  test('the canary is done alone before the rest', async () => {
    const { running, all, batch } = await play({ items: items(12), maxConcurrency: 5, canary: 2 });
    expect(batch.state).toBe('SUCCEEDED');
    const ofCanary = all.filter((association) => (association.batch?.index ?? 0) < 2);
    const firstOther = Math.min(...all.filter((each) => (each.batch?.index ?? 0) >= 2).map(({ attempt }) => attempt.at));
    expect(ofCanary.every(({ settledAt }) => (settledAt ?? Number.POSITIVE_INFINITY) <= firstOther)).toBe(true);
    expect([running[1], Math.max(...running)]).toEqual([2, 5]);
  });

  test('a canary that fails is the last', async () => {
    const { batch, all } = await play({ items: items(12), canary: 2 }, failing([1]));
    expect(batch).toMatchObject({ state: 'FAILED', endReason: 'CanaryFailed', ended: { SUCCEEDED: 1, FAILED: 1 } });
    expect(batch.endMessage).toBe(
      'Not all of the first 2 succeeded, so that the rest was not started: 1 SUCCEEDED, 1 FAILED, 10 not started.',
    );
    expect(all).toHaveLength(2);
  });

  test('after so many failures nothing further is begun, and what runs goes on', async () => {
    const { batch, all } = await play({ items: items(20), maxConcurrency: 3, stopAfterFailures: 2 }, failing([1, 3]));
    expect(batch).toMatchObject({ state: 'FAILED', endReason: 'StoppedAfterFailures', ended: { FAILED: 2 }, running: [] });
    expect(all.length).toBeLessThan(9);
    expect(all.every(({ settledAt }) => settledAt !== null)).toBe(true);
  });

  test('a cancelled batch begins nothing further and ends once what runs has ended', async () => {
    const rehearsal = rehearse(succeeds, [
      {
        step: 'admit',
        call: 3,
        before: async () => {
          const [batch] = await rehearsal.batches.batches({ limit: 1 });
          await rehearsal.batches.changeBatch(batch?.id ?? '', () => ({ cancel: { at: origin, actor: ops, comment: 'not today' } }));
        },
      },
    ]);
    const { id } = await rehearsal.accept({ items: items(9), maxConcurrency: 2 });
    const { batch, status } = await rehearsal.run({ id });
    const all = await rehearsal.associations(id);
    expect(batch).toMatchObject({ state: 'CANCELLED', endReason: 'Cancelled', ended: { SUCCEEDED: all.length } });
    expect(batch.endMessage).toContain(`${ops.id}: not today`);
    expect(all.length).toBeLessThan(9);
    expect(status).toBe('SUCCEEDED');
    expect(rehearsal.sent.alerts).toHaveLength(1);
  });

  test('items that somebody has to decide on are waited for', async () => {
    const outcome: Outcome = (index) => ({ state: 'SUCCEEDED', at: index === 0 ? 86_000 : 100 });
    const { batch, path } = await play({ items: items(3), deadline: 'P2D' }, outcome);
    expect(batch.state).toBe('SUCCEEDED');
    expect(path.filter((state) => state === 'WaitForItems').length).toBeLessThan(320);
  });

  batchAttempts({ rehearse, failing, documents: () => table.documents });

  test('an item whose record is gone counts as failed, and nobody knows what it left', async () => {
    const rehearsal = rehearse(
      (index) => (index === 1 ? null : { state: 'SUCCEEDED', at: 100 }),
      [
        {
          step: 'admit',
          call: 3,
          before: async () => {
            const lost = (await rehearsal.associations(id)).find((each) => each.batch?.index === 1);
            await table.documents.send(new DeleteCommand({ TableName: 'liaison', Key: { pk: `ASSOCIATION#${lost?.id}`, sk: 'RECORD' } }));
          },
        },
      ],
    );
    const { id } = await rehearsal.accept({ items: items(3) });
    const { batch } = await rehearsal.run({ id });
    expect(batch).toMatchObject({
      state: 'FAILED',
      endReason: 'ItemsFailed',
      ended: { SUCCEEDED: 2, FAILED: 1 },
      sideEffects: { NONE: 2, UNKNOWN: 1 },
      failures: [{ index: 1, reason: 'RecordGone' }],
    });
  });

  test('that as many failed as may says nothing once all were begun', async () => {
    const { batch } = await play({ items: items(3), stopAfterFailures: 1 }, failing([2]));
    expect(batch).toMatchObject({ state: 'FAILED', endReason: 'ItemsFailed' });
    expect(batch.endMessage).toBe('Not all is as asked for: 2 SUCCEEDED, 1 FAILED.');
  });

  batchDeaths({ play, rehearse, failing, edges });

  test('after a bounded number of looks another run goes on', async () => {
    const { steps, started, accept, batches } = rehearse(() => null);
    const { id } = await accept({ items: items(1) });
    expect(await steps.admit({ id, run: 1, now: origin, looks: 1_499 })).toMatchObject({ outcome: 'WAIT' });
    expect(await steps.admit({ id, run: 1, now: origin, looks: 1_500 })).toMatchObject({ outcome: 'DONE' });
    expect([...started]).toContain(`${id}-2`);
    expect(await batches.batch(id)).toMatchObject({ run: 2, state: 'RUNNING' });
    expect(await steps.admit({ id, run: 1, now: origin, looks: 0 })).toMatchObject({ outcome: 'DONE' });
  });

  test('a run that is not the current one does nothing', async () => {
    const rehearsal = rehearse(succeeds, [
      { step: 'admit', call: 1, before: async () => rehearsal.batches.changeBatch(accepted.id, () => ({ run: 2 })) },
    ]);
    const accepted = await rehearsal.accept({ items: items(1) });
    const { path, status } = await rehearsal.run(accepted);
    expect([path.at(-1), status]).toEqual(['Done', 'SUCCEEDED']);
    expect(await rehearsal.associations(accepted.id)).toEqual([]);
  });

  test('every way through the definition was taken', () => {
    expect(waysOf(definition.States).filter((edge) => !edges.has(edge))).toEqual([]);
  });
});
