import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Association, Decision } from '../../src/association.ts';
import { logged } from '../logged.ts';
import { intent, midnight, plan } from '../record.ts';
import { ana, ben, eve, openApi, type TestApi } from './api.ts';

const planDigest = plan().digest;
const otherDigest = `sha256:${'1'.repeat(64)}`;

describe('deciding', () => {
  let api: TestApi;
  beforeEach(() => {
    api = openApi();
  });
  afterEach(() => api.close());

  const waiting = (more: Partial<Association> = {}) =>
    api.create({
      state: 'AWAITING_APPROVAL',
      plan: plan({ impact: 'INTERRUPTS_TRAFFIC' }),
      requestedBy: { type: 'IAM', id: ana },
      approvalRequest: { digest: planDigest, round: 1, askedAt: midnight, expiresAt: midnight + 3_600_000, token: 'token-1', told: true },
      ...more,
    });
  const say: TestApi['say'] = (...args) => api.say(...args);
  const recordOf = (association: Association) => api.recordOf(association);

  describe('on a plan', () => {
    test('a yes is written with who, when and what of, and wakes the run that waits', async () => {
      const association = await waiting();
      const { status, headers, body } = await say('approve', association, { planDigest, comment: 'CHG-4711' });
      expect([status, headers.location]).toEqual([202, `/associations/${association.id}`]);
      expect(body).toMatchObject({
        state: 'RUNNING',
        decision: { verdict: 'APPROVED', digest: planDigest, actor: { type: 'IAM', id: eve }, comment: 'CHG-4711' },
      });
      expect((await recordOf(association)).history.at(-1)).toMatchObject({
        action: 'Approved',
        from: 'AWAITING_APPROVAL',
        to: 'RUNNING',
        actor: { id: eve },
        planDigest,
      });
      expect(api.woken).toEqual(['token-1']);
    });

    test('the token of the run that waits is in no answer', async () => {
      const association = await waiting();
      const { body } = await say('approve', association, { planDigest });
      expect(JSON.stringify(body)).not.toContain('token-1');
    });

    test('a no needs a comment, and leaves the ending to the run', async () => {
      const association = await waiting();
      expect(await say('reject', association, { planDigest })).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'comment', message: 'is required' }] },
      });
      expect(await say('reject', association, { planDigest, comment: 'not on a Friday' })).toMatchObject({
        status: 202,
        body: { state: 'AWAITING_APPROVAL', decision: { verdict: 'REJECTED', comment: 'not on a Friday' } },
      });
    });

    test('who requested it may not approve it, in whatever session of the role; they may reject it', async () => {
      for (const principal of [ana, ben]) {
        expect(await say('approve', await waiting(), { planDigest }, { principal })).toMatchObject({
          status: 403,
          body: { code: 'self-approval' },
        });
      }
      expect((await say('reject', await waiting(), { planDigest, comment: 'a slip' }, { principal: ana })).status).toBe(202);
      expect(api.woken).toEqual(['token-1']);
    });

    test('who retried it may not approve it either', async () => {
      const association = await api.create({ state: 'FAILED', sideEffects: 'NONE', requestedBy: { type: 'IAM', id: ana } });
      await say('retry', association, {});
      const { approvalRequest } = await waiting();
      const asking = await api.table.store.changeRecord(association.id, () => ({
        state: 'AWAITING_APPROVAL',
        plan: plan(),
        approvalRequest,
      }));
      expect(await say('approve', asking, { planDigest })).toMatchObject({ status: 403, body: { code: 'self-approval' } });
      expect(await say('approve', asking, { planDigest }, { principal: 'arn:aws:iam::123456789012:user/zoe' })).toMatchObject({
        status: 202,
      });
    });

    test('who requested it may approve it where the stage allows that', async () => {
      api = openApi({ allowSelfApproval: () => true });
      expect((await say('approve', await waiting(), { planDigest }, { principal: ana })).status).toBe(202);
    });

    test('anyone may approve what an event asked for', async () => {
      const association = await waiting({ requestedBy: { type: 'EVENT', id: `${eve}#1` } });
      expect((await say('approve', association, { planDigest })).status).toBe(202);
    });

    test('the same decision by the same hand again is the same, and wakes again; another decision comes too late', async () => {
      const association = await waiting();
      await say('approve', association, { planDigest });
      expect((await say('approve', association, { planDigest })).status).toBe(202);
      expect(api.woken).toEqual(['token-1', 'token-1']);
      const now = await recordOf(association);
      expect(await say('reject', now, { planDigest, comment: 'no' })).toMatchObject({
        status: 409,
        body: { code: 'not-awaiting-approval', detail: `It is RUNNING: it was APPROVED by ${eve}.` },
      });
    });

    test('of two that decide at once one is told that it has changed', async () => {
      const association = await waiting();
      const answers = await Promise.all([
        say('approve', association, { planDigest }),
        say('reject', association, { planDigest, comment: 'no' }, { principal: 'arn:aws:iam::123456789012:user/zoe' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 412]);
    });

    test.each([
      ['without If-Match', { headers: {} }, 428, 'precondition-required'],
      ['with the ETag of an earlier version', { headers: { 'if-match': '"0"' } }, 412, 'precondition-failed'],
      ['with the digest of another plan', { body: JSON.stringify({ planDigest: otherDigest }) }, 409, 'plan-stale'],
      ['without a digest', { body: '{}' }, 422, 'invalid-request'],
      ['with a member nobody knows', { body: JSON.stringify({ planDigest, approver: 'me' }) }, 422, 'invalid-request'],
      ['with a comment of control characters', { body: JSON.stringify({ planDigest, comment: '\u001b[2J' }) }, 422, 'invalid-request'],
      ['with a body that is no JSON', { body: 'yes' }, 400, 'not-json'],
      ['after the deadline', { at: midnight + 3_600_000 }, 409, 'not-awaiting-approval'],
      ['of an association that is none', { path: { id: 'assoc_none' } }, 404, 'not-found'],
    ])('%s it is refused, and nothing changes', async (_, more, status, code) => {
      const association = await waiting();
      expect(await say('approve', association, { planDigest }, more)).toMatchObject({
        status,
        headers: { 'content-type': 'application/problem+json' },
        body: { code },
      });
      expect([await recordOf(association), api.woken]).toEqual([
        expect.objectContaining({ state: 'AWAITING_APPROVAL', decision: null, version: 1 }),
        [],
      ]);
    });

    test.each([
      ['runs', { state: 'RUNNING', approvalRequest: null }],
      ['was cancelled', { cancel: { at: 1, actor: { type: 'IAM', id: ana }, reason: 'Cancelled', message: 'm' } }],
      ['has expired', { decision: { verdict: 'EXPIRED', actor: { type: 'LIAISON', id: 'its run' } } as Decision }],
    ] as [string, Partial<Association>][])('what %s waits for no decision', async (_, more) => {
      expect(await say('approve', await waiting(more), { planDigest })).toMatchObject({
        status: 409,
        body: { code: 'not-awaiting-approval' },
      });
    });

    test('a run that could not be woken is a fault that a repeat of the decision mends', async () => {
      let fails = true;
      const woken: string[] = [];
      api = openApi({
        wake: async (token) => {
          if (fails) throw new Error('throttled');
          woken.push(token);
        },
      });
      const association = await waiting();
      const lines = await logged(async () => {
        expect(await say('approve', association, { planDigest })).toMatchObject({
          status: 500,
          body: { message: 'Internal Server Error' },
        });
      });
      expect(lines.join()).toContain('throttled');
      fails = false;
      expect((await say('approve', association, { planDigest })).status).toBe(202);
      expect(woken).toEqual(['token-1']);
    });
  });

  describe('to cancel', () => {
    test('says who and why, once, and needs no body', async () => {
      const association = await api.create({ state: 'RUNNING' });
      expect(await say('cancel', association, { comment: 'wrong domain' }, { headers: {} })).toMatchObject({
        status: 202,
        body: { cancel: { actor: { id: eve }, reason: 'Cancelled', message: `${eve} cancelled it: wrong domain` } },
      });
      expect((await say('cancel', association, '', { headers: {} })).status).toBe(202);
      expect((await recordOf(association)).history.filter(({ action }) => action === 'Cancelled')).toHaveLength(1);
    });

    test('what waits for an approval is woken', async () => {
      await say('cancel', await waiting(), {});
      expect(api.woken).toEqual(['token-1']);
    });

    test('what has not begun is begun, to end', async () => {
      const association = await api.create();
      await say('cancel', association, {});
      expect(api.runs.started).toEqual([`${association.id}-1`]);
    });

    test.each([
      ['has ended', { state: 'SUCCEEDED' }, 'It has ended SUCCEEDED.'],
      ['was rejected', { state: 'AWAITING_APPROVAL', decision: { verdict: 'REJECTED' } as Decision }, 'decided against'],
      ['is being taken back', { state: 'ROLLING_BACK', intent: intent(), undoIntent: {} as never }, 'taken back already'],
      [
        'cannot be taken back',
        { state: 'RUNNING', intent: intent(), plan: plan({ undo: [] }) },
        'AssociatePackage was sent and cannot be taken back.',
      ],
      ['was found done', { state: 'RUNNING', intent: intent({ adopted: true }), plan: plan() }, 'by another hand'],
      [
        'is about to be settled',
        { state: 'RUNNING', intent: intent(), step: { name: 'Settle', since: 0, observed: null, looks: 1, nextLookAt: null } },
        'about to end',
      ],
    ] as [string, Partial<Association>, string][])('what %s is too late', async (_, more, detail) => {
      const { status, body } = await say('cancel', await api.create(more), {});
      expect([status, body]).toEqual([409, expect.objectContaining({ code: 'too-late', detail: expect.stringContaining(detail) })]);
    });

    test('holds on what was read, where If-Match says what that was', async () => {
      const association = await api.create({ state: 'RUNNING' });
      expect((await say('cancel', association, {}, { headers: { 'if-match': '"7"' } })).status).toBe(412);
      expect((await say('cancel', association, {}, { headers: { 'if-match': '"7", "1"' } })).status).toBe(202);
    });
  });
});
