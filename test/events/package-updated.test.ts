import { describe, expect, test } from '@jest/globals';
import type { BatchAcceptance, BatchAsked } from '../../src/batches/create.ts';
import { receive } from '../../src/events/index.ts';
import lattice from './lattice-service.json' with { type: 'json' };
import updated from './package-updated.json' with { type: 'json' };
import { createReception } from './reception.ts';

/** A stage that makes one batch of what an event means, with all that it was asked for. */
function createBatching(answer: BatchAcceptance = { type: 'NOTHING' }) {
  const batches: BatchAsked[] = [];
  const { reception, ...kept } = createReception();
  const acceptBatch = async (asked: BatchAsked) => {
    batches.push(asked);
    return answer;
  };
  return { ...kept, batches, reception: { ...reception, acceptBatch } };
}

describe('an updated package', () => {
  test('asks for one batch of every domain that has it, the first of them alone and none after one that failed', async () => {
    const { reception, batches, accepted, reasons } = createBatching();
    await receive(updated, reception);
    await receive(updated, reception);
    expect(accepted).toEqual([]);
    expect(batches[0]).toEqual({
      request: {
        requests: null,
        selector: { kind: 'es-package', packageId: 'F111111111' },
        defaults: { desired: 'ASSOCIATED', reason: 'package F111111111 updated' },
        limits: { maxConcurrency: 10, canary: 1, stopAfterFailures: 1 },
        label: 'package F111111111 updated',
        planDigest: null,
      },
      key: ['event', 'aws.es', updated.id, 'batch'],
      requestedBy: { type: 'EVENT', id: `aws.es#${updated.id}` },
      requestedAt: Date.parse(updated.time),
      trigger: { type: 'PACKAGE_UPDATED', at: Date.parse('2026-11-02T10:00:00Z') },
    });
    expect(batches[1]).toEqual(batches[0]);
    expect(reasons()).toEqual([]);
  });

  test('is heard from either of the sources that AWS names', async () => {
    const { reception, batches } = createBatching();
    await receive({ ...updated, source: 'aws.opensearchservice' }, reception);
    expect(batches).toMatchObject([
      { request: { selector: { packageId: 'F111111111' } }, key: ['event', 'aws.opensearchservice', updated.id, 'batch'] },
    ]);
  });

  test('that is on more domains than a batch can have is parked', async () => {
    const { reception, reasons } = createBatching({ type: 'UNUSABLE', problems: [{ path: 'selector', message: 'names 1001 pairs' }] });
    await receive(updated, reception);
    expect(reasons()).toEqual(['selector: names 1001 pairs']);
  });

  test('asks for every domain that has it, one association each, where batches are not wanted', async () => {
    const pairs = ['logs', 'shop'].map((domainName) => ({ packageId: 'F111111111', domainName }));
    const { reception, accepted, asks } = createReception(pairs);
    await receive(updated, reception);
    expect(asks).toEqual([{ kind: 'es-package', selector: { packageId: 'F111111111' } }]);
    expect(accepted.map(({ request }) => request.pair)).toEqual(pairs);
    expect(new Set(accepted.map(({ key }) => key.join())).size).toBe(2);
    expect(accepted[0]?.trigger).toEqual({ type: 'PACKAGE_UPDATED', at: Date.parse('2026-11-02T10:00:00Z') });
  });

  test.each(['packageId', 'PackageID'])('is also found as %s', async (spelling) => {
    const { reception, asks } = createReception();
    await receive({ ...updated, detail: { ...updated.detail, requestParameters: { [spelling]: 'F2' } } }, reception);
    expect(asks).toEqual([{ kind: 'es-package', selector: { packageId: 'F2' } }]);
  });

  test('whose update failed is parked, should a rule ever let it through', async () => {
    const { reception, asks, reasons } = createReception();
    await receive({ ...updated, detail: { ...updated.detail, errorCode: 'ConflictException' } }, reception);
    expect(asks).toEqual([]);
    expect(reasons().join()).toContain('detail.errorCode');
  });
});

test('a tag that was removed makes no batch, also where updated packages do', async () => {
  const { reception, batches, asks } = createBatching();
  await receive({ ...lattice, detail: { ...lattice.detail, tags: {} } }, reception);
  expect([asks.length, batches]).toEqual([1, []]);
});
