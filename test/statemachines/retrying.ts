import { describe, expect, test } from '@jest/globals';
import { isTerminal } from '../../src/association.ts';
import { asked, interrupting, type People } from './people.ts';
import { origin } from './rehearsal.ts';
import { check, leaving, look, plan, type Script, words } from './script.ts';

const gone = look('ABSENT', { asBefore: true });

/** How another attempt leads through the workflow. */
export function retryingIsFollowed({ begin, rehearse, store }: People): void {
  describe('retry', () => {
    test('is another attempt in a run of its own, with its history kept', async () => {
      const { run, say, answers, recordNow, rehearsal } = await begin({
        request: [
          { type: 'REFUSED', words: words({ error: 'Denied' }) },
          { type: 'ACCEPTED', handle: null, words: words() },
        ],
      });
      expect((await run()).record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE' });
      await say('retry', { comment: 'allowed now' });
      expect(answers).toMatchObject([{ status: 202, body: { state: 'PENDING' } }]);
      expect(rehearsal.started).toHaveLength(2);
      const { record } = await run();
      expect(record).toMatchObject({ state: 'SUCCEEDED', run: 2, attempt: { number: 2, firstRun: 2 }, endReason: null });
      expect(record.history.map(({ action, attempt }) => [action, attempt])).toEqual([
        ['Requested', 1],
        ['Started', 1],
        ['AWS refused the call', 1],
        ['Settled', 1],
        ['Retried', 2],
        ['Started', 2],
        ['AWS accepted the call', 2],
        ['Settled', 2],
      ]);
      expect((await recordNow()).deadlineAt).toBe(record.attempt.at + 7_200_000);
    });

    test('undoes what an earlier attempt left before anything else, and restores what was there before that', async () => {
      const left = {
        undo: [
          { type: 'REFUSED', words: words({ error: 'Denied' }) },
          { type: 'ACCEPTED', handle: null, words: words() },
        ],
      } satisfies Script;
      const { run, say, rehearsal } = await begin({
        ...left,
        plan: [plan({ before: 'first' }), plan({ before: 'later' })],
        observe: [look('FAILED'), look('FAILED'), gone, gone, look('SETTLED')],
      });
      expect((await run()).record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', intent: { before: 'first' } });
      await say('retry', {}, { after: 600 });
      const { record, path } = await run(600);
      expect(path.slice(0, 4)).toEqual(['Lock', 'AfterLock', 'Observe', 'AfterObserve']);
      expect(rehearsal.sent.made).toEqual(['Make', 'Unmake', 'Unmake', 'Make']);
      expect(record).toMatchObject({ state: 'SUCCEEDED', intent: { before: 'later' }, leftover: null });
    });

    test('keeps the before-image of the first intent while what was made then may be there', async () => {
      const { run, say } = await begin({
        plan: [plan({ before: 'first', undo: [] }), plan({ before: 'what we left', undo: [] })],
        observe: [look('FAILED'), look('FAILED'), look('FAILED')],
      });
      expect((await run()).record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND' });
      await say('retry', {});
      expect((await run()).record.intent).toMatchObject({ before: 'first', run: 2 });
    });

    test('looks before it calls again: what came about meanwhile is a success without another call', async () => {
      const { run, say, rehearsal } = await begin({ observe: [look('PENDING', { ours: 'UNKNOWN' })] });
      const { record } = await run();
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'UNKNOWN' });
      const second = rehearse({ observe: [look('SETTLED')] });
      await say('retry', {}, { after: 7_200 });
      const again = await second.run(record, 7_200);
      expect([again.record.state, rehearsal.sent.made, second.sent.made]).toEqual(['SUCCEEDED', ['Make'], []]);
    });

    test('of what was never made plans again at once', async () => {
      const { run, say, rehearsal } = await begin({ observe: [look('PENDING', { ours: 'UNKNOWN' })] });
      const { record } = await run();
      const second = rehearse({ observe: [look('ABSENT', { asBefore: true }), look('SETTLED')] });
      await say('retry', {}, { after: 7_200 });
      const again = await second.run(record, 7_200);
      expect([again.record.state, rehearsal.sent.made, second.sent.made]).toEqual(['SUCCEEDED', ['Make'], ['Make']]);
    });

    test('takes back what was left only in its turn: another may be at work there', async () => {
      const { run, say, recordNow, rehearsal } = await begin({ ...leaving, observe: [look('FAILED')] });
      const { scopes, id } = (await run()).record;
      const other = await rehearse().accept(`other-${id}`, { pair: { packageId: 'F9', domainName: scopes[0]?.split('/')[1] } });
      await store.changeLock(scopes[0] ?? '', () => ({ owner: other.id }));
      await say('retry', {});
      const { path } = await run();
      expect(path.slice(0, 4)).toEqual(['Lock', 'AfterLock', 'WaitForLock', 'Lock']);
      expect(path).not.toContain('Undo');
      // It never got its turn, and says what is still there all the same.
      expect(await recordNow()).toMatchObject({ state: 'FAILED', endReason: 'DeadlinePassed', sideEffects: 'LEFT_BEHIND' });
      expect(rehearsal.sent.made).toEqual(['Make', 'Unmake']);
    });

    test.each([
      ['a failed check', { plan: [plan(), plan({ checks: [check('FAIL', 'Taken')] })] }, {}, 'FAILED'],
      ['a stale plan', {}, { planDigest: `sha256:${'0'.repeat(64)}` }, 'FAILED'],
    ] as [string, Script, object, string][])(
      'that ends at once by %s still says what an earlier attempt left, and keeps its before-image',
      async (_, script, body, state) => {
        const { run, say, recordNow } = await begin({ ...leaving, ...script, observe: [look('FAILED')] }, { onFailure: 'LEAVE' });
        await run();
        await say('retry', body);
        await run();
        const record = await recordNow();
        expect(record).toMatchObject({ state, sideEffects: 'LEFT_BEHIND', intent: null, leftover: { intent: { handle: 'made' } } });
        await say('retry', {});
        expect(await recordNow()).toMatchObject({ state: 'PENDING', intent: { handle: 'made' }, leftover: { sideEffects: 'LEFT_BEHIND' } });
      },
    );

    test('that is cancelled before it looked ends CANCELLED, and says what an earlier attempt left', async () => {
      const { run, say, recordNow, rehearsal } = await begin({ ...leaving, observe: [look('FAILED')] });
      await run();
      await say('retry', {});
      await say('cancel', {});
      await run();
      expect(await recordNow()).toMatchObject({ state: 'CANCELLED', sideEffects: 'LEFT_BEHIND' });
      expect(rehearsal.sent.made).toEqual(['Make', 'Unmake']);
    });

    test('that is cancelled while it takes back what was left is not carried out', async () => {
      const undo = [
        { type: 'REFUSED', words: words() },
        { type: 'ACCEPTED', handle: null, words: words() },
      ] as Script['undo'];
      const { run, say, answers, rehearsal } = await begin(
        { ...leaving, ...(undo && { undo }), observe: [look('FAILED'), look('FAILED'), look('ABSENT', { asBefore: true })] },
        {},
        ({ say: early }) => [{ function: 'observeUndo', call: 1, before: () => early('cancel', {}) }],
      );
      await run();
      await say('retry', {});
      const { record } = await run();
      expect(answers.map(({ status }) => status)).toEqual([202, 202]);
      expect([record.state, record.sideEffects, rehearsal.sent.made]).toEqual(['CANCELLED', 'NONE', ['Make', 'Unmake', 'Unmake']]);
    });

    test('whose answer that room is made was lost goes on with its plan', async () => {
      const undo = [
        { type: 'REFUSED', words: words() },
        { type: 'ACCEPTED', handle: null, words: words() },
      ] as Script['undo'];
      const { run, say } = await begin(
        {
          ...leaving,
          ...(undo && { undo }),
          observe: [look('FAILED'), look('FAILED'), gone, gone, look('SETTLED')],
        },
        {},
        () => [{ function: 'observeUndo', call: 2, lost: true }],
      );
      await run();
      await say('retry', {}, { after: 600 });
      expect((await run(600)).record).toMatchObject({ state: 'SUCCEEDED', leftover: null });
    });

    test('is approved with the undo that would be carried out', async () => {
      const back = [{ operation: 'MoveBack', parameters: { to: 'P0' } }];
      const { run, say, recordNow } = await begin(
        {
          ...leaving,
          plan: [plan({ before: 'P0', undo: back }), plan({ before: 'P1', undo: [{ operation: 'MoveBack', parameters: { to: 'P1' } }] })],
          observe: [look('FAILED')],
        },
        { onFailure: 'LEAVE' },
      );
      await run();
      await say('retry', {});
      await run();
      expect(await recordNow()).toMatchObject({ plan: { before: 'P0', undo: back }, intent: { before: 'P0' } });
    });

    test('of a retry still knows what the first left', async () => {
      const { run, say, recordNow } = await begin({
        plan: [plan({ undo: [] })],
        observe: [look('FAILED'), look('FAILED'), look('FAILED'), look('FAILED'), look('SETTLED')],
      });
      await run();
      const first = (await recordNow()).intent;
      await say('retry', {});
      await run();
      await say('retry', {});
      await run();
      const { intent, leftover } = await recordNow();
      expect(intent?.at).toBeGreaterThan(first?.at ?? 0);
      expect([intent?.since, leftover?.intent.since]).toEqual([first?.at, first?.at]);
    });

    test('of what was rejected asks again', async () => {
      const { run, say, recordNow, rehearsal } = await begin({ plan: [interrupting] }, {}, ({ decide }) => [
        asked(decide('reject')),
        asked(decide('approve', { after: 120, principal: 'arn:aws:iam::1:user/another' }), 2),
      ]);
      await run();
      await say('retry', {});
      await run();
      expect(await recordNow()).toMatchObject({ state: 'SUCCEEDED', approvalRequest: { round: 1 } });
      expect(rehearsal.sent.asked).toHaveLength(2);
    });

    test('can be resumed three times of its own', async () => {
      const { run, say, rehearsal, id } = await begin({ request: [{ type: 'REFUSED', words: words() }] }, {}, () => [
        { function: 'lock', call: 2, answer: { outcome: 'NEW', waitSeconds: null, ending: null } },
      ]);
      await run();
      await say('retry', {});
      await run();
      await rehearsal.resume({ executionName: `${id}-2`, status: 'FAILED', at: origin });
      const { record } = await run();
      expect([record.run, record.attempt.firstRun, isTerminal(record)]).toEqual([3, 2, true]);
    });

    test('of what came about, or is on its way, is refused', async () => {
      const { run, say, answers } = await begin({}, {}, ({ say: early }) => [{ function: 'plan', before: () => early('retry', {}) }]);
      await run();
      await say('retry', {});
      expect(answers).toMatchObject([409, 409].map((status) => ({ status, body: { code: 'not-retryable' } })));
    });
  });
}
