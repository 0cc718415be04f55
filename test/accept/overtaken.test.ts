import { beforeEach, describe, expect, test } from '@jest/globals';
import { createAccept } from '../../src/accept.ts';
import { acceptedBy, asked } from '../asking.ts';
import { dyingStore } from '../dying-store.ts';
import { createDoor, type Door } from './door.ts';

describe('acceptance that is cut off, or overtaken', () => {
  let table: Door['table'];
  let runs: Door['runs'];
  let accept: Door['accept'];
  let killed: Door['killed'];
  let end: Door['end'];
  beforeEach(() => {
    ({ table, runs, accept, killed, end } = createDoor());
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
