import { beforeEach, describe, expect, test } from '@jest/globals';
import { acceptedBy, asked } from '../asking.ts';
import { createDoor, type Door } from './door.ts';

describe('events for a pair that is busy', () => {
  let table: Door['table'];
  let runs: Door['runs'];
  let accept: Door['accept'];
  let killed: Door['killed'];
  beforeEach(() => {
    ({ table, runs, accept, killed } = createDoor());
  });

  test('an event that comes late, after a later wish has the pair, is superseded', async () => {
    const holder = await acceptedBy(accept, 'late', { requestedAt: 9_999 });
    const early = await acceptedBy(accept, 'early', { requestedAt: 8_000, whenBusy: 'NEXT' }, { desired: 'DISSOCIATED' });
    expect(await table.store.pair(holder.pairKey)).toMatchObject({ holder: holder.id, next: null, superseded: [] });
    expect((await table.store.record(early.id))?.cancel).toMatchObject({ reason: 'Superseded' });
    expect(runs.started).toContain(`${early.id}-1`);
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
});
