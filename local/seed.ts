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
  mailAssociation: 'snsa-0a1b2c3d4e5f60004',
  interconnect: 'dxcon-fgic0001',
  lags: { east: 'dxlag-fglag001', west: 'dxlag-fglag002' },
  hostedConnections: { bank: 'dxcon-fghc0001', shop: 'dxcon-fghc0002', clinic: 'dxcon-fghc0003' },
  virtualInterfaces: { bank: 'dxvif-fgvif001', shop: 'dxvif-fgvif002', clinic: 'dxvif-fgvif003' },
} as const;

type SeededWorld = Pick<World, 'elasticsearch' | 'lattice' | 'directConnect'>;

/** Puts a small world into AWS: what there is before anybody asks for anything. */
export function seed({ elasticsearch, lattice, directConnect }: SeededWorld): void {
  seedElasticsearch(elasticsearch);
  seedLattice(lattice);
  seedDirectConnect(directConnect);
}

/** Two packages and three domains, one of which has one of them. */
function seedElasticsearch({ addPackage, addDomain, addAssociation }: SeededWorld['elasticsearch']): void {
  const { packages, domains } = seeded;
  addPackage({ id: packages.synonyms, name: 'synonyms', description: 'Words that mean the same' });
  addPackage({ id: packages.stopwords, name: 'stopwords', description: 'Words that are not searched for' });
  for (const name of domains) addDomain({ name });
  addAssociation({ packageId: packages.stopwords, domainName: 'shop-search' });
}

/** A network and four services, one of which is associated. */
function seedLattice({ addServiceNetwork, addService, addAssociation }: SeededWorld['lattice']): void {
  const { arn: serviceNetworkArn } = addServiceNetwork({ id: seeded.network, name: 'shared-services', tags: { environment: 'staging' } });
  for (const [name, id] of Object.entries(seeded.services)) {
    const { arn: serviceArn } = addService({ id, name, tags: { environment: 'staging' } });
    if (id === seeded.services.mail) addAssociation({ id: seeded.mailAssociation, serviceArn, serviceNetworkArn });
  }
}

/** Three hosted connections, each with a virtual interface, under three parents. */
function seedDirectConnect({ addInterconnect, addLag, addHostedConnection, addVirtualInterface }: SeededWorld['directConnect']): void {
  const { interconnect, lags, hostedConnections, virtualInterfaces } = seeded;
  const tags = [{ key: 'environment', value: 'staging' }];
  addInterconnect({ id: interconnect, name: 'interconnect-1', tags });
  for (const [name, id] of Object.entries(lags)) addLag({ id, name: `lag-${name}`, tags });
  const hosted = [
    { name: 'bank', parentId: interconnect, vlan: 101, subnet: 0 },
    { name: 'shop', parentId: lags.east, vlan: 102, subnet: 4 },
    // The same VLAN as the bank's, on a LAG that the bank is asked to be moved to.
    { name: 'clinic', parentId: lags.west, vlan: 101, subnet: 8 },
  ] as const;
  for (const { name, parentId, vlan, subnet } of hosted) {
    addHostedConnection({ id: hostedConnections[name], name, parentId, vlan, tags });
    addVirtualInterface({
      id: virtualInterfaces[name],
      name: `${name}-private`,
      connectionId: hostedConnections[name],
      vlan,
      amazonAddress: `169.254.100.${subnet + 1}/30`,
      customerAddress: `169.254.100.${subnet + 2}/30`,
      virtualGatewayId: `vgw-0a1b2c3d4e5f6000${subnet / 4 + 1}`,
      tags,
    });
  }
}
