import { describe, expect, test } from '@jest/globals';
import { incoming, outgoing } from '../../schemas/events.ts';
import { terminalStates } from '../../src/association.ts';
import type { Batch } from '../../src/batches/batch.ts';
import { batchStateChanged } from '../../src/batches/notices.ts';
import { approvalRequested, stateChanged } from '../../src/notices.ts';
import { driftDetected } from '../../src/reconcile/notices.ts';
import { readRequest } from '../../src/request.ts';
import es from '../events/es-package.json' with { type: 'json' };
import { association, midnight, plan } from '../record.ts';

const batch: Batch = {
  id: 'batch_01JBMZ0000000000000000000A',
  state: 'FAILED',
  endReason: 'ItemsFailed',
  endMessage: null,
  label: 'synonyms',
  selector: { kind: 'es-package', packageId: 'F1' },
  trigger: null,
  requestedBy: { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' },
  requestedAt: midnight,
  updatedAt: midnight,
  settledAt: midnight,
  total: 3,
  limits: { maxConcurrency: 10, canary: 1, stopAfterFailures: null },
  items: { set: 'a', starts: [0] },
  run: 1,
  deaths: 0,
  attempt: { number: 1, at: midnight, actor: { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' }, comment: null },
  todo: null,
  cursor: 2,
  running: [],
  ended: { SUCCEEDED: 1, FAILED: 1 },
  sideEffects: { NONE: 2 },
  failures: [],
  cancel: null,
  outbox: null,
  version: 4,
};

/** As it travels. */
const sent = (detail: object) => JSON.parse(JSON.stringify(detail));
const parsed = (detailType: string, detail: object) => outgoing[detailType]?.parse(sent(detail));

describe('what goes out', () => {
  test.each(terminalStates)('Association State Changed to %s is as its schema has it', (state) => {
    const ended = association({
      state,
      sideEffects: 'NONE',
      changed: false,
      endReason: 'Refused',
      batch: { id: 'batch_01JBMZ0000000000000000000A', index: 7 },
    });
    expect(parsed('Association State Changed', stateChanged(ended))).toEqual(sent(stateChanged(ended)));
  });

  test('Association Approval Requested is as its schema has it', () => {
    const { digest } = plan();
    const asking = association({
      state: 'AWAITING_APPROVAL',
      plan: plan(),
      approvalRequest: { digest, round: 1, askedAt: midnight, expiresAt: midnight + 1, token: 'secret', told: false },
    });
    expect(parsed('Association Approval Requested', approvalRequested(asking))).toEqual(sent(approvalRequested(asking)));
    expect(JSON.stringify(approvalRequested(asking))).not.toContain('secret');
  });

  test('Association Drift Detected is as its schema has it', () => {
    const drift = { type: 'Missing', observed: 'It is gone.', since: midnight, seenAt: midnight + 1, told: false } as const;
    const drifted = driftDetected(association({ state: 'SUCCEEDED', inSync: false, drift }));
    expect(parsed('Association Drift Detected', drifted)).toEqual(sent(drifted));
  });

  test('Batch State Changed is as its schema has it', () => {
    const changed = batchStateChanged(batch);
    expect(parsed('Batch State Changed', changed)).toEqual(sent(changed));
  });

  test('a member that nobody described is found', () => {
    expect(() => parsed('Association State Changed', { ...stateChanged(association({ state: 'FAILED' })), colour: 'red' })).toThrow(
      'colour',
    );
  });
});

describe('what comes in', () => {
  test('the example is as the schema of its detail-type has it', () => {
    expect(incoming[es['detail-type']]?.safeParse(es.detail).success).toBe(true);
  });

  const dx = { kind: 'dx-hosted-connection', pair: { connectionId: 'dxcon-a1', parentConnectionId: 'dxlag-b1' } };
  const logs = { kind: 'es-package', pair: { packageId: 'F1', domainName: 'logs' } };

  test.each([
    ['Association Requested', 'ASSOCIATED', logs],
    ['Association Requested', 'ASSOCIATED', dx],
    ['Association Requested', 'ASSOCIATED', { ...logs, colour: 'red' }],
    ['Association Requested', 'ASSOCIATED', { ...logs, kind: 'nosuch' }],
    ['Association Requested', 'ASSOCIATED', { ...logs, pair: { packageId: 'x y' } }],
    ['Association Requested', 'ASSOCIATED', { ...logs, deadline: 'P8D' }],
    ['Association Requested', 'ASSOCIATED', { ...logs, reason: 'CHG-1', labels: { team: 'search' }, approval: 'REQUIRED' }],
    ['Dissociation Requested', 'DISSOCIATED', logs],
    ['Dissociation Requested', 'DISSOCIATED', dx],
  ])('%s and reading it as %s agree on %j', (detailType, desired, detail) => {
    expect(incoming[detailType]?.safeParse(detail).success).toBe(readRequest({ ...detail, desired }).ok);
  });
});
