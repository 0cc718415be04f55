import { beforeEach, describe, expect, test } from '@jest/globals';
import { receive } from '../../src/events/index.ts';
import es from './es-package.json' with { type: 'json' };
import lattice from './lattice-service.json' with { type: 'json' };
import updated from './package-updated.json' with { type: 'json' };
import { createReception } from './reception.ts';
import moved from './tag-moved.json' with { type: 'json' };

const networks = (count: number) => Array.from({ length: count }, (_, index) => `sn-0123456789abcdef${index}`);
const tagged = (value: string) => ({ ...lattice, detail: { ...lattice.detail, tags: { 'liaison:service-network': value } } });
const { resources: _, ...withoutResources } = lattice;

describe('a parked event says what is wrong with it, and where', () => {
  let world: ReturnType<typeof createReception>;
  beforeEach(() => {
    world = createReception();
  });

  test.each([
    [
      'another source with the name of an event that means something',
      { ...lattice, source: 'aws.ec2' },
      'detail-type: aws.ec2 / Tag Change on Resource means nothing to Liaison',
    ],
    [
      'our own bus with an event of AWS',
      { ...es, 'detail-type': 'Whatever' },
      'detail-type: search.pipeline / Whatever means nothing to Liaison',
    ],
    ['another account', { ...es, account: '999999999999' }, 'account: is 999999999999; this is 123456789012'],
    ['another Region', { ...es, region: 'us-east-1' }, 'region: is us-east-1; this is eu-west-1'],
    ['the first moment of all', { ...es, time: '1970-01-01T00:00:00Z' }, 'time: is before 1970'],
    [
      'a detail-type that its detail contradicts',
      { ...es, detail: { ...es.detail, desired: 'DISSOCIATED' } },
      'detail.desired: contradicts the detail-type Association Requested: leave it out',
    ],
    ['no resource', { ...lattice, resources: [] }, 'resources: must name the one service that was tagged'],
    ['no list of resources', withoutResources, 'resources: must name the one service that was tagged'],
    ['two resources', { ...lattice, resources: [...lattice.resources, 'other'] }, 'resources: must name the one service that was tagged'],
    [
      'another tag that changed',
      { ...lattice, detail: { ...lattice.detail, 'changed-tag-keys': ['team'] } },
      'detail.changed-tag-keys: does not have liaison:service-network: this event is not for us',
    ],
    [
      'seven networks in a tag, of which five are enough to know it by',
      tagged(networks(7).join(' ')),
      `detail.tags.liaison:service-network: names 7 service networks (${networks(5).join(', ')}): a service is tagged with exactly one`,
    ],
    ['an empty tag', tagged(' ,; '), 'detail.tags.liaison:service-network: names no service network: a service is tagged with exactly one'],
    [
      'a call that failed',
      { ...updated, detail: { ...updated.detail, errorCode: 'ConflictException' } },
      'detail.errorCode: says that the call failed',
    ],
  ])('%s', async (_, event, reason) => {
    expect(await receive(event, world.reception)).toEqual([]);
    expect(world.reasons()).toEqual([reason]);
    expect([world.accepted, world.asks]).toEqual([[], []]);
  });

  test.each([
    ['account', 'x123456789012'],
    ['account', '1234567890123'],
    ['region', 'EU-west-1'],
    ['region', 'eu-west-1!'],
  ])('%s %s, which cannot be one', async (path, value) => {
    await receive({ ...es, [path]: value }, world.reception);
    expect(world.reasons()).toEqual([expect.stringMatching(new RegExp(`^${path}: Invalid string: must match pattern`))]);
  });

  test.each([
    ['a service that is a number', { ...lattice, detail: { ...lattice.detail, service: 7 } }, 'detail.service: '],
    ['no detail of a tag', { ...lattice, detail: null }, 'detail: '],
    ['an association that failed', { ...moved, detail: { ...moved.detail, state: 'FAILED' } }, 'detail.state: '],
    ['a call without its time', { ...updated, detail: { ...updated.detail, eventTime: undefined } }, 'detail.eventTime: is required'],
    ['a text for a detail', { ...es, detail: 'es-package' }, 'detail: '],
  ])('%s', async (_, event, reason) => {
    await receive(event, world.reception);
    expect(world.reasons()).toEqual([expect.stringContaining(reason)]);
    expect(world.reasons()[0]?.startsWith(reason)).toBe(true);
  });
});

test('a pair of the kind itself that cannot be read is a fault of ours, and thrown', async () => {
  const { reception, accepted } = createReception([{ packageId: 'F1' }]);
  await expect(receive(updated, reception)).rejects.toThrow('es-package named a pair it cannot read: [{"path":"pair.domainName"');
  expect(accepted).toEqual([]);
});
