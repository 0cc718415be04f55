import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../src/steps/plan.ts';
import { awsError, check, look, plan } from './script.ts';
import type { Stage } from './stage.ts';

/** What comes of a plan: nothing to do, a reason not to, conditions that are waited for, what AWS does not answer. */
export function plansAreFollowed({ play }: Stage): void {
  describe('planning', () => {
    test('what is so already is a success without a call', async () => {
      const { record, sent } = await play({ plan: [plan({ changed: false, calls: [] })] });
      expect(record).toMatchObject({ state: 'SUCCEEDED', changed: false, sideEffects: 'NONE' });
      expect(sent.made).toEqual([]);
    });

    test('a check that fails ends it before anything is touched, with every reason', async () => {
      const { record, status, error, sent } = await play({ plan: [plan({ checks: [check('FAIL', 'Full'), check('FAIL', 'Closed')] })] });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'Full', endMessage: 'It is Full. It is Closed.' });
      expect([status, error]).toEqual(['FAILED', 'FAILED.Full']);
      expect(sent).toMatchObject({ made: [], alerted: [{ state: 'FAILED' }] });
    });

    test('what no longer holds is given up', async () => {
      const { record, status } = await play({ plan: [plan({ outOfDate: true })] });
      expect(record).toMatchObject({ state: 'CANCELLED', sideEffects: 'NONE', endReason: 'TriggerOutOfDate' });
      expect(status).toBe('SUCCEEDED');
    });

    test('what is asked for on a plan that no longer holds is not done', async () => {
      const { record, sent } = await play({}, { planDigest: `sha256:${'0'.repeat(64)}` });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'PlanStale' });
      expect(sent.made).toEqual([]);
    });

    test('what is asked for on its plan waits for conditions, and makes room, as that plan says', async () => {
      const waiting = plan({ checks: [check('WAIT', 'Copying')] });
      const room = plan({ calls: [{ operation: 'Clear', parameters: {} }, ...plan().calls] });
      for (const [domainName, first, observe] of [
        ['held-to-wait', waiting, [look('SETTLED')]],
        ['held-to-room', room, [look('READY'), look('SETTLED')]],
      ] as const) {
        const pair = { packageId: 'F1', domainName };
        const planDigest = digestOf({ pair, desired: 'ASSOCIATED', onFailure: 'ROLL_BACK' }, first);
        const { record } = await play({ plan: [first, plan()], observe: [...observe] }, { pair, planDigest });
        expect(record).toMatchObject({ state: 'SUCCEEDED', changed: true });
      }
    });

    test('conditions that can pass are waited for with the locks free', async () => {
      const { record, path } = await play({ plan: [plan({ checks: [check('WAIT', 'Copying')] }), plan()] });
      expect(record.state).toBe('SUCCEEDED');
      expect(path).toEqual(expect.arrayContaining(['Unlock', 'AfterUnlock', 'WaitForConditions']));
    });

    test('conditions that do not pass end it at the deadline', async () => {
      const { record, duration } = await play({ plan: [plan({ checks: [check('WAIT', 'Copying')] })] }, { deadline: 'PT10M' });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed' });
      expect(record.endMessage).toContain('It is Copying.');
      expect(duration).toBe(600_000);
    });

    test('a plan that AWS throttles is made again later', async () => {
      const { record, path } = await play({ plan: [awsError('ThrottlingException', 429), plan()] });
      expect(record.state).toBe('SUCCEEDED');
      expect(path).toContain('WaitToRequest');
    });

    test('a plan that AWS does not answer is made again under a lock taken anew', async () => {
      const { record, path } = await play({ plan: [awsError('TimeoutError'), plan()] });
      expect(record.state).toBe('SUCCEEDED');
      expect(path).toContain('WaitForConditions');
    });

    test('a plan that AWS forbids ends with its words', async () => {
      const { record } = await play({ plan: [awsError('AccessDeniedException', 403)] });
      expect(record).toMatchObject({
        state: 'FAILED',
        sideEffects: 'NONE',
        endReason: 'AccessDeniedException',
        words: { requestId: 'r-2' },
      });
    });

    test('a plan that needs another lock is made again once it has it', async () => {
      const { record, path } = await play({ plan: [plan({ scopes: ['another'] })] });
      expect(record.state).toBe('SUCCEEDED');
      expect(path.slice(0, 8)).toEqual(['Lock', 'AfterLock', 'Plan', 'AfterPlan', 'Lock', 'AfterLock', 'Plan', 'AfterPlan']);
      expect(record.scopes).toContain('another');
    });
  });
}
