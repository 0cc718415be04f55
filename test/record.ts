import type { Association, Cancel, KeptPlan, Removal, UndoIntent } from '../src/association.ts';
import type { Intent, Words } from '../src/kinds/kind.ts';
import type { Store } from '../src/store.ts';

export const machineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:liaison-dev-association';

/** Midnight of the tests' day. */
export const midnight = Date.parse('2026-11-02T00:00:00Z');

/** What AWS said, without more. */
export const words = (more: Partial<Words> = {}): Words => ({
  operation: 'AssociatePackage',
  status: null,
  error: null,
  message: null,
  requestId: '6b1fd3a2-aws',
  ...more,
});

/** A call that was sent. */
export const intent = (more: Partial<Intent> = {}): Intent => ({
  run: 1,
  at: midnight,
  since: midnight,
  token: 'assoc_01JBMZ0000000000000000000A-1',
  call: { operation: 'AssociatePackage', parameters: { PackageID: 'F1', DomainName: 'logs' } },
  preparatory: false,
  targetVersion: null,
  before: null,
  handle: null,
  adopted: false,
  ...more,
});

/** A call that made room. */
export const removal = (more: Partial<Removal> = {}): Removal => ({ ...intent(), isCertain: true, ...more });

/** That it is taken back since midnight, and not tried yet. */
export const undoIntent = (more: Partial<UndoIntent> = {}): UndoIntent => ({
  run: 1,
  since: midnight,
  tries: 0,
  triedAt: null,
  because: { reason: 'R', message: null, words: null },
  ...more,
});

/** That somebody has given it up. */
export const cancel: Cancel = { at: midnight, actor: { type: 'IAM', id: 'ann' }, reason: 'Cancelled', message: 'ann cancelled it' };

/** What a second attempt changes on the record of a first. */
export const secondAttempt = { run: 2, attempt: { number: 2, by: { type: 'IAM', id: 'ann' }, firstRun: 2, at: midnight } } as const;

/** A plan with one call and one that takes it back. */
export const plan = (more: Partial<KeptPlan> = {}): KeptPlan => ({
  digest: `sha256:${'0'.repeat(64)}`,
  changed: true,
  checks: [],
  calls: [{ operation: 'AssociatePackage', parameters: { PackageID: 'F1', DomainName: 'logs' } }],
  undo: [{ operation: 'DissociatePackage', parameters: { PackageID: 'F1', DomainName: 'logs' } }],
  impact: 'BACKGROUND',
  targetVersion: null,
  before: null,
  ...more,
});

/** An association as the table keeps it, pending unless said otherwise. */
export const association = (more: Partial<Association> = {}): Association => ({
  kind: 'es-package',
  pair: { packageId: 'F1', domainName: 'logs' },
  desired: 'ASSOCIATED',
  onFailure: 'ROLL_BACK',
  approval: 'BY_IMPACT',
  deadline: 'PT1H',
  reason: null,
  labels: {},
  planDigest: null,
  id: 'assoc_01JBMZ0000000000000000000A',
  pairKey: 'es-package#F1|logs',
  rivalKey: null,
  state: 'PENDING',
  sideEffects: null,
  changed: null,
  endReason: null,
  endMessage: null,
  words: null,
  requestedBy: { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' },
  trigger: null,
  requestedAt: midnight,
  updatedAt: midnight,
  settledAt: null,
  deadlineAt: midnight + 3_600_000,
  run: 1,
  attempt: { number: 1, by: { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' }, firstRun: 1, at: midnight },
  batch: null,
  approvalRequest: null,
  decision: null,
  cancel: null,
  step: null,
  usualSeconds: 60,
  plan: null,
  mayCall: false,
  intent: null,
  undoIntent: null,
  leftover: null,
  abandoned: null,
  removed: null,
  lastCallAt: null,
  scopes: ['es-domain#logs'],
  outbox: null,
  inSync: null,
  drift: null,
  history: [
    {
      sequence: 1,
      at: midnight,
      actor: { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' },
      action: 'Requested',
      from: null,
      to: 'PENDING',
      comment: null,
      planDigest: null,
      words: null,
      run: 1,
      attempt: 1,
    },
  ],
  version: 1,
  ...more,
});

/** An id of its own for each number below a million. */
export const idOf = (number: number): string => `assoc_01JBMZ00000000000000${String(number).padStart(6, '0')}`;

/** A number of associations on the table, each of a pair and a domain of its own, unless said otherwise. */
export function createRecords(store: Store) {
  let count = 0;
  return async (more: Partial<Association> = {}): Promise<Association> => {
    count += 1;
    const domain = `domain-${count}`;
    const record = association({ id: idOf(count), pairKey: `es-package#F1|${domain}`, scopes: [`es-domain#${domain}`], ...more });
    await store.createRecord(record);
    return record;
  };
}
