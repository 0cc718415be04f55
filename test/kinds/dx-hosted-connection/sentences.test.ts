import type { Connection } from '@aws-sdk/client-direct-connect';
import { describe, expect, test } from '@jest/globals';
import {
  arrivalCheck,
  connectionCheck,
  previousParentCheck,
  targetChecks,
  vlanCheck,
} from '../../../src/kinds/dx-hosted-connection/checks.ts';
import type { Parent, Place } from '../../../src/kinds/dx-hosted-connection/connections.ts';
import { fitChecks } from '../../../src/kinds/dx-hosted-connection/fit.ts';
import { dxHostedConnectionPair, scopesOf } from '../../../src/kinds/dx-hosted-connection/pair.ts';
import type { Check } from '../../../src/kinds/kind.ts';
import { pair } from './world.ts';

const target: Parent = { id: 'dxlag-1', state: 'available', hosts: true, location: 'EqDC2', bandwidth: 1_000, macSecCapable: true };
const connection: Connection = { connectionId: 'dxcon-1', location: 'EqDC2', bandwidth: '500Mbps', partnerInterconnectMacSecCapable: true };
const place = { parentId: 'dxlag-9' } as Place;

const told = (...checks: readonly Check[]) => checks.map(({ name, result, reason, message }) => `${name} ${result} ${reason}: ${message}`);

describe('a person reads', () => {
  test.each([
    ['available', 'PASS TargetAvailable: The target is available.'],
    ['requested', 'WAIT TargetRequested: The target is requested and not yet available.'],
    ['pending', 'WAIT TargetPending: The target is being initialised.'],
    ['down', 'FAIL TargetDown: The target is down, so that a move would end the traffic: ask again when it is up.'],
    ['deleting', 'FAIL TargetDeleting: The target is being deleted: ask again with another.'],
    ['deleted', 'FAIL TargetDeleted: The target has been deleted: ask again with another.'],
    ['unknown', 'UNKNOWN TargetStateUnknown: AWS does not know the state of the target.'],
  ])('of a target that is %s', (state, sentence) =>
    expect(told(...targetChecks({ ...target, state }))).toEqual([
      `target ${sentence}`,
      'hosting PASS HostsConnections: The target takes hosted connections.',
    ]),
  );

  test.each([
    [undefined, 'UNKNOWN HostingUnknown: AWS does not say whether the target takes hosted connections.'],
    [false, 'FAIL HostsNoConnections: The LAG does not allow hosted connections: ask again with one that does.'],
  ])('of a target that hosts connections: %s', (hosts, sentence) =>
    expect(told(...targetChecks({ ...target, hosts }))[1]).toBe(`hosting ${sentence}`),
  );

  test.each([
    ['ordering', 'PASS ConnectionUnconfirmed: The connection is not yet confirmed by its owner; it can be moved all the same.'],
    ['requested', 'PASS ConnectionRequested: The connection is requested; it can be moved all the same.'],
    ['pending', 'PASS ConnectionPending: The connection is being initialised; it can be moved all the same.'],
    ['available', 'PASS ConnectionAvailable: The connection is available.'],
    ['down', 'PASS ConnectionDown: The connection is down; it can be moved all the same.'],
    ['deleting', 'FAIL ConnectionDeleting: The connection is being deleted: ask again with another.'],
    ['deleted', 'FAIL ConnectionDeleted: The connection has been deleted: ask again with another.'],
    ['rejected', 'FAIL ConnectionRejected: The connection was rejected by its owner: ask again with another.'],
    ['unknown', 'UNKNOWN ConnectionStateUnknown: AWS does not know the state of the connection.'],
  ] as const)('of a connection that is %s', (connectionState, sentence) =>
    expect(told(connectionCheck({ connectionState }))).toEqual([`connection ${sentence}`]),
  );

  test('that there is no such thing', () =>
    expect(told(...targetChecks(undefined), connectionCheck(undefined))).toEqual([
      'target FAIL TargetNotFound: This account has no LAG or interconnect of that id in this region: check the id.',
      'connection FAIL ConnectionNotFound: No LAG or interconnect of this account has a hosted connection of that id: check the id, or ask in the account of its partner.',
    ]));

  test('whether the connection is there already', () =>
    expect(told(...['dxlag-1', 'dxlag-2', undefined].map((lagId) => arrivalCheck(lagId ? { lagId } : {}, 'dxlag-1')))).toEqual([
      'arrival PASS AlreadyThere: The connection is under dxlag-1.',
      'arrival WAIT MoveInProgress: dxlag-1 lists the connection, which still names dxlag-2 as its LAG.',
      'arrival PASS AlreadyThere: The connection is under dxlag-1.',
    ]));

  test.each<[string | undefined, Place | undefined, string]>([
    [undefined, place, 'PASS PreviousParentFound: The connection is under dxlag-9 and can be moved back there.'],
    ['dxlag-9', place, 'PASS PreviousParentFound: The connection is under dxlag-9 and can be moved back there.'],
    [
      undefined,
      undefined,
      'UNKNOWN PreviousParentUnknown: What the connection is under now could not be found out: the move cannot be undone.',
    ],
    [
      'dxlag-8',
      place,
      'FAIL PreviousParentDiffers: The connection is not under dxlag-8: it is under dxlag-9. Ask again with that one, or without any.',
    ],
    [
      'dxlag-8',
      undefined,
      'FAIL PreviousParentDiffers: The connection is not under dxlag-8: it was found under none. Ask again without any, and know that the move cannot be undone then.',
    ],
  ])('where it comes from, with %s given and %j found', (given, found, sentence) => {
    const asked = given === undefined ? pair : { ...pair, previousParentConnectionId: given };
    expect(told(previousParentCheck(asked, found ? [found] : []))).toEqual([`previous-parent ${sentence}`]);
  });

  test('whether its VLAN is free', () =>
    expect(
      told(
        vlanCheck({}, []),
        vlanCheck({ vlan: 7 }, [{ vlan: 8 }, { vlan: 7, connectionState: 'deleted' }]),
        vlanCheck({ vlan: 7 }, [{ vlan: 7, connectionId: 'dxcon-2' }]),
      ),
    ).toEqual([
      'vlan UNKNOWN VlanUnknown: AWS does not show the VLAN of the connection.',
      'vlan PASS VlanFree: VLAN 7 is free under the target.',
      'vlan FAIL VlanTaken: VLAN 7 is taken under the target by dxcon-2: free it there, or ask again with another target.',
    ]));

  test.each<[string, Connection, Parent, Connection[], string[]]>([
    [
      'fits',
      connection,
      target,
      [{ bandwidth: '500Mbps' }, { bandwidth: '500Mbps', connectionState: 'rejected' }],
      [
        'location PASS SameLocation: The connection and the target are both at EqDC2.',
        'bandwidth PASS BandwidthFits: The target has the bandwidth for its connections and this one.',
        'macsec PASS MacSecKept: The move loses no capability of MACsec that AWS shows.',
      ],
    ],
    [
      'does not',
      connection,
      { ...target, location: 'EqFR5', macSecCapable: false },
      [{ bandwidth: '1Gbps' }],
      [
        'location UNKNOWN OtherLocation: The target is at EqFR5 and the connection at EqDC2: AWS does not say whether it moves one so far.',
        'bandwidth UNKNOWN BandwidthShort: With this one the connections of the target have 1500 Mbps, and it has 1000 Mbps.',
        'macsec UNKNOWN MacSecLost: The port under the connection is capable of MACsec, and the target is not.',
      ],
    ],
    [
      'may, for all that AWS says of it',
      {},
      { ...target, macSecCapable: false },
      [],
      [
        'location UNKNOWN LocationUnknown: AWS does not say where the connection and the target are.',
        'bandwidth UNKNOWN BandwidthUnknown: AWS does not say how much bandwidth the target and its connections have.',
        'macsec PASS MacSecKept: The move loses no capability of MACsec that AWS shows.',
      ],
    ],
    [
      'may, for all that AWS says of the target',
      connection,
      { ...target, location: undefined, bandwidth: undefined, macSecCapable: undefined },
      [],
      [
        'location UNKNOWN LocationUnknown: AWS does not say where the connection and the target are.',
        'bandwidth UNKNOWN BandwidthUnknown: AWS does not say how much bandwidth the target and its connections have.',
        'macsec PASS MacSecKept: The move loses no capability of MACsec that AWS shows.',
      ],
    ],
  ])('that the connection %s', (_, moved, to, children, sentences) => expect(told(...fitChecks(moved, to, children))).toEqual(sentences));

  test('how AWS is not as an association left it', () => {
    const drift = (connectionState: Connection['connectionState'], parentConnectionId: string | null) =>
      dxHostedConnectionPair.drift({
        checks: [...targetChecks(undefined), connectionCheck({ connectionState })],
        before: { parentConnectionId },
        targetVersion: null,
      });
    expect(drift('deleted', 'dxlag-9')).toEqual({
      type: 'Missing',
      observed: 'The connection is not there any more, or is being deleted.',
    });
    expect(drift('available', 'dxlag-9')).toEqual({ type: 'MovedElsewhere', observed: 'The connection is under dxlag-9.' });
    expect(drift('available', null)).toBeNull();
  });
});

test('what may be asked of a hosted connection, and how it is waited for', () => {
  const { key, ends, scopes, rival, drift, ...rules } = dxHostedConnectionPair;
  expect(rules).toEqual({
    name: 'dx-hosted-connection',
    desired: {
      ASSOCIATED: { allowed: true, impact: 'INTERRUPTS_TRAFFIC', undoInterrupts: true },
      DISSOCIATED: {
        allowed: false,
        why: 'A hosted connection is always under a parent: leaving one is associating with another. Ask for ASSOCIATED with the LAG or interconnect it should go to.',
      },
    },
    defaults: { onFailure: 'LEAVE', deadline: 'P3D' },
    durations: { usual: 60, settle: 1_800, undo: 1_800 },
  });
  expect([key(pair), ends(pair), rival?.(pair)]).toEqual([
    'dxcon-fg000001/dxlag-fg0000b2',
    { source: 'dxcon-fg000001', target: 'dxlag-fg0000b2' },
    'dxcon-fg000001',
  ]);
  expect(scopes({ ...pair, previousParentConnectionId: 'dxlag-9' })).toEqual(['dx:dxcon-fg000001', 'dx:dxlag-fg0000b2', 'dx:dxlag-9']);
  expect([scopes(pair), scopesOf(['a', 'a'])]).toEqual([['dx:dxcon-fg000001', 'dx:dxlag-fg0000b2'], ['dx:a']]);
});
