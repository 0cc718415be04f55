import { afresh, type Batch } from '../../src/batches/batch.ts';
import { midnight } from '../record.ts';

export const batchMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:liaison-dev-batch';

const ops = { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' } as const;

/** A batch as the table keeps it, pending unless said otherwise. */
export const batch = (more: Partial<Batch> = {}): Batch => ({
  id: 'batch_01JBMZ0000000000000000000A',
  state: 'PENDING',
  ...afresh,
  label: null,
  selector: null,
  trigger: null,
  requestedBy: ops,
  requestedAt: midnight,
  updatedAt: midnight,
  total: 4,
  limits: { maxConcurrency: 10, canary: 0, stopAfterFailures: null },
  items: { set: 'set', starts: [0] },
  run: 1,
  attempt: { number: 1, at: midnight, actor: ops, comment: null },
  todo: null,
  outbox: null,
  version: 1,
  ...more,
});
