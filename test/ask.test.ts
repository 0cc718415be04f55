import { describe, expect, test } from '@jest/globals';
import { createAsk } from '../src/ask.ts';
import { createLocks } from '../src/locks.ts';
import { createMemoryTable } from './memory-table.ts';
import { createRecords, intent, midnight, plan } from './record.ts';

describe('asking for an approval', () => {
  let happened: string[];
  const table = createMemoryTable();
  const create = createRecords(table.store);

  /** Asks, and notes in which order what happens; the request of notices can fail. */
  function asking({ fails = false } = {}) {
    happened = [];
    const locks = createLocks(table.store);
    return createAsk(
      {
        ...table.store,
        async changeRecord(id, change, known) {
          const record = await table.store.changeRecord(id, change, known);
          happened.push(`${record.state} told ${record.approvalRequest?.told}`);
          return record;
        },
      },
      {
        request: async () => {
          happened.push('request');
          if (fails) throw new Error('no bus');
        },
      },
      {
        release: async (id, scopes) => {
          happened.push('release');
          await locks.release(id, scopes);
        },
      },
      async (token) => void happened.push(`wake ${token}`),
    );
  }
  const running = () => create({ state: 'RUNNING', plan: plan() });
  const input = ({ id, run }: { id: string; run: number }, token = 'token-1') => ({ id, run, now: midnight, token });

  test('frees the locks before anybody can decide, asks, tells, and notes that it told', async () => {
    const record = await running();
    await createLocks(table.store).acquire({ id: record.id, now: midnight }, record.scopes);
    await asking()(input(record));
    expect(happened).toEqual(['release', 'AWAITING_APPROVAL told false', 'request', 'AWAITING_APPROVAL told true']);
    expect(await table.store.lock(record.scopes[0] ?? '')).toMatchObject({ owner: null });
  });

  test('that could not be told is told by the repeat, once', async () => {
    const record = await running();
    await expect(asking({ fails: true })(input(record))).rejects.toThrow('no bus');
    await asking()(input(record, 'token-2'));
    expect(happened).toContain('request');
    await asking()(input(record, 'token-3'));
    expect(happened).not.toContain('request');
    expect((await table.store.record(record.id))?.approvalRequest).toMatchObject({ token: 'token-3', told: true });
  });

  test.each([
    ['later', midnight + 1_000],
    ['in the same moment', midnight],
  ])('that comes once more, when the run has gone on with its locks taken anew %s, frees none', async (_, now) => {
    const record = await running();
    const locks = createLocks(table.store);
    await locks.acquire({ id: record.id, now: midnight }, record.scopes);
    await asking()(input(record));
    await locks.acquire({ id: record.id, now }, record.scopes);
    await table.store.changeRecord(record.id, () => ({ state: 'RUNNING', intent: intent() }));
    await asking()(input(record));
    expect(await table.store.lock(record.scopes[0] ?? '')).toMatchObject({ owner: record.id });
    expect((await table.store.record(record.id))?.state).toBe('RUNNING');
  });

  test('wakes the run at once when it was decided while the locks were freed', async () => {
    const record = await running();
    const ask = createAsk(
      table.store,
      { request: async () => void happened.push('request') },
      { release: async () => void (await table.store.changeRecord(record.id, () => ({ intent: intent() }))) },
      async (token) => void happened.push(`wake ${token}`),
    );
    happened = [];
    await ask(input(record));
    expect(happened).toEqual(['wake token-1']);
  });

  test('notes of no later plan that it was told of', async () => {
    const record = await running();
    const later = { digest: 'sha256:later', round: 2, askedAt: 1, expiresAt: 2, token: 't', told: false };
    const ask = createAsk(
      table.store,
      { request: async () => void (await table.store.changeRecord(record.id, () => ({ approvalRequest: later }))) },
      createLocks(table.store),
      async () => undefined,
    );
    await ask(input(record));
    expect((await table.store.record(record.id))?.approvalRequest).toEqual(later);
  });

  test.each([
    ['another run speaks for it', { run: 2 }],
    ['it has ended', { state: 'FAILED' }],
    ['it was given up', { cancel: { at: 1, actor: { type: 'IAM', id: 'x' }, reason: 'Cancelled', message: 'm' } }],
  ] as const)('wakes the run at once when %s', async (_, more) => {
    const record = await create({ state: 'RUNNING', plan: plan(), ...more });
    await asking()({ ...input(record), run: 1 });
    expect(happened).toEqual(['wake token-1']);
    expect((await table.store.record(record.id))?.approvalRequest).toBeNull();
  });
});
