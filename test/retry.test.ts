import { expect, test } from '@jest/globals';
import { createRetry } from '../src/retry.ts';
import { rememberingStart } from './asking.ts';
import { createMemoryTable } from './memory-table.ts';
import { createRecords, midnight } from './record.ts';

test.each([
  ['AUTO', 'BY_IMPACT', 'BY_IMPACT'],
  ['REQUIRED', 'BY_IMPACT', 'REQUIRED'],
  ['BY_IMPACT', 'REQUIRED', 'REQUIRED'],
] as const)(
  'what needed %s needs, retried where the stage asks for %s by now, %s, also where a removed tag had asked for it',
  async (before, minimum, after) => {
    const { store } = createMemoryTable();
    const trigger = { type: 'TAG', key: 'liaison:service-network', value: null, at: midnight } as const;
    const association = await createRecords(store)({
      state: 'FAILED',
      sideEffects: 'NONE',
      settledAt: midnight,
      approval: before,
      trigger,
    });
    const retry = createRetry(store, rememberingStart().start, () => minimum);
    const retried = await retry(association, { actor: { type: 'IAM', id: 'ops' }, at: midnight, comment: null, planDigest: null });
    expect(retried).toMatchObject({ type: 'RETRIED', association: { state: 'PENDING', approval: after } });
  },
);
