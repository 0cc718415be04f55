import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import { kindOf } from '../../src/kinds/index.ts';
import type { Operations } from '../../src/kinds/kind.ts';
import { plan as planStep } from '../../src/steps/plan.ts';
import { request } from '../../src/steps/request.ts';
import type { Surroundings } from '../../src/steps/step.ts';
import { observeUndo, undo } from '../../src/steps/undo.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { createRecords, intent, midnight, plan, words } from '../record.ts';

describe('an invocation whose record has moved on since it read it', () => {
  let table: MemoryTable;
  let create: ReturnType<typeof createRecords>;
  const made: string[] = [];
  beforeAll(() => {
    table = createMemoryTable();
    create = createRecords(table.store);
  });
  afterAll(() => table.close());

  const call = (name: string) => async () => {
    made.push(name);
    return { type: 'ACCEPTED', handle: null, words: words() };
  };
  const surroundings = (): Surroundings => ({
    rules: kindOf('es-package'),
    operations: { request: call('Make'), undo: call('Unmake') } as unknown as Operations<never>,
    store: table.store,
    account: '1',
    region: 'r',
    note: () => undefined,
    throttled: () => undefined,
  });

  test('makes no call when another run speaks for it by then', async () => {
    const stale = await create({ state: 'RUNNING', plan: plan(), mayCall: true });
    await table.store.changeRecord(stale.id, () => ({ run: 2, mayCall: false, intent: intent({ run: 2 }) }));
    await request(stale, { id: stale.id, run: 1, now: midnight }, surroundings());
    expect(made).toEqual([]);
  });

  test('plans nothing for the call that the plan of another invocation was carried out with', async () => {
    const { id } = await create({ state: 'RUNNING', scopes: ['domain'] });
    await table.store.changeLock('domain', () => ({ owner: id }));
    const input = { id, run: 1, now: midnight };
    const [first, second] = [await table.store.record(id), await table.store.record(id)];
    const made = {
      changed: true,
      checks: [],
      calls: plan().calls,
      undo: [],
      impact: 'NONE',
      targetVersion: null,
      before: null,
      scopes: ['domain'],
    };
    const calls: string[] = [];
    const operations = {
      plan: async () => made,
      request: async () => {
        calls.push('Make');
        return { type: 'IN_PROGRESS', words: words() };
      },
    } as unknown as Operations<never>;
    const around = { ...surroundings(), operations };
    expect(await planStep(first as Association, input, around)).toMatchObject({ outcome: 'REQUEST' });
    await request((await table.store.record(id)) as Association, input, around);
    // The plan that was made at the same time is written down only now; and later still somebody sends the step before once more.
    expect(await planStep(second as Association, input, around)).toMatchObject({ outcome: 'LOCK' });
    await request((await table.store.record(id)) as Association, input, around);
    expect(calls).toEqual(['Make']);
  });

  test('that sees gone what an earlier attempt left forgets nothing of what this one has made since', async () => {
    const because = { reason: 'R', message: null, words: null };
    const undoIntent = { run: 2, since: midnight, tries: 1, triedAt: midnight, because };
    const attempt = { number: 2, by: { type: 'IAM', id: 'x' }, firstRun: 2, at: midnight } as const;
    const stale = await create({ state: 'ROLLING_BACK', run: 2, attempt, plan: plan(), intent: intent({ run: 1 }), undoIntent });
    await table.store.changeRecord(stale.id, () => ({ intent: intent({ run: 2 }), undoIntent: { ...undoIntent, since: midnight + 1 } }));
    const gone = { type: 'ABSENT', ours: 'NO', asBefore: true, unknownStatus: false, words: words() };
    const operations = { observe: async () => gone } as unknown as Operations<never>;
    await observeUndo(stale, { id: stale.id, run: 2, now: midnight + 2 }, { ...surroundings(), operations });
    expect(await table.store.record(stale.id)).toMatchObject({ intent: { run: 2 }, undoIntent: { since: midnight + 1 } });
  });

  test('takes nothing back while another try may be out, and again once that shows', async () => {
    const because = { reason: 'R', message: null, words: null };
    const undoIntent = { run: 1, since: midnight, tries: 0, triedAt: null, because };
    const record = await create({ state: 'ROLLING_BACK', plan: plan(), intent: intent(), undoIntent });
    const sent: number[] = [];
    const at = async (seconds: number, type: string) => {
      const now = midnight + seconds * 1_000;
      const take = async () => {
        sent.push(seconds);
        return { type, words: words() };
      };
      const operations = { undo: take } as unknown as Operations<never>;
      const known = (await table.store.record(record.id)) as Association;
      return undo(known, { id: record.id, run: 1, now }, { ...surroundings(), operations });
    };
    await at(1, 'UNKNOWN');
    expect(await at(119, 'ACCEPTED')).toMatchObject({ outcome: 'OBSERVE_UNDO' });
    await at(121, 'IN_PROGRESS');
    await at(150, 'ACCEPTED');
    await at(160, 'ACCEPTED');
    // What AWS refused for the moment is not out, and no try.
    expect(sent).toEqual([1, 121, 150]);
    expect((await table.store.record(record.id))?.undoIntent).toMatchObject({ tries: 2, isOut: true });
  });

  test('that took back slowly brings nothing back of what has been seen gone since', async () => {
    const because = { reason: 'R', message: null, words: null };
    const undoIntent = { run: 1, since: midnight, tries: 0, triedAt: null, because };
    const stale = await create({ state: 'ROLLING_BACK', plan: plan(), intent: intent(), undoIntent });
    const busy = async () => {
      await table.store.changeRecord(stale.id, () => ({ intent: null, undoIntent: null, state: 'RUNNING' }));
      return { type: 'IN_PROGRESS', words: words() };
    };
    const operations = { undo: busy } as unknown as Operations<never>;
    await undo(stale, { id: stale.id, run: 1, now: midnight + 1 }, { ...surroundings(), operations });
    expect(await table.store.record(stale.id)).toMatchObject({ state: 'RUNNING', intent: null, undoIntent: null });
  });

  test('takes nothing back when another run speaks for it by then', async () => {
    const undoIntent = { run: 1, since: midnight, tries: 0, triedAt: null, because: { reason: 'R', message: null, words: null } };
    const stale = await create({ state: 'ROLLING_BACK', plan: plan(), intent: intent(), undoIntent });
    await table.store.changeRecord(stale.id, () => ({ run: 2, undoIntent: { ...undoIntent, run: 2, tries: 1 } }));
    await undo(stale, { id: stale.id, run: 1, now: midnight + 1 }, surroundings());
    expect(made).toEqual([]);
  });
});
