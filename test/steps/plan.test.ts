import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import { digestOf } from '../../src/steps/plan.ts';
import { association, intent as intentOf, midnight } from '../record.ts';
import { awsError, check, plan } from '../statemachines/script.ts';
import { createStage, wait } from './stage.ts';

const { take, store } = createStage();

/** Whoever plans has its lock by then. */
const meanwhile = async (id: string) => {
  for (const scope of ['domain', 'other']) await store.changeLock(scope, () => ({ owner: id }));
};

const planned = (made = plan(), more: Partial<Association> = {}, after = 30) =>
  take('plan', { scopes: ['domain'], ...more }, { plan: { ...made, scopes: ['domain'] } }, { after, meanwhile });

const untilDeadline = (elapsed: number, asked: number | null = null) => wait({ elapsed, bound: 3_600, asked });

describe('a plan', () => {
  test('that can be carried out allows its call, and is kept with its digest', async () => {
    const { answer, record, before, asked } = await planned(plan({ before: 'v1', targetVersion: 'v2' }));
    expect(answer).toEqual({ outcome: 'REQUEST', waitSeconds: null, ending: null });
    expect(asked).toEqual([[before.pair, 'ASSOCIATED', expect.objectContaining({ associationId: before.id, now: midnight + 30_000 })]]);
    const { scopes: _, outOfDate: __, ...kept } = plan({ before: 'v1', targetVersion: 'v2' });
    const digest = digestOf(before, plan({ before: 'v1', targetVersion: 'v2' }));
    expect(record).toMatchObject({ mayCall: true, step: { name: 'Plan', observed: null, nextLookAt: null }, scopes: ['domain'] });
    expect(record.plan).toEqual({ digest, ...kept });
  });

  test('that touches more than the pair tells takes the lock of that first', async () => {
    const made = plan({ scopes: ['domain', 'a-scope-nobody-has'] });
    const { answer, record } = await take('plan', { scopes: ['domain'] }, { plan: made }, { meanwhile });
    expect(answer).toEqual({ outcome: 'LOCK', waitSeconds: null, ending: null });
    expect(record).toMatchObject({ mayCall: false, scopes: ['a-scope-nobody-has', 'domain'] });
  });

  test('is not made of what has been sent already', async () => {
    const { answer, asked } = await planned(plan(), { intent: intentOf() });
    expect(answer).toEqual({ outcome: 'LOCK', waitSeconds: null, ending: null });
    expect(asked).toEqual([]);
  });

  test('counts no more when somebody has written on the record since', async () => {
    const { answer, record } = await take(
      'plan',
      { scopes: [] },
      { plan: plan() },
      { meanwhile: (id) => store.changeRecord(id, () => ({ updatedAt: 1 })) },
    );
    expect(answer).toEqual({ outcome: 'LOCK', waitSeconds: null, ending: null });
    expect(record).toMatchObject({ plan: null, mayCall: false, step: null });
  });

  test('of another attempt restores what was there before the first, unless others came between', async () => {
    const leftover = {
      intent: intentOf({ before: 'first' }),
      undo: [{ operation: 'Restore', parameters: {} }],
      sideEffects: 'UNKNOWN',
    } as const;
    const now = plan({ before: 'now' });
    expect((await planned(now, { leftover })).record.plan).toMatchObject({ before: 'first', undo: [{ operation: 'Restore' }] });
    expect((await planned(now, { abandoned: leftover })).record.plan).toMatchObject({ before: 'now', undo: now.undo });
  });
});

describe('the way on from a plan', () => {
  const ended = (state: string, reason: string | null, message: unknown) => ({
    outcome: 'SETTLE',
    waitSeconds: null,
    ending: { state, sideEffects: 'NONE', changed: false, reason, message, words: null },
  });

  test('whose event no longer holds ends it, before anything else', async () => {
    const { answer } = await planned(plan({ outOfDate: true, checks: [check('FAIL', 'Gone')] }));
    expect(answer).toEqual(ended('CANCELLED', 'TriggerOutOfDate', 'What asked for this no longer holds; a later event speaks for it.'));
  });

  test('with a failed check ends it, with the sentences of all that failed', async () => {
    const checks = [check('WAIT', 'Busy'), check('FAIL', 'Gone'), check('FAIL', 'Full')];
    const { answer, record } = await planned(plan({ checks }));
    expect(answer).toEqual(ended('FAILED', 'Gone', 'It is Gone. It is Full.'));
    // What failed comes first, also for whoever looks at the record.
    expect(record.step?.observed).toBe('It is Gone. It is Full. It is Busy.');
  });

  test('with something to wait for waits for it, until the deadline', async () => {
    const made = plan({ checks: [check('WAIT', 'Busy')], changed: false });
    const { answer, record } = await planned(made);
    expect(answer).toEqual({ outcome: 'WAIT', waitSeconds: untilDeadline(30), ending: null });
    expect(record.step).toMatchObject({ observed: 'It is Busy.', nextLookAt: midnight + 30_000 + untilDeadline(30) * 1_000 });
    expect((await planned(made, {}, 3_590)).answer).toEqual({ outcome: 'WAIT', waitSeconds: 10, ending: null });
    expect((await planned(made, {}, 3_599)).answer.outcome).toBe('WAIT');
    expect((await planned(made, {}, 3_600)).answer).toEqual(
      ended('FAILED', 'DeadlinePassed', 'The deadline passed before it could begin. It is Busy.'),
    );
  });

  test('that changes nothing is a success, also after the deadline', async () => {
    for (const after of [30, 3_600])
      expect((await planned(plan({ changed: false, calls: [] }), {}, after)).answer).toEqual(ended('SUCCEEDED', null, null));
  });

  test('that would make its call after the deadline makes none', async () => {
    expect((await planned(plan(), {}, 3_599)).answer.outcome).toBe('REQUEST');
    const late = 'The deadline passed before it could begin. AWS kept refusing the call for the moment.';
    expect((await planned(plan(), {}, 3_600)).answer).toEqual(ended('FAILED', 'DeadlinePassed', late));
  });

  test('that is not the one it was asked for with ends it', async () => {
    const stale = await planned(plan(), { planDigest: `sha256:${'0'.repeat(64)}` });
    expect(stale.answer).toEqual(
      ended('FAILED', 'PlanStale', 'The plan this was asked for with no longer holds: something changed since. Plan again.'),
    );
    expect(stale.record.planDigest).toBe(`sha256:${'0'.repeat(64)}`);
    const planDigest = stale.record.plan?.digest ?? null;
    const asked = await planned(plan(), { planDigest });
    // It is still held to it when AWS refuses the call for the moment, and it is planned again.
    expect([asked.answer.outcome, asked.record.planDigest]).toEqual(['REQUEST', planDigest]);
  });

  test('that waits for something is held to what it was asked for with at once, and not after the waiting', async () => {
    const waiting = plan({ checks: [check('WAIT', 'Busy')] });
    expect((await planned(waiting, { planDigest: `sha256:${'0'.repeat(64)}` })).answer.ending?.reason).toBe('PlanStale');
    const { record } = await planned(waiting);
    const planDigest = record.plan?.digest ?? null;
    const asked = await planned(waiting, { planDigest });
    expect([asked.answer.outcome, asked.record.planDigest]).toEqual(['WAIT', null]);
    // What has begun, or is over, before its first plan makes no other plan of it.
    const over = plan({ checks: waiting.checks.map((each) => ({ ...each, result: 'PASS' as const })) });
    expect((await planned(over, { planDigest })).answer.outcome).toBe('REQUEST');
  });

  test('that has nothing to do is a success whatever it was asked for with', async () => {
    const { answer } = await planned(plan({ changed: false, calls: [] }), { planDigest: `sha256:${'0'.repeat(64)}` });
    expect(answer).toEqual(ended('SUCCEEDED', null, null));
  });

  test('waits from its approval on: the time that people took is no measure of what follows', async () => {
    const made = plan({ checks: [check('WAIT', 'Busy')] });
    const decision = {
      verdict: 'APPROVED',
      digest: 'sha256:0',
      actor: { type: 'IAM', id: 'ann' },
      at: midnight + 1_800_000,
      comment: null,
    } as const;
    const { answer } = await planned(made, { decision }, 1_830);
    expect(answer.waitSeconds).toBe(wait({ elapsed: 30, bound: 1_800 }));
  });

  test('that interrupts traffic, or whose request wants it, asks for an approval, and goes on with that of this very plan', async () => {
    const made = plan({ impact: 'INTERRUPTS_TRAFFIC' });
    const { answer, record } = await planned(made);
    expect(answer).toEqual({ outcome: 'ASK', waitSeconds: 3_570, ending: null });
    expect(record).toMatchObject({ mayCall: false, step: { nextLookAt: null } });
    expect((await planned(plan(), { approval: 'REQUIRED' })).answer.outcome).toBe('ASK');
    const digest = record.plan?.digest ?? '';
    const decision = { verdict: 'APPROVED', digest, actor: { type: 'IAM', id: 'ann' }, at: midnight, comment: null } as const;
    expect((await planned(made, { decision })).answer.outcome).toBe('REQUEST');
    expect((await planned(made, { decision: { ...decision, digest: 'sha256:of another' } })).answer.outcome).toBe('ASK');
  });

  test('that keeps changing while it is asked for ends it', async () => {
    const approvalRequest = { digest: 'sha256:of another', round: 5, askedAt: 0, expiresAt: midnight, token: 't', told: true };
    expect((await planned(plan({ impact: 'INTERRUPTS_TRAFFIC' }), { approvalRequest })).answer).toEqual(
      ended(
        'FAILED',
        'PlanKeepsChanging',
        'Each plan that was asked for had changed when it was to be carried out. Request it again once the world stands still.',
      ),
    );
  });
});

describe('a plan that could not be made because AWS', () => {
  const unread = (error: Error, after = 30) => take('plan', {}, { plan: error }, { after });
  const busy = Object.assign(awsError('ThrottlingException', 400), { retryAfterSeconds: 90 });

  test('refuses for the moment, or does not answer, is made again later', async () => {
    const throttled = await unread(busy);
    expect(throttled).toMatchObject({ answer: { outcome: 'THROTTLED', waitSeconds: untilDeadline(30, 90) }, throttled: 1 });
    expect(throttled.record.step).toMatchObject({ name: 'Plan', observed: 'ThrottlingException' });
    const silent = await unread(awsError('TimeoutError'));
    expect(silent).toMatchObject({ answer: { outcome: 'WAIT', waitSeconds: untilDeadline(30) }, throttled: 0 });
  });

  test('refuses for the moment after a long wait keeps the locks for ten minutes at most, unless it asks for more', async () => {
    const days = { deadlineAt: midnight + 72 * 3_600_000 };
    const waits = async (error: Error) => (await take('plan', days, { plan: error }, { after: 70 * 3_600 })).answer.waitSeconds;
    expect(await waits(awsError('ThrottlingException', 400))).toBe(600);
    expect(await waits(Object.assign(awsError('ThrottlingException', 400), { retryAfterSeconds: 1_200 }))).toBeGreaterThanOrEqual(600);
    expect(await waits(awsError('TimeoutError'))).toBeGreaterThan(3_600);
  });

  test('still refuses at the deadline ends it', async () => {
    expect((await unread(busy, 3_599)).answer.outcome).toBe('THROTTLED');
    expect((await unread(busy, 3_600)).answer.ending).toMatchObject({
      state: 'FAILED',
      sideEffects: 'NONE',
      reason: 'DeadlinePassed',
      message: 'The deadline passed before it could begin. ThrottlingException said so',
      words: { operation: 'Plan', error: 'ThrottlingException' },
    });
  });

  test('refuses it ends it at once', async () => {
    expect((await unread(awsError('AccessDenied', 403))).answer.ending).toMatchObject({
      state: 'FAILED',
      sideEffects: 'NONE',
      reason: 'AccessDenied',
      message: 'AccessDenied said so',
      words: { error: 'AccessDenied' },
    });
  });

  test('was never asked, by a fault of ours, fails the step', async () => {
    await expect(unread(new TypeError('ours'))).rejects.toThrow('ours');
  });
});

test('a digest knows nothing of counts, sentences and times, and everything that is decided', () => {
  const digest = digestOf(association(), plan({ checks: [check('WAIT', 'Busy')] }));
  const other = { name: 'c', result: 'WAIT', reason: 'Otherwise', message: 'In other words.' } as const;
  expect(digestOf(association({ id: 'other', deadline: 'PT2H' }), plan({ checks: [other] }))).toBe(digest);
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  const made = plan({ checks: [check('WAIT', 'Busy')] });
  const differing = [
    ...[{ pair: {} }, { desired: 'DISSOCIATED' }, { onFailure: 'LEAVE' }].map((more) => digestOf(association(more as never), made)),
    ...[
      { targetVersion: 'v2' },
      { before: 'v1' },
      { calls: [] },
      { undo: [] },
      { impact: 'NONE' },
      { checks: [check('FAIL', 'Busy')] },
      { checks: [{ ...other, name: 'd' }] },
    ].map((more) => digestOf(association(), plan({ ...made, ...(more as object) }))),
  ];
  expect(new Set([digest, ...differing]).size).toBe(differing.length + 1);
});
