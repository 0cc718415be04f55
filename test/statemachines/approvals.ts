import { describe, expect, test } from '@jest/globals';
import { estimateOf, transitionsOf } from '../../src/estimate.ts';
import { asked, interrupting, type People } from './people.ts';
import { origin } from './rehearsal.ts';
import { look, plan, type Script } from './script.ts';

/** How approvals lead through the workflow, and what their plans estimate. */
export function approvalsAreFollowed({ begin, store }: People): void {
  describe('approval', () => {
    test('what interrupts traffic waits for a yes with its locks free, and then goes on with a new plan', async () => {
      let locks: (string | null)[] = [];
      const { run, rehearsal, answers } = await begin({ plan: [interrupting] }, {}, ({ decide, recordNow }) => [
        asked(async () => {
          const { scopes } = await recordNow();
          locks = await Promise.all(scopes.map(async (scope) => (await store.lock(scope)).owner));
          await decide('approve')();
        }),
      ]);
      const { record, path, status } = await run();
      expect(locks).toEqual([null]);
      expect(answers).toMatchObject([{ status: 202, body: { state: 'RUNNING' } }]);
      expect([status, record.state, rehearsal.sent.made]).toEqual(['SUCCEEDED', 'SUCCEEDED', ['Make']]);
      expect(path.slice(0, 9)).toEqual(['Lock', 'AfterLock', 'Plan', 'AfterPlan', 'AskApproval', 'Lock', 'AfterLock', 'Plan', 'AfterPlan']);
      expect(record.history.map(({ action, from, to }) => [action, from, to])).toEqual([
        ['Requested', null, 'PENDING'],
        ['Started', 'PENDING', 'RUNNING'],
        ['Approval asked for', 'RUNNING', 'AWAITING_APPROVAL'],
        ['Approved', 'AWAITING_APPROVAL', 'RUNNING'],
        ['AWS accepted the call', 'RUNNING', 'RUNNING'],
        ['Settled', 'RUNNING', 'SUCCEEDED'],
      ]);
      expect(record.history[3]).toMatchObject({
        actor: { type: 'IAM', id: 'arn:aws:iam::1:user/decider' },
        comment: 'seen',
        planDigest: record.decision?.digest,
      });
      expect(rehearsal.sent.asked.map(({ id }) => id)).toEqual([record.id]);
    });

    test.each([
      ['REQUIRED', plan()],
      ['BY_IMPACT', interrupting],
    ])('with approval %s a no ends it REJECTED with nothing done', async (approval, planned) => {
      const { run, rehearsal } = await begin({ plan: [planned] }, { approval }, ({ decide }) => [
        asked(decide('reject', { comment: 'not today' })),
      ]);
      const { record } = await run();
      expect(record).toMatchObject({ state: 'REJECTED', sideEffects: 'NONE', changed: false, endReason: 'Rejected' });
      expect(record.endMessage).toBe('arn:aws:iam::1:user/decider rejected the plan: not today');
      expect(rehearsal.sent.made).toEqual([]);
    });

    test.each([
      ['AUTO', interrupting],
      ['BY_IMPACT', plan()],
    ])('with approval %s nobody is asked about what needs no approval', async (approval, planned) => {
      const { run, rehearsal } = await begin({ plan: [planned] }, { approval });
      const { record } = await run();
      expect([record.state, rehearsal.sent.asked]).toEqual(['SUCCEEDED', []]);
    });

    test('no answer until the deadline ends it EXPIRED, whatever is said afterwards', async () => {
      const { run, say, recordNow, answers, rehearsal } = await begin({ plan: [interrupting] }, { deadline: 'PT13H' });
      const { record, path } = await run();
      expect(record).toMatchObject({
        state: 'EXPIRED',
        sideEffects: 'NONE',
        endReason: 'ApprovalExpired',
        decision: { verdict: 'EXPIRED' },
      });
      // It looks by itself every six hours.
      expect(path.filter((state) => state === 'AskApproval')).toHaveLength(3);
      expect([rehearsal.sent.asked.length, rehearsal.sent.made]).toEqual([1, []]);
      await say('approve', { planDigest: (await recordNow()).approvalRequest?.digest }, { after: 60 });
      expect(answers).toMatchObject([{ status: 409, body: { code: 'not-awaiting-approval' } }]);
    });

    test('a yes that comes with the deadline is refused, or stands: never both', async () => {
      const { run, answers } = await begin({ plan: [interrupting] }, { deadline: 'PT1H' }, ({ decide }) => [
        asked(decide('approve', { after: 3_600 }), 1, 3_599),
      ]);
      const { record } = await run();
      expect([answers[0]?.status, record.state]).toEqual([409, 'EXPIRED']);
    });

    test('a yes for a plan that has changed since is asked for again', async () => {
      const moved = plan({ impact: 'INTERRUPTS_TRAFFIC', before: { parent: 'other' } });
      const { run, rehearsal } = await begin({ plan: [interrupting, moved] }, {}, ({ decide }) => [
        asked(decide('approve')),
        asked(decide('approve', { after: 120 }), 2),
      ]);
      const { record } = await run();
      expect(record).toMatchObject({ state: 'SUCCEEDED', approvalRequest: { round: 2 } });
      expect(rehearsal.sent.asked.map(({ approvalRequest }) => approvalRequest?.round)).toEqual([1, 2]);
    });

    test('after five plans that changed while they were decided on it ends', async () => {
      const plans = Array.from({ length: 7 }, (_, index) => plan({ impact: 'INTERRUPTS_TRAFFIC', before: index }));
      const { run, rehearsal } = await begin({ plan: plans }, {}, ({ decide }) =>
        [1, 2, 3, 4, 5, 6].map((call) => asked(decide('approve', { after: 60 * call }), call)),
      );
      const { record } = await run();
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'PlanKeepsChanging' });
      expect([rehearsal.sent.asked.length, rehearsal.sent.made]).toEqual([5, []]);
    });

    test('a decision that woke nobody is found when the run looks by itself', async () => {
      const { run, rehearsal } = await begin({ plan: [interrupting] }, { deadline: 'P1D' }, ({ decide, recordNow }) => [
        asked(async () => {
          const { approvalRequest, version } = await recordNow();
          await store.changeRecord((await recordNow()).id, () => ({
            approvalRequest: approvalRequest && { ...approvalRequest, token: `lost ${version}` },
          }));
          await decide('approve')();
        }),
      ]);
      const { record } = await run();
      expect([record.state, rehearsal.sent.made]).toEqual(['SUCCEEDED', ['Make']]);
      expect((record.intent?.at ?? 0) - origin).toBe(6 * 3_600_000);
    });

    test('an approval that cannot be asked for ends the run as dead; the next one asks', async () => {
      const { run, rehearsal, id } = await begin({ plan: [interrupting] }, { deadline: 'P1D' }, ({ decide }) => [
        ...Array.from({ length: 21 }, (_, index) => ({ function: 'askApproval', call: index + 1, answer: new Error('no table') })),
        asked(decide('approve', { after: 7_200 }), 22),
      ]);
      expect((await run()).error).toBe('Liaison.RunDied');
      await rehearsal.resume({ executionName: `${id}-1`, status: 'FAILED', at: origin });
      expect((await rehearsal.run({ id }, 7_100)).record).toMatchObject({ state: 'SUCCEEDED', run: 2 });
    });

    test('a run that follows one that died while it waited asks the same question, and tells nobody twice', async () => {
      const { run, rehearsal, id } = await begin({ plan: [interrupting] }, {}, ({ decide }) => [
        { function: 'askApproval', call: 1, lost: true },
        { function: 'lock', call: 2, answer: { outcome: 'NEW', waitSeconds: null, ending: null } },
        asked(decide('approve'), 3),
      ]);
      await run();
      await rehearsal.resume({ executionName: `${id}-1`, status: 'FAILED', at: origin });
      await run();
      expect(rehearsal.sent.asked).toHaveLength(1);
    });
  });

  describe('the estimate of a plan', () => {
    const looks = (path: readonly string[]) => path.filter((state) => state === 'Observe').length;
    test.each([
      ['goes straight through', { observe: [look('PENDING'), look('SETTLED')] }, { changed: true, asks: false }],
      ['has nothing to do', { plan: [plan({ changed: false })] }, { changed: false, asks: false }],
      ['waits for a yes', { plan: [interrupting] }, { changed: true, asks: true }],
    ] as [string, Script, { changed: boolean; asks: boolean }][])('counts the states of a run that %s', async (_, script, way) => {
      const { run } = await begin(script, {}, ({ decide }) => [asked(decide('approve'))]);
      const { path, record } = await run();
      expect([record.state, path.length]).toEqual(['SUCCEEDED', transitionsOf({ ...way, looks: looks(path) })]);
    });

    test('goes by the looks of the schedule', () => {
      // Looks at 0.75 and 1.05 times the usual time: the second finds it through.
      expect(estimateOf({ changed: true, asks: false, usual: 100, bound: 1_800 })).toEqual({ transitions: 15, usd: 0.000375 });
    });
  });
}
