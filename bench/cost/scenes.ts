import type { CostWorld } from './world.ts';

/** One way an association can go, asked for and seen to its end. */
export interface Scene {
  readonly name: string;
  readonly kind: string;
  /** Whether somebody is asked first, and says yes. */
  readonly approved: boolean;
  readonly ends: string;
  /** Whether AWS fails the change. */
  readonly fails?: true;
  /** Puts into AWS what the pair of that number needs, and gives the pair. */
  furnish(world: CostWorld['simulators'], number: number): Readonly<Record<string, string>>;
}

const digits = (number: number) => String(number).padStart(5, '0');
const hex = (number: number) => number.toString(16).padStart(17, '0');

/** Each number has a pair of its own; numbers of different scenes never meet. */
const packageForDomain: Scene['furnish'] = ({ es }, number) => {
  const [packageId, domainName] = [`F1000${digits(number)}`, `domain-${digits(number)}`];
  es.addPackage({ id: packageId, name: `package-${number}`, version: 2 });
  es.addDomain({ name: domainName });
  return { packageId, domainName };
};

const serviceForNetwork: Scene['furnish'] = ({ lattice }, number) => {
  const serviceIdentifier = `svc-${hex(number)}`;
  if (number % 1_000 === 0) lattice.addServiceNetwork({ id: networkOf(number), name: `network-${number}` });
  lattice.addService({ id: serviceIdentifier, name: `service-${number}` });
  return { serviceIdentifier, serviceNetworkIdentifier: networkOf(number) };
};
const networkOf = (number: number) => `sn-${hex(1 + Math.floor(number / 1_000))}`;

const connectionToLag: Scene['furnish'] = ({ directConnect }, number) => {
  const [connectionId, parentConnectionId] = [`dxcon-fghc${digits(number)}`, 'dxlag-fglag002'];
  if (number % 1_000 === 0) {
    directConnect.addLag({ id: 'dxlag-fglag001', name: 'east' });
    directConnect.addLag({ id: parentConnectionId, name: 'west' });
  }
  directConnect.addHostedConnection({ id: connectionId, name: `hosted-${number}`, parentId: 'dxlag-fglag001', vlan: 1 + (number % 1_000) });
  return { connectionId, parentConnectionId };
};

export const scenes: readonly Scene[] = [
  { name: 'es-package', kind: 'es-package', approved: false, ends: 'SUCCEEDED', furnish: packageForDomain },
  { name: 'lattice-service', kind: 'lattice-service', approved: false, ends: 'SUCCEEDED', furnish: serviceForNetwork },
  { name: 'dx-hosted-connection, approved', kind: 'dx-hosted-connection', approved: true, ends: 'SUCCEEDED', furnish: connectionToLag },
  {
    name: 'lattice-service that AWS fails, taken back',
    kind: 'lattice-service',
    approved: false,
    ends: 'ROLLED_BACK',
    fails: true,
    furnish: serviceForNetwork,
  },
];
