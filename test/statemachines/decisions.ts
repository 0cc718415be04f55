import { describe, expect, test } from '@jest/globals';
import { isTerminal } from '../../src/association.ts';
import { estimateOf, transitionsOf } from '../../src/estimate.ts';
import type { MemoryTable } from '../memory-table.ts';
import { check, type createRehearsal, type Interference, look, origin, plan, type Script, words } from './rehearsal.ts';

type Rehearsal = ReturnType<typeof createRehearsal>;

const interrupting = plan({ impact: 'INTERRUPTS_TRAFFIC' });
const failing = { observe: [look('FAILED'), look('ABSENT', { asBefore: true })] };

/** How approvals, cancelling and retrying lead through the workflow. */
export function decisionsAreFollowed(
  rehearse: () => (script?: Script, interferences?: Interference[]) => Rehearsal,
  table: () => MemoryTable,
): void {
  let count = 0;
  /** A request for a pair of its own, that people do something about while it runs. */
  async function begin(script: Script, input: Record<string, unknown> = {}, happenings: (at: Happenings) => Interference[] = () => []) {
    count += 1;
    const interferences: Interference[] = [];
    const rehearsal = rehearse()(script, interferences);
    const { id } = await rehearsal.accept(`decision-${count}`, { pair: { packageId: 'F2', domainName: `decided-${count}` }, ...input });
    const recordNow = async () => {
      const record = await table().store.record(id);
      if (!record) throw new Error('no record');
      return record;
    };
    const answers: { status: number; body: { code?: string; state?: string } }[] = [];
    const say = async (verb: string, body: object, more = {}) => {
      const answer = await rehearsal.ask(verb, id, body, more);
      answers.push(answer as never);
    };
    const decide =
      (
        verb: 'approve' | 'reject',
        { comment = 'seen', after = 60, ...more }: { comment?: string; after?: number; principal?: string } = {},
      ) =>
      async () =>
        say(verb, { planDigest: (await recordNow()).approvalRequest?.digest, comment }, { after, ...more });
    interferences.push(...happenings({ decide, say, recordNow }));
    return { rehearsal, id, answers, say, recordNow, run: () => rehearsal.run({ id }) };
  }
  interface Happenings {
    decide(verb: 'approve' | 'reject', more?: { comment?: string; after?: number; principal?: string }): () => Promise<void>;
    say(verb: string, body: object, more?: object): Promise<void>;
    recordNow(): Promise<NonNullable<Awaited<ReturnType<MemoryTable['store']['record']>>>>;
  }
  const asked = (work: () => Promise<unknown>, call = 1, seconds = 60): Interference => ({
    function: 'askApproval',
    call,
    after: { seconds, work },
  });

  describe('approval', () => {
    test('what interrupts traffic waits for a yes with its locks free, and then goes on with a new plan', async () => {
      let locks: (string | null)[] = [];
      const { run, rehearsal, answers } = await begin({ plan: [interrupting] }, {}, ({ decide, recordNow }) => [
        asked(async () => {
          const { scopes } = await recordNow();
          locks = await Promise.all(scopes.map(async (scope) => (await table().store.lock(scope)).owner));
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
          await table().store.changeRecord((await recordNow()).id, () => ({
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
      // Looks at 0.62, 0.79 and 1.0 times the usual time: the third finds it through.
      expect(estimateOf({ changed: true, asks: false, usual: 100, bound: 1_800 })).toEqual({ transitions: 18, usd: 0.00045 });
    });
  });

  describe('cancel', () => {
    test('before the call ends it CANCELLED with nothing done', async () => {
      const { run, rehearsal, answers } = await begin({}, {}, ({ say }) => [
        { function: 'plan', before: () => say('cancel', { comment: 'wrong one' }) },
      ]);
      const { record } = await run();
      expect(answers).toMatchObject([{ status: 202 }]);
      expect(record).toMatchObject({
        state: 'CANCELLED',
        sideEffects: 'NONE',
        endReason: 'Cancelled',
        endMessage: 'arn:aws:iam::1:user/decider cancelled it: wrong one',
      });
      expect(rehearsal.sent.made).toEqual([]);
    });

    test('while it waits for an approval wakes it, and it ends at once', async () => {
      const { run } = await begin({ plan: [interrupting] }, {}, ({ say }) => [asked(() => say('cancel', {}))]);
      const { record, duration } = await run();
      expect([record.state, duration]).toEqual(['CANCELLED', 60_000]);
    });

    test.each([
      ['on its way', [look('PENDING'), look('PENDING'), look('ABSENT', { asBefore: true })]],
      ['through', [look('PENDING'), look('SETTLED'), look('ABSENT', { asBefore: true })]],
    ])('after the call, which is %s, takes it back', async (_, observe) => {
      const { run, rehearsal } = await begin({ observe }, {}, ({ say }) => [
        { function: 'observe', call: 2, before: () => say('cancel', {}) },
      ]);
      const { record } = await run();
      expect(record).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED', endReason: 'Cancelled' });
      expect(rehearsal.sent.made).toEqual(['Make', 'Unmake']);
    });

    test('that comes once it was found settled is too late, though that is not written yet', async () => {
      const { run, rehearsal, answers } = await begin({}, {}, ({ say }) => [{ function: 'settle', before: () => say('cancel', {}) }]);
      const { record } = await run();
      expect(answers).toMatchObject([{ status: 409, body: { code: 'too-late' } }]);
      expect([record.state, rehearsal.sent.made]).toEqual(['SUCCEEDED', ['Make']]);
    });

    test('that comes while AWS is being looked at counts: it is looked at again, and taken back', async () => {
      const found = [look('SETTLED'), look('SETTLED'), look('ABSENT', { asBefore: true })];
      const { run, rehearsal } = await begin({ observe: found }, {}, ({ say }) => [
        { function: 'look', call: 1, before: () => say('cancel', {}) },
      ]);
      const { record } = await run();
      expect([record.state, rehearsal.sent.made]).toEqual(['ROLLED_BACK', ['Make', 'Unmake']]);
    });

    test('during a call that finds it done by another hand ends it CANCELLED', async () => {
      const { run } = await begin({ request: [{ type: 'ALREADY', handle: null, words: words() }] }, {}, ({ say }) => [
        { function: 'make', call: 1, before: () => say('cancel', {}) },
      ]);
      expect((await run()).record).toMatchObject({ state: 'CANCELLED', sideEffects: 'NONE' });
    });

    test.each([
      ['UNKNOWN', { state: 'FAILED', sideEffects: 'UNKNOWN', endReason: 'CancelledTooLate' }],
      ['NO', { state: 'CANCELLED', sideEffects: 'NONE' }],
    ] as const)('of what has come about, and is ours: %s, never ends as a success', async (ours, ending) => {
      const { run, rehearsal } = await begin({ observe: [look('PENDING', { ours }), look('SETTLED', { ours })] }, {}, ({ say }) => [
        { function: 'observe', call: 1, before: () => say('cancel', {}) },
      ]);
      expect((await run()).record).toMatchObject(ending);
      expect(rehearsal.sent.made).toEqual(['Make']);
    });

    test('once more is answered as before, unless it ended otherwise', async () => {
      const cancelled = await begin({}, {}, ({ say }) => [{ function: 'plan', before: () => say('cancel', {}) }]);
      await cancelled.run();
      await cancelled.say('cancel', {});
      expect(cancelled.answers.map(({ status }) => status)).toEqual([202, 202]);
    });

    test('of a call that was never made ends it CANCELLED once that is certain', async () => {
      const { run } = await begin(
        { request: [{ type: 'UNKNOWN', words: words() }], observe: [look('ABSENT', { asBefore: true })] },
        {},
        ({ say }) => [{ function: 'observe', call: 1, before: () => say('cancel', {}) }],
      );
      expect((await run()).record).toMatchObject({ state: 'CANCELLED', sideEffects: 'NONE' });
    });

    test.each([
      ['what has ended', 'settle', {}, {}],
      ['what is being taken back', 'undo', failing, {}],
      ['what cannot be taken back', 'observe', { plan: [plan({ undo: [] })] }, {}],
      ['what was found done by another hand', 'observe', { request: [{ type: 'ALREADY', handle: null, words: words() }] }, {}],
    ] as [string, string, Script, object][])('of %s is too late, and says so', async (_, step, script) => {
      const { run, answers, recordNow } = await begin(script, {}, ({ say }) => [
        { function: step, call: 1, before: () => say('cancel', {}) },
      ]);
      await run();
      expect(answers).toMatchObject([{ status: 409, body: { code: 'too-late' } }]);
      expect((await recordNow()).cancel).toBeNull();
    });
  });

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
        observe: [look('FAILED'), look('FAILED'), look('ABSENT', { asBefore: true }), look('SETTLED')],
      });
      expect((await run()).record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', intent: { before: 'first' } });
      await say('retry', {});
      const { record, path } = await run();
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
      const second = rehearse()({ observe: [look('SETTLED')] });
      await say('retry', {}, { after: 7_200 });
      const again = await second.run(record, 7_200);
      expect([again.record.state, rehearsal.sent.made, second.sent.made]).toEqual(['SUCCEEDED', ['Make'], []]);
    });

    test('of what was never made plans again at once', async () => {
      const { run, say, rehearsal } = await begin({ observe: [look('PENDING', { ours: 'UNKNOWN' })] });
      const { record } = await run();
      const second = rehearse()({ observe: [look('ABSENT', { asBefore: true }), look('SETTLED')] });
      await say('retry', {}, { after: 7_200 });
      const again = await second.run(record, 7_200);
      expect([again.record.state, rehearsal.sent.made, second.sent.made]).toEqual(['SUCCEEDED', ['Make'], ['Make']]);
    });

    const leaving = {
      request: [{ type: 'ACCEPTED', handle: 'made', words: words() }],
      undo: [{ type: 'REFUSED', words: words() }],
    } satisfies Script;

    test('takes back what was left only in its turn: another may be at work there', async () => {
      const { run, say, recordNow, rehearsal } = await begin({ ...leaving, observe: [look('FAILED')] });
      const { scopes, id } = (await run()).record;
      const other = await rehearse()().accept(`other-${id}`, { pair: { packageId: 'F9', domainName: scopes[0]?.split('/')[1] } });
      await table().store.changeLock(scopes[0] ?? '', () => ({ owner: other.id }));
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
          observe: [look('FAILED'), look('FAILED'), look('ABSENT', { asBefore: true }), look('SETTLED')],
        },
        {},
        () => [{ function: 'observeUndo', call: 1, lost: true }],
      );
      await run();
      await say('retry', {});
      expect((await run()).record).toMatchObject({ state: 'SUCCEEDED', leftover: null });
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
