import type { Connection } from '@aws-sdk/client-direct-connect';
import { afterEach, describe, expect, test } from '@jest/globals';
import { megabits, type Parent } from '../../../src/kinds/dx-hosted-connection/connections.ts';
import { fitChecks } from '../../../src/kinds/dx-hosted-connection/fit.ts';
import { checkOf } from '../kind-world.ts';
import { connectionId, createWorld, newLag, pair } from './world.ts';

const connection: Connection = { connectionId, location: 'EqDC2', bandwidth: '500Mbps', partnerInterconnectMacSecCapable: true };
const target: Parent = { id: newLag, state: 'available', hosts: true, location: 'EqDC2', bandwidth: 10_000, macSecCapable: true };

const found = (says: { connection?: object; target?: object; children?: Connection[] }) =>
  fitChecks({ ...connection, ...says.connection }, { ...target, ...says.target }, says.children ?? []).map(
    ({ name, result, reason }) => `${name} ${result} ${reason}`,
  );

describe('what may go wrong with a move, and has no published rule', () => {
  test.each([
    [{}, 'location PASS SameLocation'],
    [{ target: { location: 'EqFA5' } }, 'location UNKNOWN OtherLocation'],
    [{ target: { location: undefined } }, 'location UNKNOWN LocationUnknown'],
    [{ connection: { location: undefined } }, 'location UNKNOWN LocationUnknown'],
    [{}, 'bandwidth PASS BandwidthFits'],
    [{ target: { bandwidth: 500 } }, 'bandwidth PASS BandwidthFits'],
    [{ target: { bandwidth: 499 } }, 'bandwidth UNKNOWN BandwidthShort'],
    [{ target: { bandwidth: 1000 }, children: [{ bandwidth: '500Mbps' }] }, 'bandwidth PASS BandwidthFits'],
    [{ target: { bandwidth: 1000 }, children: [{ bandwidth: '1Gbps' }] }, 'bandwidth UNKNOWN BandwidthShort'],
    [
      { target: { bandwidth: 1000 }, children: [{ bandwidth: '1Gbps', connectionState: 'deleted' as const }] },
      'bandwidth PASS BandwidthFits',
    ],
    [{ children: [{}] }, 'bandwidth UNKNOWN BandwidthUnknown'],
    [{ target: { bandwidth: undefined } }, 'bandwidth UNKNOWN BandwidthUnknown'],
    [{}, 'macsec PASS MacSecKept'],
    [{ target: { macSecCapable: false } }, 'macsec UNKNOWN MacSecLost'],
    [{ connection: { partnerInterconnectMacSecCapable: false }, target: { macSecCapable: false } }, 'macsec PASS MacSecKept'],
  ])('%j: %s', (says, expected) => expect(found(says)).toContain(expected));

  test.each([
    ['50Mbps', 50],
    ['10Gbps', 10_000],
    ['fast', undefined],
    [undefined, undefined],
  ])('%s is %s megabits per second', (bandwidth, expected) => expect(megabits(bandwidth)).toBe(expected));
});

describe('in a plan', () => {
  let world: Awaited<ReturnType<typeof createWorld>>;
  afterEach(() => world.close());

  test('a LAG has the bandwidth of all its links', async () => {
    world = await createWorld({ bandwidth: '10Gbps' });
    const [one, two] = [1, 2].map((links) => world.addLag({ name: `of-${links}`, links }));
    for (const parentId of [one ?? '', two ?? '']) world.addHostedConnection({ name: 'child', parentId, vlan: 7, bandwidth: '500Mbps' });
    const bandwidthOf = async (parentConnectionId = '') =>
      checkOf(await world.plan({ connectionId, parentConnectionId }), 'bandwidth')?.reason;
    expect(await bandwidthOf(one)).toBe('BandwidthShort');
    expect(await bandwidthOf(two)).toBe('BandwidthFits');
  });

  test('an interconnect at another place, too small and without MACsec is shown to be so, and does not stop', async () => {
    world = await createWorld();
    const port = { location: 'EqFA5', macSecCapable: false };
    const parentConnectionId = world.addInterconnect({ name: 'far', bandwidth: '400Mbps', port });
    const { checks, calls } = await world.plan({ ...pair, parentConnectionId });
    expect(checks.filter(({ result }) => result !== 'PASS').map(({ result, reason }) => `${result} ${reason}`)).toEqual([
      'UNKNOWN OtherLocation',
      'UNKNOWN BandwidthShort',
      'UNKNOWN MacSecLost',
    ]);
    expect(calls).toHaveLength(1);
  });
});
