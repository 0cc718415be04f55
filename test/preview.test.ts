import { describe, expect, test } from '@jest/globals';
import type { Operations } from '../src/kinds/kind.ts';
import { preview } from '../src/preview.ts';
import { createMemoryTable } from './memory-table.ts';
import { midnight } from './record.ts';
import { awsError, plan } from './statemachines/script.ts';

describe('a preview', () => {
  const table = createMemoryTable();

  const asked = {
    kind: 'es-package',
    pair: { packageId: 'F1', domainName: 'logs' },
    desired: 'ASSOCIATED',
    onFailure: 'ROLL_BACK',
    now: midnight,
  } as const;
  const place = { account: '123456789012', region: 'eu-west-1' };
  const planning = (made: () => Promise<unknown>) => ({ plan: made }) as unknown as Operations<never>;

  test('is the plan an association would begin with, with its digest and the usual time', async () => {
    await table.store.changeUsual(asked, () => ({ successes: [{ id: 'a', seconds: 42 }] }));
    expect(
      await preview(
        asked,
        planning(async () => plan()),
        table.store,
        place,
      ),
    ).toMatchObject({
      plan: { digest: expect.stringMatching(/^sha256:/), calls: [{ operation: 'Make' }] },
      usualSeconds: 42,
    });
  });

  test('says what AWS answered when it could not be read', async () => {
    const failing = planning(() => Promise.reject(awsError('AccessDeniedException', 403)));
    expect(await preview(asked, failing, table.store, place)).toEqual({
      unread: expect.objectContaining({ operation: 'Plan', error: 'AccessDeniedException' }),
    });
  });

  test('throws a fault of ours on', async () => {
    await expect(
      preview(
        asked,
        planning(() => Promise.reject(new TypeError('ours'))),
        table.store,
        place,
      ),
    ).rejects.toThrow('ours');
  });
});
