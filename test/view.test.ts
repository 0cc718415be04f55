import { describe, expect, test } from '@jest/globals';
import { summary, view } from '../src/view.ts';
import { association, intent, machineArn, midnight, plan, words } from './record.ts';

const execution = 'arn:aws:states:eu-west-1:123456789012:execution:liaison-dev-association:assoc_01JBMZ0000000000000000000A-1';

describe('what the API shows', () => {
  test('of a pending association: every member is there, null where there is nothing to say', () => {
    expect(view(association(), machineArn)).toEqual({
      approvalRequest: null,
      decision: null,
      cancel: null,
      batch: null,
      problem: false,
      inSync: null,
      drift: null,
      usualSeconds: 60,
      attempt: { number: 1, by: association().attempt.by, firstRun: 1, at: '2026-11-02T00:00:00.000Z' },
      id: 'assoc_01JBMZ0000000000000000000A',
      kind: 'es-package',
      pair: { packageId: 'F1', domainName: 'logs' },
      desired: 'ASSOCIATED',
      state: 'PENDING',
      sideEffects: null,
      changed: null,
      reason: null,
      message: null,
      ending: null,
      aws: null,
      step: null,
      plan: null,
      intent: null,
      onFailure: 'ROLL_BACK',
      approval: 'BY_IMPACT',
      deadlineAt: '2026-11-02T01:00:00.000Z',
      run: 1,
      executionArn: execution,
      version: 1,
      requestedBy: { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' },
      requestReason: null,
      labels: {},
      requestedAt: '2026-11-02T00:00:00.000Z',
      updatedAt: '2026-11-02T00:00:00.000Z',
      settledAt: null,
      noticesSent: null,
      history: [expect.objectContaining({ sequence: 1, at: '2026-11-02T00:00:00.000Z', to: 'PENDING' })],
    });
  });

  test('has no number for a time and nothing of how the table keeps it', () => {
    const running = association({
      state: 'RUNNING',
      step: { name: 'Observe', since: midnight, observed: 'ASSOCIATING', looks: 2, nextLookAt: midnight + 60_000 },
      plan: plan(),
      intent: intent({ handle: 'snsa-1' }),
      outbox: { event: true, alert: false },
    });
    const text = JSON.stringify(view(running, machineArn));
    expect(text).not.toMatch(/\b1[67]\d{11}\b/);
    for (const kept of ['pairKey', 'scopes', 'outbox', 'token', 'listed']) expect(text).not.toContain(`"${kept}"`);
    expect(view(running, machineArn)).toMatchObject({
      step: { name: 'Observe', since: '2026-11-02T00:00:00.000Z', nextLookAt: '2026-11-02T00:01:00.000Z', looks: 2 },
      intent: { at: '2026-11-02T00:00:00.000Z', handle: 'snsa-1', adopted: false },
    });
  });

  test('a step with no next look has none', () => {
    const step = { name: 'Request', since: midnight, observed: null, looks: 1, nextLookAt: null };
    expect(view(association({ step }), machineArn)).toMatchObject({ step: { nextLookAt: null } });
  });

  test('an ending has its five lines, and the execution that came to it is the last run', () => {
    const ended = association({ state: 'FAILED', sideEffects: 'NONE', changed: false, run: 3, settledAt: midnight, words: words() });
    expect(view(ended, machineArn)).toMatchObject({
      ending: { evidence: `association ${ended.id}, execution ${execution.replace(/-1$/, '-3')}` },
      settledAt: '2026-11-02T00:00:00.000Z',
    });
  });

  test('says of an ending whether it has been told', () => {
    const told = (outbox: { event: boolean; alert: boolean } | null) =>
      view(association({ state: 'FAILED', outbox }), machineArn).noticesSent;
    expect(told({ event: false, alert: true })).toBe(false);
    expect(told({ event: false, alert: false })).toBe(true);
    expect(told(null)).toBe(true);
  });

  test('in a list is the same without plan, intent and history', () => {
    const { plan: _plan, intent: _intent, history: _history, ...rest } = view(association({ plan: plan(), intent: intent() }), machineArn);
    expect(summary(association({ plan: plan(), intent: intent() }), machineArn)).toEqual(rest);
  });
});
