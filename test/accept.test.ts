import { beforeEach, describe, expect, test } from '@jest/globals';
import { createAccept } from '../src/accept.ts';
import { createDoor, type Door } from './accept/door.ts';
import { acceptedBy, asked } from './asking.ts';

describe('acceptance', () => {
  let table: Door['table'];
  let runs: Door['runs'];
  let accept: Door['accept'];
  let end: Door['end'];
  beforeEach(() => {
    ({ table, runs, accept, end } = createDoor());
  });

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
});
