import { beforeEach, describe, expect, test } from '@jest/globals';
import { createAcceptBatch } from '../../src/batches/create.ts';
import { readBatch } from '../../src/batches/read.ts';
import { createRequestsOf } from '../../src/batches/requests.ts';
import { createBatchStore } from '../../src/batches/store.ts';
import { createTable, type Documents } from '../../src/table.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { midnight } from '../record.ts';
import { items, ops } from './rehearsal.ts';

describe('the door for batches', () => {
  let memory: MemoryTable;
  let pairs: unknown[];
  let started: string[];
  let held: string[];
  beforeEach(() => {
    memory = createMemoryTable();
    pairs = items(3).map(({ pair }) => pair);
    [started, held] = [[], []];
  });

  const door = (documents: Documents = memory.documents) =>
    createAcceptBatch({
      store: memory.store,
      batches: createBatchStore(createTable(documents, () => 'liaison')),
      start: async ({ id, run }) => void started.push(`${id}-${run}`),
      requestsOf: createRequestsOf(async () => pairs),
      holdPlan: async (_, digest) => void held.push(digest),
    });
  const selected = { selector: { kind: 'es-package', packageId: 'F1' } };

  function asked(body: object, key = 'key') {
    const read = readBatch(body);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return { request: read.value, key: [key], requestedBy: ops, requestedAt: midnight, trigger: null };
  }

  test('takes a batch in, and a repeat of it is the same one, whatever its selector names by then', async () => {
    const first = await door()(asked(selected));
    pairs = [];
    const again = await door()(asked(selected));
    expect(first).toMatchObject({ type: 'ACCEPTED', batch: { state: 'PENDING', total: 3, selector: selected.selector, requestedBy: ops } });
    expect(again).toEqual(first);
    expect(new Set(started).size).toBe(1);
  });

  test('refuses a key that was used for another batch', async () => {
    const first = await door()(asked(selected));
    expect(await door()(asked({ items: items(1) }))).toEqual({ type: 'KEY_REUSED', id: first.type === 'ACCEPTED' ? first.batch.id : '' });
  });

  test('refuses a selector that names nothing, or what cannot be asked for, and remembers nothing of it', async () => {
    pairs = [];
    expect(await door()(asked(selected))).toEqual({ type: 'NOTHING' });
    pairs = [{ packageId: 'F1', domainName: 'NOT-A-DOMAIN' }];
    expect(await door()(asked(selected))).toMatchObject({ type: 'UNUSABLE', problems: [{ path: 'pair.domainName' }] });
    pairs = items(1).map(({ pair }) => pair);
    expect(await door()(asked(selected))).toMatchObject({ type: 'ACCEPTED' });
  });

  test('holds a batch to the plan it was asked for with, once', async () => {
    const planDigest = `sha256:${'0'.repeat(64)}`;
    await door()(asked({ items: items(1), planDigest }));
    await door()(asked({ items: items(1), planDigest }));
    expect(held).toEqual([planDigest]);
  });

  test('is one batch with one set of items, wherever a try died and whatever the selector named then', async () => {
    for (let dieAt = 1; dieAt < 6; dieAt += 1) {
      let uses = 0;
      const send = async (command: never) => {
        uses += 1;
        if (uses === dieAt) throw new Error('killed');
        return memory.documents.send(command);
      };
      pairs = items(3).map(({ pair }) => pair);
      await door({ send } as unknown as Documents)(asked(selected, `key-${dieAt}`)).catch(() => undefined);
      pairs = items(2).map(({ pair }) => pair);
      const acceptance = await door()(asked(selected, `key-${dieAt}`));
      const batch = acceptance.type === 'ACCEPTED' ? acceptance.batch : undefined;
      const kept = await createBatchStore(createTable(memory.documents, () => 'liaison')).requests(batch as never, 0);
      expect(kept).toHaveLength(batch?.total ?? -1);
    }
  });

  test('keeps its items when a write that took is sent again', async () => {
    const send = async (command: { constructor: { name: string } }) => {
      if (command.constructor.name === 'PutCommand') await memory.documents.send(command as never);
      return memory.documents.send(command as never);
    };
    const acceptance = await door({ send } as unknown as Documents)(asked(selected));
    const batch = acceptance.type === 'ACCEPTED' ? acceptance.batch : undefined;
    expect(await createBatchStore(createTable(memory.documents, () => 'liaison')).requests(batch as never, 0)).toHaveLength(3);
  });

  test('of two tries at once both are the same batch', async () => {
    const [one, other] = await Promise.all([door()(asked(selected)), door()(asked(selected))]);
    expect(one).toEqual(other);
  });
});
