import { describe, expect, test } from '@jest/globals';
import { alertOf, approvalAlertOf, driftAlertOf, fiveLines, pairText } from '../src/alert.ts';
import type { Association } from '../src/association.ts';
import { association, intent, plan, removal, words } from './record.ts';

const execution = 'arn:aws:states:eu-west-1:123456789012:execution:liaison-dev-association:assoc_01JBMZ0000000000000000000A-1';
const ended = (more: Partial<Association>) => association({ sideEffects: 'NONE', changed: false, settledAt: 1, ...more });
const lines = (more: Partial<Association>) => fiveLines(ended(more), execution);

describe('the five lines', () => {
  test('of a success say what AWS answers and that nothing is to be done', () => {
    expect(lines({ state: 'SUCCEEDED', changed: true, words: words({ status: 'ACTIVE' }) })).toEqual({
      what: 'associating packageId F1, domainName logs (es-package) ended SUCCEEDED',
      why: 'AWS answers ACTIVE (AssociatePackage, AWS request id 6b1fd3a2-aws)',
      inAwsNow: 'NONE: as asked for',
      next: 'nothing',
      evidence: `association assoc_01JBMZ0000000000000000000A, execution ${execution}`,
    });
  });

  test('of a success without a call say that there was none', () => {
    expect(lines({ state: 'SUCCEEDED', desired: 'DISSOCIATED' })).toMatchObject({
      what: expect.stringMatching(/^dissociating /),
      why: 'AWS already was as asked for; no call was made',
    });
  });

  test('of a roll-back give the cause, not the undo, as the reason, and name what took it back', () => {
    const { what, why, inAwsNow, next } = lines({
      state: 'ROLLED_BACK',
      sideEffects: 'REVERTED',
      endReason: 'ValidationException',
      endMessage: 'The dictionary is not valid.',
      plan: plan(),
      intent: intent(),
    });
    expect(what).toMatch(/ended ROLLED_BACK: ValidationException$/);
    expect(why).toBe('The dictionary is not valid.');
    expect(inAwsNow).toBe('REVERTED: as before; what was made has been taken back with DissociatePackage');
    expect(next).toBe('mend the cause, then request it again, or retry it');
  });

  test('of what was left behind name the thing by its id and the call that takes it back, ready to be copied', () => {
    const { inAwsNow, next } = lines({
      state: 'FAILED',
      sideEffects: 'LEFT_BEHIND',
      plan: plan(),
      intent: intent({ handle: 'snsa-0123456789abcdef0' }),
    });
    expect(inAwsNow).toBe('LEFT_BEHIND: what AssociatePackage (snsa-0123456789abcdef0) made, or part of it, is still there');
    expect(next).toBe(
      'look whether it is still there, and take it back with DissociatePackage {"PackageID":"F1","DomainName":"logs"}, or retry it',
    );
  });

  test('of what was left behind name in the call to copy the id that only the making gave', () => {
    const undo = [
      { operation: 'DeleteServiceNetworkServiceAssociation', parameters: { serviceNetworkServiceAssociationIdentifier: null } },
    ];
    const { next } = lines({
      state: 'FAILED',
      sideEffects: 'LEFT_BEHIND',
      plan: plan({ undo }),
      intent: intent({ handle: 'snsa-0123456789abcdef0' }),
    });
    expect(next).toContain('{"serviceNetworkServiceAssociationIdentifier":"snsa-0123456789abcdef0"}');
  });

  test('of what was left behind and cannot be undone promise no call', () => {
    expect(lines({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', plan: plan({ undo: [] }), intent: intent() }).next).toBe(
      'read the pair in AWS, decide, and retry it',
    );
  });

  test('of what was only removed to make room say that it is gone', () => {
    const call = { operation: 'DeleteServiceNetworkServiceAssociation', parameters: {} };
    const removed = removal({ call, handle: 'snsa-1' });
    const ended = { state: 'FAILED', sideEffects: 'LEFT_BEHIND', intent: null, removed } as const;
    expect(lines(ended)).toMatchObject({
      inAwsNow: 'LEFT_BEHIND: what DeleteServiceNetworkServiceAssociation (snsa-1) removed to make room is gone',
      next: 'nothing, or retry it if the association is still wanted',
    });
    const uncertain = { ...ended, sideEffects: 'UNKNOWN', removed: { ...removed, isCertain: false } } as const;
    expect(lines(uncertain).inAwsNow).toMatch(/^UNKNOWN: not known: DeleteServiceNetworkServiceAssociation was sent/);
    expect(lines({ ...ended, intent: intent({ handle: 'snsa-2' }) }).inAwsNow).toMatch(/\(snsa-2\) made.*still there; what .* is gone$/);
  });

  test('of another attempt name what an earlier one left', () => {
    const leftover = { intent: intent({ handle: 'snsa-1' }), undo: plan().undo, sideEffects: 'LEFT_BEHIND' as const };
    const { inAwsNow, next } = lines({ state: 'CANCELLED', sideEffects: 'LEFT_BEHIND', intent: null, plan: null, leftover });
    expect(inAwsNow).toBe('LEFT_BEHIND: what AssociatePackage (snsa-1) made, or part of it, is still there');
    expect(next).toMatch(/^look whether it is still there, and take it back with DissociatePackage/);
  });

  test('of an attempt that others came before promise only what takes its own call back', () => {
    const first = {
      intent: intent({ call: { operation: 'First', parameters: {} }, handle: 'snsa-1' }),
      undo: [{ operation: 'UndoFirst', parameters: {} }],
    };
    const abandoned = { ...first, sideEffects: 'LEFT_BEHIND' } as const;
    const left = { state: 'FAILED', sideEffects: 'LEFT_BEHIND', abandoned } as const;
    const ofOwn = lines({ ...left, intent: intent(), plan: plan({ undo: [] }) }).next;
    const ofFirst = lines({ ...left, intent: null, plan: plan() }).next;
    for (const next of [ofOwn, ofFirst]) expect(next).not.toMatch(/take it back with/);
    expect(lines({ ...left, intent: null, plan: null }).inAwsNow).toBe(
      'LEFT_BEHIND: what First (snsa-1) made, or part of it, is still there',
    );
    const mayBeUndone = lines({ ...left, intent: intent(), plan: plan() }).next;
    expect(mayBeUndone).toContain(plan().undo[0]?.operation);
    expect(mayBeUndone).not.toContain('UndoFirst');
  });

  test('of what is unknown say which call may have taken', () => {
    const { inAwsNow, next } = lines({ state: 'FAILED', sideEffects: 'UNKNOWN', endMessage: 'no answer', intent: intent() });
    expect(inAwsNow).toBe('UNKNOWN: not known: AssociatePackage was sent and what became of it could not be read');
    expect(next).toBe(
      'read the pair in AWS (AssociatePackage {"PackageID":"F1","DomainName":"logs"}), or retry it: it looks before it does anything',
    );
  });

  test.each([
    ['Rejected', 'REJECTED', /retry it/],
    ['ApprovalExpired', 'EXPIRED', /decided before its deadline/],
    ['DeadlinePassed', 'FAILED', /longer deadline/],
    ['PackageMissing', 'FAILED', /mend the cause/],
    ['Superseded', 'CANCELLED', /^nothing/],
  ] as const)('after %s the next step fits the reason', (endReason, state, next) => {
    expect(lines({ state, endReason }).next).toMatch(next);
    expect(lines({ state, endReason }).inAwsNow).toBe('NONE: as it was before the request');
  });

  test('never claim that AWS is untouched when nothing is recorded about it', () => {
    expect(lines({ state: 'FAILED', sideEffects: null }).inAwsNow).toBe('UNKNOWN: not known');
  });

  test('have no member that is empty, whatever the ending', () => {
    for (const state of ['SUCCEEDED', 'ROLLED_BACK', 'FAILED', 'REJECTED', 'EXPIRED', 'CANCELLED'] as const)
      for (const sideEffects of ['NONE', 'REVERTED', 'LEFT_BEHIND', 'UNKNOWN'] as const)
        for (const line of Object.values(lines({ state, sideEffects }))) expect(line).toMatch(/^\S.*[^\s:]$/);
  });
});

test('a pair is one line, without the tags that it is to have', () => {
  expect(pairText({ pair: { serviceIdentifier: 'svc-1', tags: { team: 'a' } } })).toBe('serviceIdentifier svc-1');
});

test('that it was so already is told with the call that changed nothing, where there was one', () => {
  expect(fiveLines(ended({ state: 'SUCCEEDED', intent: intent() }), execution).why).toBe(
    'AWS already was as asked for; AssociatePackage changed nothing',
  );
});

describe('an alert', () => {
  test('can be filtered by kind, state and severity, and carries id and sequence to tell repeats', () => {
    const { attributes, message } = alertOf(ended({ state: 'FAILED', labels: { change: 'CHG-1' } }), execution);
    expect(attributes).toEqual({
      kind: { DataType: 'String', StringValue: 'es-package' },
      state: { DataType: 'String', StringValue: 'FAILED' },
      severity: { DataType: 'String', StringValue: 'failed' },
    });
    expect(JSON.parse(message)).toMatchObject({ id: 'assoc_01JBMZ0000000000000000000A', sequence: 1, labels: { change: 'CHG-1' } });
  });

  test.each([
    ['NONE', 'failed'],
    ['REVERTED', 'failed'],
    ['LEFT_BEHIND', 'left-behind'],
    ['UNKNOWN', 'left-behind'],
    [null, 'left-behind'],
  ] as const)('of side effects %s is %s', (sideEffects, severity) => {
    expect(alertOf(ended({ state: 'FAILED', sideEffects }), execution).attributes.severity.StringValue).toBe(severity);
  });

  test('has a subject that SNS takes: printable ASCII, at most 100 characters, whatever the kind is called', () => {
    const { subject } = alertOf(ended({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', kind: `größe\n${'x'.repeat(200)}` }), execution);
    expect(subject).toMatch(/^[\x20-\x7e]{100}$/);
    expect(alertOf(ended({ state: 'FAILED' }), execution).subject).toBe('Liaison dev: es-package FAILED assoc_01JBMZ0000000000000000000A');
  });
});

describe('the alert that asks for an approval', () => {
  const asking = (more: Partial<Association> = {}) =>
    approvalAlertOf(
      association({
        state: 'AWAITING_APPROVAL',
        plan: plan({ impact: 'INTERRUPTS_TRAFFIC', digest: 'sha256:1' }),
        approvalRequest: { digest: 'sha256:1', round: 1, askedAt: 0, expiresAt: 3_600_000, token: 'secret-token', told: false },
        ...more,
      }),
      execution,
    );
  const linesOf = ({ message }: ReturnType<typeof asking>) => JSON.parse(message);

  test('says what is asked, why, which call it would be, until when and how to answer', () => {
    const alert = asking({ reason: 'release 12' });
    expect(linesOf(alert)).toMatchObject({
      what: 'associating packageId F1, domainName logs (es-package) waits for an approval',
      why: expect.stringMatching(/^it interrupts traffic; requested by .+: release 12$/),
      inAwsNow: 'NONE: as it was before the request; the call would be AssociatePackage {"PackageID":"F1","DomainName":"logs"}',
      next: 'approve or reject it before 1970-01-01T01:00:00.000Z: liaison approve assoc_01JBMZ0000000000000000000A --stage dev --region eu-west-1',
      evidence: `association assoc_01JBMZ0000000000000000000A, plan sha256:1, execution ${execution}`,
    });
    expect(alert.subject).toBe('Liaison dev: approval needed for es-package assoc_01JBMZ0000000000000000000A');
    expect(alert.attributes.severity.StringValue).toBe('needs-approval');
    expect(JSON.stringify(alert)).not.toContain('secret-token');
  });

  test('of another attempt says what an earlier one left, also where nobody takes that back any more', () => {
    const left = { intent: intent({ handle: 'snsa-1' }), undo: [], sideEffects: 'UNKNOWN' } as const;
    for (const more of [{ leftover: left }, { abandoned: left }])
      expect(linesOf(asking(more)).inAwsNow).toMatch(
        /^UNKNOWN: what AssociatePackage \(snsa-1\) made, or part of it, is still there; the call/,
      );
    expect(linesOf(asking({ removed: removal({ handle: 'snsa-2' }) })).inAwsNow).toMatch(
      /^LEFT_BEHIND: what AssociatePackage \(snsa-2\) removed to make room is gone; the call/,
    );
    expect(linesOf(asking({ removed: removal({ isCertain: false }) })).inAwsNow).toMatch(
      /^UNKNOWN: what AssociatePackage, or somebody else, removed to make room is gone; the call/,
    );
  });
});

test('the alert of a drift says what is there now, since when it is not as left, and that nothing is repaired', () => {
  const drift = { type: 'VersionBehind', observed: 'ACTIVE v3', since: 5_000, seenAt: 5_000, told: false } as const;
  const { subject, message, attributes } = driftAlertOf(ended({ state: 'SUCCEEDED', drift }), execution);
  expect(subject).toBe('Liaison dev: VersionBehind es-package assoc_01JBMZ0000000000000000000A');
  expect(attributes.severity.StringValue).toBe('drift');
  expect(JSON.parse(message)).toMatchObject({
    what: 'packageId F1, domainName logs (es-package) is not as Liaison left it: VersionBehind',
    why: 'somebody, or AWS, changed it after 1970-01-01T00:00:00.001Z; Liaison was not asked for that',
    inAwsNow: 'ACTIVE v3',
    next: expect.stringMatching(/repairs nothing by itself$/),
  });
});
