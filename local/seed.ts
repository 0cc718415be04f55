import type { World } from './world.ts';

/** The ids of the small world that `npm start` begins with, so that examples can name them. */
export const seeded = {
  packages: { synonyms: 'F111111111', stopwords: 'F222222222' },
  domains: ['logs-prod', 'logs-staging', 'shop-search'],
  network: 'sn-0a1b2c3d4e5f60718',
  services: {
    payments: 'svc-0a1b2c3d4e5f60001',
    orders: 'svc-0a1b2c3d4e5f60002',
    stock: 'svc-0a1b2c3d4e5f60003',
    mail: 'svc-0a1b2c3d4e5f60004',
  },
  interconnect: 'dxcon-fgic0001',
  lags: { east: 'dxlag-fglag001', west: 'dxlag-fglag002' },
  hostedConnections: { bank: 'dxcon-fghc0001', shop: 'dxcon-fghc0002', clinic: 'dxcon-fghc0003' },
} as const;

/** Puts two packages, three domains, a network with four services, and three hosted connections under three parents into AWS. */
export function seed({ elasticsearch, lattice, directConnect }: Pick<World, 'elasticsearch' | 'lattice' | 'directConnect'>): void {
  const { packages, domains, network, services, interconnect, lags, hostedConnections } = seeded;
  for (const [name, id] of Object.entries(packages)) elasticsearch.addPackage({ id, name });
  for (const name of domains) elasticsearch.addDomain({ name });
  elasticsearch.addAssociation({ packageId: packages.stopwords, domainName: 'shop-search' });

  lattice.addServiceNetwork({ id: network, name: 'shared-services' });
  for (const [name, id] of Object.entries(services)) lattice.addService({ id, name });

  directConnect.addInterconnect({ id: interconnect, name: 'interconnect-1' });
  for (const [name, id] of Object.entries(lags)) directConnect.addLag({ id, name: `lag-${name}` });
  directConnect.addHostedConnection({ id: hostedConnections.bank, name: 'bank', parentId: interconnect, vlan: 101 });
  directConnect.addHostedConnection({ id: hostedConnections.shop, name: 'shop', parentId: lags.east, vlan: 102 });
  // The same VLAN as the bank's, on a LAG that the bank is asked to be moved to.
  directConnect.addHostedConnection({ id: hostedConnections.clinic, name: 'clinic', parentId: lags.west, vlan: 101 });
}
