import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDriftNotices } from '../../src/reconcile/notices.ts';
import { association, machineArn, midnight } from '../record.ts';
import { createSink, type Sink } from '../sink.ts';

let sink: Sink;
beforeAll(async () => {
  sink = await createSink();
});
afterAll(() => sink.close());

const drift = {
  type: 'Missing',
  observed: 'The package is not on the domain.',
  since: midnight,
  seenAt: midnight + 1,
  told: false,
} as const;
const drifted = association({ state: 'SUCCEEDED', sideEffects: 'NONE', settledAt: midnight - 1_000, inSync: false, drift });

test('drift is an event on our bus, and an alert that says what is there, and that nothing was repaired', async () => {
  const { emit, alert } = createDriftNotices(sink.channels, () => machineArn);
  await emit(drifted);
  expect(sink.events().at(-1)).toMatchObject({
    source: 'liaison',
    'detail-type': 'Association Drift Detected',
    detail: { id: drifted.id, sequence: 1, inSync: false, type: 'Missing', observed: drift.observed, since: '2026-11-02T00:00:00.000Z' },
  });
  await alert(drifted);
  expect(sink.alerts().at(-1)?.message).toMatchObject({
    severity: 'drift',
    what: 'packageId F1, domainName logs (es-package) is not as Liaison left it: Missing',
    why: 'somebody, or AWS, changed it after 2026-11-01T23:59:59.000Z; Liaison was not asked for that',
    inAwsNow: 'The package is not on the domain.',
    next: expect.stringContaining('Liaison repairs nothing by itself'),
  });
});
