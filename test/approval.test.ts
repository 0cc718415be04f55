import { describe, expect, test } from '@jest/globals';
import { asking, atLeast, deciding, isApproved, isSelf, isUndecided, needsApproval, roleOf, secondsUntilExpiry } from '../src/approval.ts';
import type { Actor, Association } from '../src/association.ts';
import { association, intent, midnight, plan } from './record.ts';

const running = (more: Partial<Association> = {}) => association({ state: 'RUNNING', plan: plan(), ...more });
const asked = (more: Partial<Association> = {}) => {
  const record = running(more);
  return { ...record, ...asking(record, 'token-1', midnight) };
};

describe('how much approval', () => {
  test.each([
    ['AUTO', 'AUTO', 'AUTO'],
    ['AUTO', 'REQUIRED', 'REQUIRED'],
    ['BY_IMPACT', 'AUTO', 'BY_IMPACT'],
    ['REQUIRED', 'AUTO', 'REQUIRED'],
    ['REQUIRED', 'BY_IMPACT', 'REQUIRED'],
  ] as const)('a minimum of %s makes of %s %s', (minimum, wanted, effective) => expect(atLeast(minimum, wanted)).toBe(effective));

  test.each([
    ['AUTO', 'INTERRUPTS_TRAFFIC', false],
    ['BY_IMPACT', 'NONE', false],
    ['BY_IMPACT', 'BACKGROUND', false],
    ['BY_IMPACT', 'INTERRUPTS_TRAFFIC', true],
    ['REQUIRED', 'NONE', true],
  ] as const)('with %s what is %s waits for a yes: %s', (approval, impact, waits) => expect(needsApproval(approval, impact)).toBe(waits));

  test('removing the tag is a yes of its own; setting it, and everything else, is none', () => {
    expect(isApproved({ type: 'TAG', key: 'k', value: null, at: 0 })).toBe(true);
    expect([
      isApproved({ type: 'TAG', key: 'k', value: 'sn-1', at: 0 }),
      isApproved({ type: 'PACKAGE_UPDATED', at: 1 }),
      isApproved(null),
    ]).toEqual([false, false, false]);
  });
});

describe('asking', () => {
  test('puts the question, its deadline and whom to wake on the record', () => {
    expect(asked()).toMatchObject({
      state: 'AWAITING_APPROVAL',
      approvalRequest: {
        digest: plan().digest,
        round: 1,
        askedAt: midnight,
        expiresAt: midnight + 3_600_000,
        token: 'token-1',
        told: false,
      },
      decision: null,
    });
  });

  test('about the same plan again is the same question, for another run to be woken', () => {
    const record = asked();
    const told = { ...record, approvalRequest: record.approvalRequest && { ...record.approvalRequest, told: true } };
    expect(asking(told, 'token-2', midnight + 5)?.approvalRequest).toEqual({ ...told.approvalRequest, token: 'token-2' });
  });

  test('about another plan is the next round, and forgets the yes to the last', () => {
    const approved = { ...asked(), ...deciding(asked(), { verdict: 'APPROVED', actor: { type: 'IAM', id: 'x' }, at: 1, comment: null }) };
    const moved = { ...approved, plan: plan({ digest: 'sha256:other' }) };
    expect(asking(moved, 'token-2', midnight)).toMatchObject({ approvalRequest: { round: 2, digest: 'sha256:other' }, decision: null });
  });

  test.each([
    ['it was decided', { ...asked(), decision: { verdict: 'APPROVED' } as never }],
    ['it was given up', asked({ cancel: {} as never })],
    ['a call is out', asked({ intent: intent() })],
    ['there is no plan', asked({ plan: null })],
  ])('is not needed when %s', (_, record) => expect(asking(record, 'token-2', midnight)).toBeUndefined());

  test.each([
    [0, 3_600],
    [3_570_500, 30],
    [9_999_999, 30],
  ])('%i ms on the run sleeps %i s at the most', (passed, seconds) =>
    expect(secondsUntilExpiry(association(), midnight + passed)).toBe(seconds),
  );

  test('a run never sleeps longer than six hours', () => {
    expect(secondsUntilExpiry(association({ deadlineAt: midnight + 7 * 86_400_000 }), midnight)).toBe(21_600);
  });
});

describe('deciding', () => {
  const by = { actor: { type: 'IAM', id: 'arn' }, at: midnight + 9, comment: 'c' } as const;
  test('yes lets it run on; no, and no answer, leave it to its run to end it', () => {
    expect(deciding(asked(), { verdict: 'APPROVED', ...by })).toMatchObject({
      state: 'RUNNING',
      decision: { verdict: 'APPROVED', digest: plan().digest },
    });
    expect(deciding(asked(), { verdict: 'REJECTED', ...by })).not.toHaveProperty('state');
    expect(deciding(asked(), { verdict: 'EXPIRED', ...by })).toEqual({ decision: { verdict: 'EXPIRED', digest: plan().digest, ...by } });
  });

  test('is open until somebody has', () => {
    expect(isUndecided(asked())).toBe(true);
    expect(isUndecided({ ...asked(), ...deciding(asked(), { verdict: 'REJECTED', ...by }) })).toBe(false);
    expect(isUndecided(running())).toBe(false);
  });
});

describe('who', () => {
  const role = (name: string) => `arn:aws:sts::123456789012:assumed-role/${name}`;
  test('is the role, whatever the session is called', () => {
    expect(roleOf(role('Search/ana'))).toBe(role('Search'));
    expect(roleOf('arn:aws:iam::123456789012:user/teams/ana')).toBe('arn:aws:iam::123456789012:user/teams/ana');
  });

  test.each([
    ['another session of the role', role('Search/ana'), role('Search/ben'), true],
    ['another role', role('Search/ana'), role('Network/ana'), false],
    ['a role whose name begins alike', role('Search/ana'), role('SearchAdmin/ana'), false],
    ['the same user', 'arn:aws:iam::1:user/ana', 'arn:aws:iam::1:user/ana', true],
    ['another user', 'arn:aws:iam::1:user/ana', 'arn:aws:iam::1:user/ben', false],
    ['a federated user, who a user may be', 'arn:aws:iam::1:user/ana', 'arn:aws:sts::1:federated-user/ben', true],
    ['a user, who may be the federated one', 'arn:aws:sts::1:federated-user/ana', 'arn:aws:iam::1:root', true],
    ['another federated user, under whatever name', 'arn:aws:sts::1:federated-user/ana', 'arn:aws:sts::1:federated-user/ben', true],
    ['a role, which no federated user is', 'arn:aws:sts::1:federated-user/ana', role('Search/ana'), false],
  ])('%s: is the one who asked, or is not', (_, requester, decider, self) => {
    const [asker, actor] = [requester, decider].map((id) => ({ type: 'IAM', id }) as const);
    const first = { number: 1, by: asker as Actor, firstRun: 1, at: midnight };
    expect(isSelf(association({ requestedBy: asker as Actor, attempt: first }), actor as Actor)).toBe(self);
    // Who retries what somebody else, or an event, has asked for asks for it, too.
    const event = { type: 'EVENT', id: 'ci#1' } as const;
    expect(isSelf(association({ requestedBy: event, attempt: first }), actor as Actor)).toBe(self);
  });
});
