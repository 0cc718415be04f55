import { expect, test } from '@jest/globals';
import { receive } from '../../src/events/index.ts';
import es from './es-package.json' with { type: 'json' };
import lattice from './lattice-service.json' with { type: 'json' };
import updated from './package-updated.json' with { type: 'json' };
import { createReception } from './reception.ts';

test('an event gives what was accepted of it, and nothing else', async () => {
  const pairs = ['logs', 'shop'].map((domainName) => ({ packageId: 'F111111111', domainName }));
  const { reception, acceptance } = createReception(pairs);
  expect(await receive(updated, reception)).toEqual([acceptance, acceptance]);
});

test('the same event is known again by its source, its id and the pair, also after a release', async () => {
  const { reception, accepted } = createReception();
  await receive(es, reception);
  const pair = '{"domainName":"logs-prod","packageId":"F111111111"}';
  expect(accepted[0]?.key.map((part) => (part.startsWith('{') ? JSON.stringify(sorted(JSON.parse(part))) : part))).toEqual([
    'event',
    'search.pipeline',
    es.id,
    'es-package',
    pair,
  ]);
});

const sorted = (members: object) => Object.fromEntries(Object.entries(members).sort());

test('an event may say what its detail-type says already', async () => {
  const { reception, accepted, reasons } = createReception();
  await receive({ ...es, detail: { ...es.detail, desired: 'ASSOCIATED' } }, reception);
  expect(reasons()).toEqual([]);
  expect(accepted).toHaveLength(1);
});

test('a time with an offset is the moment that it names', async () => {
  const { reception, accepted } = createReception([{ packageId: 'F111111111', domainName: 'logs' }]);
  await receive({ ...es, time: '2026-11-02T11:00:00+02:00' }, reception);
  await receive({ ...updated, detail: { ...updated.detail, eventTime: '2026-11-02T12:00:00+02:00' } }, reception);
  expect(accepted.map(({ requestedAt, trigger }) => [requestedAt, trigger && 'at' in trigger ? trigger.at : null])).toEqual([
    [Date.parse('2026-11-02T09:00:00Z'), null],
    [Date.parse(updated.time), Date.parse('2026-11-02T10:00:00Z')],
  ]);
});

test('what a removed tag takes back says so', async () => {
  const pair = { serviceIdentifier: lattice.resources[0], serviceNetworkIdentifier: 'sn-0123456789abcdef0' };
  const { reception, accepted } = createReception([pair]);
  await receive({ ...lattice, detail: { ...lattice.detail, tags: {} } }, reception);
  expect(accepted[0]?.request.reason).toBe('tag liaison:service-network removed');
});
