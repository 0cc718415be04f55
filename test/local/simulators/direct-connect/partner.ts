import type { Connection } from '@aws-sdk/client-direct-connect';
import { createDirectConnect } from '../../../../local/simulators/direct-connect/simulator.ts';
import type { DirectConnectTiming } from '../../../../local/simulators/direct-connect/timing.ts';
import { createFaults } from '../../../../local/simulators/faults.ts';
import { calling, createSurroundings, otherAccount } from '../surroundings.ts';

/** A partner with a LAG and an interconnect, and a customer's hosted connection under the interconnect. */
export function createPartner(timing: Partial<DirectConnectTiming> = {}, seed = 1) {
  const surroundings = createSurroundings(seed);
  const faults = createFaults();
  const times = { interruption: [60, 60], unseen: [5, 5], ...timing } as const;
  let simulator = createDirectConnect(surroundings, faults, times);
  const call = calling(() => simulator.service);
  const lag = simulator.addLag({ name: 'frankfurt', port: { awsDeviceV2: 'FR5-lag', location: 'EqFR5' } });
  const interconnect = simulator.addInterconnect({ name: 'dublin', port: { awsDeviceV2: 'EqDB3-port', location: 'EqDB3' } });
  const hosted = simulator.addHostedConnection({
    name: 'customer-a',
    account: otherAccount,
    parentId: interconnect,
    vlan: 101,
    tags: [{ key: 'Name', value: 'a' }],
  });
  const children = async (connectionId: string) => (await call('DescribeHostedConnections', { connectionId })).connections as Connection[];
  return {
    ...surroundings,
    faults,
    call,
    lag,
    interconnect,
    hosted,
    children,
    simulator: () => simulator,
    move: (parentConnectionId = lag, connectionId = hosted, from?: string) =>
      call('AssociateHostedConnection', { connectionId, parentConnectionId }, from) as Promise<Connection>,
    /** Where the hosted connection is listed, and as what. */
    seen: async () => {
      const lists = { lag: await children(lag), interconnect: await children(interconnect) };
      return Object.entries(lists).flatMap(([under, list]) =>
        list.filter(({ connectionId }) => connectionId === hosted).map(({ connectionState }) => ({ under, connectionState })),
      );
    },
    /** The process ends and another one starts on the same state. */
    restart: () => {
      simulator = createDirectConnect(surroundings, faults, times);
    },
  };
}
