import { describe, expect, test } from '@jest/globals';
import type { People } from './people.ts';
import { leaving, look, plan, type Script, words } from './script.ts';

const denied = { type: 'REFUSED', words: words({ error: 'Denied' }) } as const;
const accepted = { type: 'ACCEPTED', handle: null, words: words() } as const;

/** What a retry does about what an earlier attempt left, once others have been there. */
export function othersAreLeft({ begin, rehearse, store }: People): void {
  /** A first attempt that left something, before which there was `first`; then the other, then two hours later a retry by that script. */
  async function contested(script: Script) {
    const { run, say, recordNow } = await begin({ plan: [plan({ before: 'first' })], undo: [denied], observe: [look('FAILED')] });
    const { record } = await run();
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND' });
    const settled = { id: 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2H', at: (record.settledAt ?? 0) + 1_000, maker: null, isUnclear: true } as const;
    await store.changePair(record.pairKey, () => ({ settled }));
    const retried = async (other: Script, after: number) => {
      await say('retry', {}, { after });
      const rehearsal = rehearse({ plan: [plan({ before: 'others may have made' })], ...other });
      await rehearsal.run(record, after);
      return { record: await recordNow(), sent: rehearsal.sent };
    };
    return { ...(await retried(script, 7_200)), first: record, settled, retried };
  }

  describe('a retry after another association whose doing is not known', () => {
    test('leaves what the first attempt left, and goes on saying so', async () => {
      const { record, sent, first } = await contested({ request: [denied], observe: [look('FAILED')] });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', endReason: 'Denied' });
      expect(sent.made).toEqual(['Make']);
      // Whoever looks at it in another attempt still sees that it changed after the first call.
      expect(record).toMatchObject({ leftover: null, abandoned: { intent: { before: 'first', since: first.intent?.since } } });
    });

    test('answers for its own call alone, and restores what was there before that', async () => {
      const { record, sent, first } = await contested({ observe: [look('FAILED'), look('FAILED'), look('ABSENT', { asBefore: true })] });
      expect(sent.made).toEqual(['Make', 'Unmake']);
      expect(sent.undone).toMatchObject([{ run: 2, before: 'others may have made' }]);
      expect(sent.undone[0]?.since).toBeGreaterThan(first.settledAt ?? 0);
      // It has taken its own call back, and what the first attempt left is left.
      expect(record).toMatchObject({
        state: 'FAILED',
        sideEffects: 'LEFT_BEHIND',
        intent: null,
        abandoned: { intent: { before: 'first' } },
      });
    });

    test('whose own call made nothing still says what the first attempt left', async () => {
      const { record } = await contested({
        request: [{ type: 'UNKNOWN', words: words() }],
        observe: [look('FAILED'), look('ABSENT', { asBefore: true })],
      });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', endReason: 'NotMade' });
      expect(record).toMatchObject({ intent: null, leftover: null, abandoned: { intent: { before: 'first' } } });
    });

    test('is nothing that another retry takes back, whichever way it ended, or that hides the other association', async () => {
      for (const own of [
        [look('FAILED'), look('FAILED'), look('ABSENT', { asBefore: true })],
        [look('FAILED'), look('ABSENT', { asBefore: true })],
      ]) {
        const { settled, retried, first } = await contested({ observe: own });
        expect((await store.pair(first.pairKey)).settled).toEqual(settled);
        const third = await retried({ request: [denied], observe: [look('FAILED')] }, 14_400);
        expect(third.sent.made).toEqual(['Make']);
        expect(third.record).toMatchObject({ sideEffects: 'LEFT_BEHIND', abandoned: { intent: { before: 'first' } } });
      }
    });

    test('that ends before it has looked forgets nothing of that', async () => {
      const { retried } = await contested({ request: [denied], observe: [look('FAILED')] });
      const lost = await retried({ observe: [new Error('unreadable')] }, 14_400);
      expect(lost.record.abandoned).toMatchObject({ intent: { before: 'first' } });
    });

    test('that leaves something of its own too has that taken back by the next, which still says what the first left', async () => {
      const { record, retried } = await contested({ undo: [denied], observe: [look('FAILED')] });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', intent: { run: 2, before: 'others may have made' } });
      const third = await retried(
        { plan: [plan({ before: 'third' })], request: [denied], observe: [look('FAILED'), look('ABSENT', { asBefore: true })] },
        14_400,
      );
      expect(third.sent.undone).toMatchObject([{ run: 2 }]);
      expect(third.record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', endReason: 'Denied' });
      expect(third.record).toMatchObject({ intent: null, leftover: null, abandoned: { intent: { before: 'first' } } });
    });

    test('is asked once more whether it is there when all else is gone', async () => {
      const { retried } = await contested({ request: [denied], observe: [look('FAILED')] });
      const third = await retried({ request: [denied], observe: [look('ABSENT', { asBefore: true })] }, 14_400);
      expect(third.record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', leftover: null, abandoned: null });
    });

    test('answers for nothing when what is there is certainly not its own', async () => {
      const { record } = await contested({ request: [denied], observe: [look('FAILED', { ours: 'NO' })] });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'Denied', leftover: null, abandoned: null });
    });
  });

  describe('a retry after somebody else', () => {
    test('restores nothing that another hand has changed since', async () => {
      const { run, say, recordNow } = await begin(
        {
          ...leaving,
          plan: [plan({ before: 'P0' }), plan({ before: 'P1' })],
          observe: [look('FAILED'), look('FAILED', { ours: 'NO' }), look('SETTLED')],
        },
        { onFailure: 'LEAVE' },
      );
      await run();
      await say('retry', {});
      await run();
      expect(await recordNow()).toMatchObject({ state: 'SUCCEEDED', leftover: null, intent: { before: 'P1' } });
    });

    test('of what another hand has brought elsewhere since plans anew at once', async () => {
      const { run, say, recordNow } = await begin({ ...leaving, plan: [plan({ before: 'P0' })], observe: [look('FAILED')] });
      const { record } = await run();
      await say('retry', {}, { after: 7_200 });
      const observe = [look('ELSEWHERE', { ours: 'NO' }), look('SETTLED')];
      const second = await rehearse({ plan: [plan({ before: 'P2' })], observe }).run(record, 7_200);
      expect(second.path.filter((state) => state === 'WaitForSettled')).toHaveLength(1);
      expect(await recordNow()).toMatchObject({ state: 'SUCCEEDED', leftover: null, intent: { before: 'P2' } });
    });

    test('that finds it done by another association since says that it changed nothing, and takes nothing back', async () => {
      for (const [found, ending] of [
        [look('SETTLED'), { state: 'SUCCEEDED', changed: false }],
        [look('FAILED'), { state: 'SUCCEEDED', changed: true, leftover: null }],
      ] as const) {
        const { run, say, recordNow, rehearsal } = await begin({
          request: [{ type: 'UNKNOWN', words: words() }],
          observe: [look('FAILED', { ours: 'UNKNOWN' }), found, look('SETTLED')],
        });
        expect((await run()).record).toMatchObject({ state: 'FAILED', sideEffects: 'UNKNOWN' });
        const { pairKey, settledAt } = await recordNow();
        const settled = { id: 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2H', at: (settledAt ?? 0) + 1_000, maker: 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2H' };
        await store.changePair(pairKey, () => ({ settled }));
        await say('retry', {});
        expect((await run()).record).toMatchObject(ending);
        expect(rehearsal.sent.made).not.toContain('Unmake');
      }
    });
  });

  test('a retry that cannot tell whose it is, where nobody came between, keeps the before-image of the first attempt', async () => {
    const { run, say, recordNow } = await begin({
      request: [accepted, accepted],
      plan: [plan({ before: 'first', undo: [] }), plan({ before: 'later', undo: [] })],
      observe: [look('FAILED', { ours: 'UNKNOWN' })],
    });
    await run();
    await say('retry', {});
    await run();
    expect(await recordNow()).toMatchObject({ sideEffects: 'UNKNOWN', intent: { run: 2, before: 'first' } });
  });
}
