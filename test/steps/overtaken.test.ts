import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { kindOf } from '../../src/kinds/index.ts';
import type { Operations } from '../../src/kinds/kind.ts';
import { request } from '../../src/steps/request.ts';
import type { Surroundings } from '../../src/steps/step.ts';
import { undo } from '../../src/steps/undo.ts';
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

  test('takes nothing back when another run speaks for it by then', async () => {
    const undoIntent = { run: 1, since: midnight, tries: 0, triedAt: null, because: { reason: 'R', message: null, words: null } };
    const stale = await create({ state: 'ROLLING_BACK', plan: plan(), intent: intent(), undoIntent });
    await table.store.changeRecord(stale.id, () => ({ run: 2, undoIntent: { ...undoIntent, run: 2, tries: 1 } }));
    await undo(stale, { id: stale.id, run: 1, now: midnight + 1 }, surroundings());
    expect(made).toEqual([]);
  });
});
