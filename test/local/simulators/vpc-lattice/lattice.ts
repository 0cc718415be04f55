import { createFaults } from '../../../../local/simulators/faults.ts';
import { createVpcLattice } from '../../../../local/simulators/vpc-lattice/simulator.ts';
import type { LatticeTiming } from '../../../../local/simulators/vpc-lattice/timing.ts';
import { calling, createSurroundings, otherAccount } from '../surroundings.ts';

/** A simulator with one service and one network of its own, and one of each that another account shares. */
export function createLattice(timing: Partial<LatticeTiming> = {}) {
  const surroundings = createSurroundings();
  const faults = createFaults();
  const times = { creation: [40, 40], deletion: [20, 20], unseen: [0, 0], ...timing } as const;
  let simulator = createVpcLattice(surroundings, faults, times);
  const sharedWith = [surroundings.account];
  const service = simulator.addService({ name: 'orders' });
  const network = simulator.addServiceNetwork({ name: 'shop' });
  const foreignService = simulator.addService({ name: 'rates', account: otherAccount, sharedWith });
  const foreignNetwork = simulator.addServiceNetwork({ name: 'partners', account: otherAccount, sharedWith });
  const call = calling(() => simulator.service);
  const pair = { serviceIdentifier: service.id, serviceNetworkIdentifier: network.id };
  return {
    ...surroundings,
    faults,
    simulator: () => simulator,
    service,
    network,
    foreignService,
    foreignNetwork,
    pair,
    call,
    create: (more: object = {}, from?: string) => call('CreateServiceNetworkServiceAssociation', { ...pair, ...more }, from),
    get: (id: unknown, from?: string) =>
      call('GetServiceNetworkServiceAssociation', { serviceNetworkServiceAssociationIdentifier: id }, from),
    remove: (id: unknown, from?: string) =>
      call('DeleteServiceNetworkServiceAssociation', { serviceNetworkServiceAssociationIdentifier: id }, from),
    list: async (filter: object = pair, from?: string) =>
      (await call('ListServiceNetworkServiceAssociations', filter, from)).items as Record<string, unknown>[],
    /** The process ends and another one starts on the same state. */
    restart: () => {
      simulator = createVpcLattice(surroundings, faults, times);
    },
  };
}
