import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Accept, createAccept } from '../src/accept.ts';
import { asked, rememberingStart } from './asking.ts';
import { dyingStore } from './dying-store.ts';
import { createMemoryTable, type MemoryTable } from './memory-table.ts';

describe('acceptance', () => {
  let table: MemoryTable;
  let runs: ReturnType<typeof rememberingStart>;
  let accept: Accept;
  beforeEach(() => {
    table = createMemoryTable();
    runs = rememberingStart();
    accept = createAccept(table.store, runs.start, () => 'AUTO');
  });

  const acceptedBy = async (door: Accept, ...args: Parameters<typeof asked>) => {
    const acceptance = await door(asked(...args));
    if (acceptance.type !== 'ACCEPTED') throw new Error(acceptance.type);
    return acceptance.association;
  };

  /** A door whose runs cannot be started. */
  const killed = () =>
    createAccept(
      table.store,
      () => Promise.reject(new Error('killed')),
      () => 'AUTO',
    );

  const end = (id: string) => table.store.changeRecord(id, () => ({ state: 'FAILED' }));

  test('a request becomes a record, has its pair, and its first run is started', async () => {
    const { id } = await acceptedBy(accept, 'a');
    expect(await table.store.record(id)).toMatchObject({
      state: 'PENDING',
      run: 1,
      deadlineAt: expect.any(Number),
      scopes: expect.any(Array),
    });
    expect(runs.started).toEqual([`${id}-1`]);
  });

  test('a pair that ends another when it comes about shares a key with it', async () => {
    const move = (parentConnectionId: string) => ({ kind: 'dx-hosted-connection', pair: { connectionId: 'dxcon-r1', parentConnectionId } });
    const keys = await Promise.all(
      ['dxlag-a', 'dxlag-b'].map(async (parent) => {
        const answer = await accept(asked(`move-${parent}`, {}, move(parent)));
        return answer.type === 'ACCEPTED' ? answer.association.rivalKey : undefined;
      }),
    );
    expect(keys).toEqual(['dx-hosted-connection#dxcon-r1', 'dx-hosted-connection#dxcon-r1']);
  });

  test('the same request again is the same association', async () => {
    const [first, second] = [await acceptedBy(accept, 'a'), await acceptedBy(accept, 'a')];
    expect(second.id).toBe(first.id);
    expect(runs.started).toHaveLength(1);
  });

  test('the same key with another request is refused', async () => {
    const { id } = await acceptedBy(accept, 'a');
    expect(await accept(asked('a', {}, { pair: { packageId: 'F2', domainName: 'logs' } }))).toEqual({ type: 'KEY_REUSED', id });
  });

  test('the same key with another plan is the same request, and is held to neither', async () => {
    const onPlan = (sign: string) => accept(asked('a', {}, { planDigest: `sha256:${sign.repeat(64)}` }));
    const { id } = await acceptedBy(accept, 'a', {}, { planDigest: `sha256:${'1'.repeat(64)}` });
    const same = { type: 'ACCEPTED', association: { id, planDigest: `sha256:${'1'.repeat(64)}` } };
    expect(await onPlan('2')).toMatchObject(same);
    expect(await accept(asked('a'))).toMatchObject(same);
  });

  test('who set it going is who counts for its first attempt, and says so in the history', async () => {
    const by = { type: 'IAM', id: 'ben' } as const;
    const { requestedBy, attempt, history } = await acceptedBy(accept, 'a', { by });
    expect([requestedBy.id === by.id, attempt.by, history[0]?.actor]).toEqual([false, by, by]);
  });

  test('an event that comes late, after a later wish has the pair, is superseded', async () => {
    const holder = await acceptedBy(accept, 'late', { requestedAt: 9 });
    const early = await acceptedBy(accept, 'early', { requestedAt: 8, whenBusy: 'NEXT' });
    expect(await table.store.pair(holder.pairKey)).toMatchObject({ holder: holder.id, next: null, superseded: [] });
    expect((await table.store.record(early.id))?.cancel).toMatchObject({ reason: 'Superseded' });
    expect(runs.started).toContain(`${early.id}-1`);
  });

  test('two hundred deliveries at once start one run', async () => {
    const all = await Promise.all(Array.from({ length: 200 }, () => acceptedBy(accept, 'a', { whenBusy: 'NEXT' })));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(runs.started).toHaveLength(1);
  });

  test('a busy pair refuses another HTTP request, names the holder and keeps nothing of it', async () => {
    const { id } = await acceptedBy(accept, 'a');
    expect(await accept(asked('b'))).toMatchObject({ type: 'BUSY', holder: { id } });
    expect(await table.store.records({ limit: 10 })).toHaveLength(1);
  });

  test('of many different requests for one pair at once, one is accepted and the others are refused', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, (_, index) => accept(asked(`key-${index}`))));
    const accepted = all.filter(({ type }) => type === 'ACCEPTED');
    expect(accepted).toHaveLength(1);
    expect(all.filter(({ type }) => type === 'BUSY')).toHaveLength(7);
    expect(await table.store.records({ limit: 20 })).toHaveLength(1);
    expect(runs.started).toHaveLength(1);
  });

  test('a record that repeats keep taking back is given up after a while, to be sent again', async () => {
    const store = { ...table.store, createRecord: async () => false, record: async () => undefined };
    expect(await createAccept(store, runs.start, () => 'AUTO')(asked('a'))).toEqual({ type: 'STARTING' });
  });

  test("the stage's minimum of approval is raised to, never lowered to; who removes the tag has approved", async () => {
    const strict = createAccept(table.store, runs.start, () => 'BY_IMPACT');
    const approvalOf = async (key: string, approval: string, more: Partial<Parameters<typeof asked>[1]> = {}) =>
      (await acceptedBy(strict, key, more, { approval, pair: { packageId: 'F1', domainName: `domain-${key}` } })).approval;
    expect(await approvalOf('a', 'AUTO')).toBe('BY_IMPACT');
    expect(await approvalOf('b', 'REQUIRED')).toBe('REQUIRED');
    expect(await approvalOf('c', 'AUTO', { trigger: { type: 'TAG', key: 'k', value: null, at: 0 } })).toBe('AUTO');
  });

  test('what must hold is asked for a new request, before anything is written, and never for its repeat', async () => {
    const refusing = { hold: () => Promise.reject(new Error('the plan is stale')) };
    await expect(accept(asked('a', refusing))).rejects.toThrow('stale');
    expect(await table.store.records({ limit: 1 })).toEqual([]);
    const { id } = await acceptedBy(accept, 'a', { hold: async () => undefined });
    expect((await acceptedBy(accept, 'a', refusing)).id).toBe(id);
  });

  test('the pair of an association that has ended is free', async () => {
    await end((await acceptedBy(accept, 'a')).id);
    const second = await acceptedBy(accept, 'b');
    expect(runs.started).toContain(`${second.id}-1`);
  });

  test('an event for a busy pair waits as its next and does not start', async () => {
    await acceptedBy(accept, 'a');
    const next = await acceptedBy(accept, 'b', { whenBusy: 'NEXT' });
    expect(await table.store.pair(next.pairKey)).toMatchObject({ next: { id: next.id } });
    expect(runs.started).not.toContain(`${next.id}-1`);
  });

  test('of several events for a busy pair the latest is next, and the others get a run that ends them', async () => {
    await acceptedBy(accept, 'a', { requestedAt: 1 });
    const at = (key: string, requestedAt: number) => acceptedBy(accept, key, { whenBusy: 'NEXT', requestedAt });
    const [second, fourth, third] = [await at('b', 2), await at('d', 4), await at('c', 3)];
    expect(await table.store.pair(second.pairKey)).toMatchObject({ next: { id: fourth.id }, superseded: [] });
    for (const { id } of [second, third]) expect((await table.store.record(id))?.cancel).toMatchObject({ reason: 'Superseded' });
    expect(runs.started).toEqual(expect.arrayContaining([`${second.id}-1`, `${third.id}-1`]));
    expect(runs.started).not.toContain(`${fourth.id}-1`);
  });

  test('a superseded event that is delivered again stays superseded', async () => {
    await acceptedBy(accept, 'a', { requestedAt: 1 });
    const at = (key: string, requestedAt: number) => acceptedBy(accept, key, { whenBusy: 'NEXT', requestedAt });
    const second = await at('b', 2);
    const third = await at('c', 3);
    await at('b', 2);
    expect(await table.store.pair(second.pairKey)).toMatchObject({ next: { id: third.id }, superseded: [] });
  });

  test('a crash between any two steps is made good by the repeat', async () => {
    for (let dieAt = 0; dieAt < 12; dieAt += 1) {
      const more = { whenBusy: 'NEXT' as const };
      const input = { pair: { packageId: 'F1', domainName: `logs-${dieAt}` } };
      const dying = createAccept(dyingStore(table.store, dieAt), runs.start, () => 'AUTO');
      await dying(asked(`crash-${dieAt}`, more, input)).catch((error: Error) => expect(error.message).toBe('killed'));
      const { id, pairKey } = await acceptedBy(accept, `crash-${dieAt}`, more, input);
      expect(runs.started.filter((name) => name === `${id}-1`)).toHaveLength(1);
      expect((await table.store.pair(pairKey)).holder).toBe(id);
    }
    expect(await table.store.records({ limit: 50 })).toHaveLength(12);
  });

  test('a crash while the start is on its way is made good by the repeat', async () => {
    await expect(killed()(asked('a'))).rejects.toThrow('killed');
    const { id } = await acceptedBy(accept, 'a');
    expect(runs.started).toEqual([`${id}-1`]);
  });

  test('a crash while an earlier event is told that it is superseded is made good by the repeat', async () => {
    await acceptedBy(accept, 'a');
    const second = await acceptedBy(accept, 'b', { whenBusy: 'NEXT', requestedAt: 2 });
    await expect(killed()(asked('c', { whenBusy: 'NEXT', requestedAt: 3 }))).rejects.toThrow('killed');
    await acceptedBy(accept, 'c', { whenBusy: 'NEXT', requestedAt: 3 });
    expect((await table.store.record(second.id))?.cancel).not.toBeNull();
    expect(runs.started).toContain(`${second.id}-1`);
  });

  test('a superseded event whose run could not be started is started by its own repeat', async () => {
    await acceptedBy(accept, 'a');
    const second = await acceptedBy(accept, 'b', { whenBusy: 'NEXT', requestedAt: 2 });
    await expect(killed()(asked('c', { whenBusy: 'NEXT', requestedAt: 3 }))).rejects.toThrow('killed');
    await acceptedBy(accept, 'b', { whenBusy: 'NEXT', requestedAt: 2 });
    expect(runs.started).toContain(`${second.id}-1`);
  });

  describe('a request that has lost the pair once its record was written', () => {
    /** A door where another request gets the pair in that moment, and `deleteRecord` is what takes the record back. */
    const late = (deleteRecord: (id: string) => Promise<boolean>) =>
      createAccept(
        {
          ...table.store,
          async createRecord(record) {
            const made = await table.store.createRecord(record);
            await acceptedBy(accept, 'a');
            return made;
          },
          deleteRecord,
        },
        runs.start,
        () => 'AUTO',
      );
    /** The other one ends, and the request comes once more. */
    async function repeated(): Promise<string> {
      await end((await acceptedBy(accept, 'a')).id);
      return (await acceptedBy(accept, 'b')).id;
    }

    test('does not take back what its own repeat was accepted as meanwhile', async () => {
      let id = '';
      const door = late(async (record) => {
        id = await repeated();
        return table.store.deleteRecord(record);
      });
      expect((await acceptedBy(door, 'b')).id).toBe(id);
      expect(await table.store.record(id)).toMatchObject({ state: 'PENDING' });
      expect(runs.started).toContain(`${id}-1`);
    });

    test('leaves its key to what its own repeat is accepted as afterwards', async () => {
      let id = '';
      const door = late(async (record) => {
        const deleted = await table.store.deleteRecord(record);
        id = await repeated();
        return deleted;
      });
      expect((await door(asked('b'))).type).toBe('BUSY');
      await end(id);
      expect((await acceptedBy(accept, 'b')).id).toBe(id);
    });

    test('is looked at like a new one when it comes again', async () => {
      const door = late((record) => table.store.deleteRecord(record));
      expect((await door(asked('b'))).type).toBe('BUSY');
      const created: string[] = [];
      const store = { ...table.store, createRecord: async ({ id }: { id: string }) => created.push(id) > 0 };
      const again = createAccept(store, runs.start, () => 'AUTO');
      expect((await again(asked('b'))).type).toBe('BUSY');
      expect(created).toEqual([]);
      await end((await acceptedBy(accept, 'a')).id);
      await expect(accept(asked('b', { hold: () => Promise.reject(new Error('stale')) }))).rejects.toThrow('stale');
    });
  });

  test('a request whose own repeat takes its record back while it gets the pair begins again', async () => {
    let takenBack = 0;
    const overtaken = createAccept(
      {
        ...table.store,
        async changeRecord(id, ...change) {
          // What a repeat does that found the pair busy a moment ago.
          if (takenBack === 0 && (await table.store.deleteRecord(id))) takenBack += 1;
          return table.store.changeRecord(id, ...change);
        },
      },
      runs.start,
      () => 'AUTO',
    );
    const { id } = await acceptedBy(overtaken, 'b');
    expect(takenBack).toBe(1);
    expect(await table.store.record(id)).toMatchObject({ state: 'PENDING' });
    expect(runs.started).toEqual([`${id}-1`]);
  });
});
