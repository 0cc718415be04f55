import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Acceptance, Asked } from '../../src/accept.ts';
import { type Reception, receive } from '../../src/events/index.ts';
import type { Problem } from '../../src/request.ts';
import { association } from '../record.ts';
import dx from './dx-hosted-connection.json' with { type: 'json' };
import es from './es-package.json' with { type: 'json' };
import lattice from './lattice-service.json' with { type: 'json' };
import updated from './package-updated.json' with { type: 'json' };
import moved from './tag-moved.json' with { type: 'json' };

describe('receiving an event', () => {
  let accepted: Asked[];
  let parked: { event: unknown; problems: readonly Problem[] }[];
  let pairs: unknown[];
  let tagged: Set<string>;
  let asks: { kind: string; selector: unknown }[];
  let acceptance: Acceptance;
  let reception: Reception;
  beforeEach(() => {
    [accepted, parked, pairs, asks, tagged] = [[], [], [], [], new Set()];
    acceptance = { type: 'ACCEPTED', association: association() };
    reception = {
      accept: async (asked) => {
        accepted.push(asked);
        return acceptance;
      },
      acceptBatch: null,
      isTagged: async ({ pair }) => tagged.has((pair as { serviceNetworkIdentifier?: string }).serviceNetworkIdentifier ?? ''),
      targets: async (kind, selector) => {
        asks.push({ kind, selector });
        return pairs;
      },
      park: async (event, problems) => void parked.push({ event, problems }),
      account: '123456789012',
      region: 'eu-west-1',
    };
  });

  const reasons = () => parked.flatMap(({ problems }) => problems.map(({ path, message }) => `${path}: ${message}`)).join('\n');

  test('an Association Requested event asks for what its detail says, from its own time on', async () => {
    await receive(es, reception);
    expect(accepted).toEqual([
      expect.objectContaining({
        request: expect.objectContaining({ kind: 'es-package', desired: 'ASSOCIATED', pair: es.detail.pair, reason: 'new synonyms' }),
        requestedBy: { type: 'EVENT', id: `search.pipeline#${es.id}` },
        requestedAt: Date.parse(es.time),
        whenBusy: 'NEXT',
      }),
    ]);
  });

  test('a Dissociation Requested event asks for the opposite', async () => {
    await receive({ ...es, 'detail-type': 'Dissociation Requested' }, reception);
    expect(accepted[0]?.request.desired).toBe('DISSOCIATED');
  });

  test('an event that contradicts itself is parked', async () => {
    await receive({ ...es, detail: { ...es.detail, desired: 'DISSOCIATED' } }, reception);
    expect(accepted).toEqual([]);
    expect(reasons()).toContain('detail.desired: contradicts');
  });

  test('the Direct Connect event keeps its options', async () => {
    await receive(dx, reception);
    expect(accepted[0]?.request).toMatchObject({ approval: 'AUTO', onFailure: 'ROLL_BACK', deadline: 'PT1H' });
  });

  test('a service tagged with a network is to be associated with it', async () => {
    await receive(lattice, reception);
    expect(accepted[0]).toMatchObject({
      request: { kind: 'lattice-service', desired: 'ASSOCIATED' },
      trigger: { type: 'TAG', key: 'liaison:service-network', value: 'sn-0123456789abcdef0', at: Date.parse(lattice.time) },
    });
  });

  test.each([
    ['sn-0123456789abcdef0 sn-0123456789abcdef1', 'names 2 service networks'],
    ['sn-0123456789abcdef0,sn-0123456789abcdef1', 'names 2 service networks'],
    ['', 'names no service network'],
    ['payments', 'pair.serviceNetworkIdentifier'],
    ['sn-0123456789abcdef0+sn-0123456789abcdef1', 'pair.serviceNetworkIdentifier'],
  ])('a tag that says "%s" is parked, never guessed', async (value, reason) => {
    await receive({ ...lattice, detail: { ...lattice.detail, tags: { 'liaison:service-network': value } } }, reception);
    expect(accepted).toEqual([]);
    expect(reasons()).toContain(reason);
  });

  test('a tag that was removed asks to dissociate what the kind finds, approved by the removal itself', async () => {
    pairs = [{ serviceIdentifier: lattice.resources[0], serviceNetworkIdentifier: 'sn-0123456789abcdef0' }];
    await receive({ ...lattice, detail: { ...lattice.detail, tags: { team: 'payments' } } }, reception);
    expect(asks).toEqual([{ kind: 'lattice-service', selector: { serviceArn: lattice.resources[0] } }]);
    expect(accepted[0]).toMatchObject({
      request: { desired: 'DISSOCIATED', approval: 'AUTO' },
      trigger: { type: 'TAG', value: null, at: Date.parse(lattice.time) },
    });
  });

  describe('that a service is where its tag says', () => {
    const service = moved.detail.pair.serviceIdentifier;

    test('takes back where an earlier value of the tag had brought it, and nothing that was asked for otherwise', async () => {
      const networks = ['sn-0123456789abcdef0', 'sn-0123456789abcdef1'];
      pairs = networks.map((serviceNetworkIdentifier) => ({ serviceIdentifier: service, serviceNetworkIdentifier }));
      tagged.add('sn-0123456789abcdef0');
      await receive(moved, reception);
      expect(asks).toEqual([{ kind: 'lattice-service', selector: { serviceArn: service, unlessNamedBy: 'liaison:service-network' } }]);
      expect(accepted).toMatchObject([
        {
          request: {
            desired: 'DISSOCIATED',
            approval: 'AUTO',
            pair: { serviceNetworkIdentifier: 'sn-0123456789abcdef0' },
            reason: 'tag liaison:service-network changed',
          },
          trigger: { type: 'TAG', key: 'liaison:service-network', value: moved.detail.trigger.value, at: Date.parse(moved.time) },
        },
      ]);
    });

    test.each([
      ['failed', { ...moved.detail, state: 'FAILED' }],
      ['took something apart', { ...moved.detail, desired: 'DISSOCIATED' }],
      ['was asked for by somebody', { ...moved.detail, trigger: null }],
      ['is of another kind', { ...moved.detail, kind: 'es-package' }],
      ['names no service', { ...moved.detail, pair: { serviceIdentifier: 'x', serviceNetworkIdentifier: 'y' } }],
    ])('is not said by an event whose association %s', async (_, detail) => {
      await receive({ ...moved, detail }, reception);
      expect([accepted, asks]).toEqual([[], []]);
      expect(parked).toHaveLength(1);
    });
  });

  test.each([
    ['a service', { ...lattice, resources: ['orders'], detail: { ...lattice.detail, tags: {} } }, 'lattice-service.serviceArn'],
    ['a package', { ...updated, detail: { ...updated.detail, requestParameters: { packageID: '../F1' } } }, 'es-package.packageId'],
  ])('what names %s by no id of one is parked', async (_, event, reason) => {
    await receive(event, reception);
    expect(asks).toEqual([]);
    expect(reasons()).toContain(reason);
  });

  test.each([
    ['another account', { account: '999999999999' }, 'account: is 999999999999'],
    ['another Region', { region: 'us-east-1' }, 'region: is us-east-1'],
    ['a source that means nothing', { source: 'aws.ec2', 'detail-type': 'Whatever' }, 'means nothing'],
    ['no detail', { detail: null }, 'detail: '],
    ['a detail that is a list', { detail: [] }, 'detail.kind: '],
    ['no id', { id: undefined }, 'id'],
    ['a time that is none', { time: 'yesterday' }, 'time'],
    ['a time before all', { time: '1969-12-31T23:59:59Z' }, 'time: is before 1970'],
  ])('an event with %s is parked with its reason and starts nothing', async (_, change, reason) => {
    await receive({ ...es, ...change }, reception);
    expect(accepted).toEqual([]);
    expect(reasons()).toContain(reason);
    expect(parked).toHaveLength(1);
  });

  test('every problem of a request is named', async () => {
    await receive(
      { ...es, detail: { kind: 'es-package', pair: { packageId: '../x', domainName: 'L' }, retries: 3, deadline: '1h' } },
      reception,
    );
    for (const path of ['retries', 'deadline', 'pair.packageId', 'pair.domainName']) expect(reasons()).toContain(`detail.${path}: `);
  });

  test('an event that was accepted before, as another request, is parked', async () => {
    acceptance = { type: 'KEY_REUSED', id: 'assoc_other' };
    await receive(es, reception);
    expect(reasons()).toBe('id: stands for assoc_other, which asks for something else');
  });

  test('what can be made good by a repeat is thrown, not parked', async () => {
    const failing = { ...reception, targets: () => Promise.reject(new Error('throttled')) };
    await expect(receive(updated, failing)).rejects.toThrow('throttled');
    expect(parked).toEqual([]);
  });
});
