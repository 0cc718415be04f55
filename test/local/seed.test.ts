import { beforeAll, describe, expect, test } from '@jest/globals';
import { seed, seeded } from '../../local/seed.ts';
import { createDirectConnect } from '../../local/simulators/direct-connect/simulator.ts';
import { createElasticsearchService } from '../../local/simulators/elasticsearch-service/service.ts';
import { createFaults } from '../../local/simulators/faults.ts';
import { createVpcLattice } from '../../local/simulators/vpc-lattice/simulator.ts';
import { calling, createSurroundings } from './simulators/surroundings.ts';

const surroundings = createSurroundings();
const elasticsearch = createElasticsearchService(surroundings, createFaults());
const lattice = createVpcLattice(surroundings, createFaults());
const directConnect = createDirectConnect(surroundings, createFaults());
const es = calling(() => elasticsearch.service);
const vpcLattice = calling(() => lattice.service);
const dx = calling(() => directConnect.service);

beforeAll(() => seed({ elasticsearch, lattice, directConnect }));

/** The members of that name in a list of an answer. */
const each = (answer: Record<string, unknown>, list: string, member: string) =>
  (answer[list] as Record<string, unknown>[]).map((item) => item[member]);

describe('the seeded world is found with the reads of AWS alone', () => {
  test('domains, packages, and which domain has which', async () => {
    const domains = each(await es('ListDomainNames'), 'DomainNames', 'DomainName');
    expect(domains).toEqual(seeded.domains);
    const packages = each(await es('DescribePackages'), 'PackageDetailsList', 'PackageID');
    expect(packages).toEqual(Object.values(seeded.packages));
    expect(each(await es('ListPackagesForDomain', { DomainName: 'shop-search' }), 'DomainPackageDetailsList', 'PackageID')).toEqual([
      packages[1],
    ]);
    expect(each(await es('ListDomainsForPackage', { PackageID: packages[1] }), 'DomainPackageDetailsList', 'DomainName')).toEqual([
      'shop-search',
    ]);
  });

  test('services, their network, and the one association between them', async () => {
    const [network] = each(await vpcLattice('ListServiceNetworks'), 'items', 'id');
    expect(each(await vpcLattice('ListServices'), 'items', 'name')).toEqual(Object.keys(seeded.services));
    const found = await vpcLattice('ListServiceNetworkServiceAssociations', { serviceNetworkIdentifier: network });
    expect(found.items).toMatchObject([
      { id: seeded.mailAssociation, serviceName: 'mail', serviceNetworkId: seeded.network, status: 'ACTIVE' },
    ]);
    expect(await vpcLattice('GetServiceNetwork', { serviceNetworkIdentifier: network })).toMatchObject({ numberOfAssociatedServices: 1 });
  });

  test('every hosted connection under its parent, with a virtual interface of the same VLAN that is up, and tags', async () => {
    const parents = [
      ...each(await dx('DescribeInterconnects'), 'interconnects', 'interconnectId'),
      ...each(await dx('DescribeLags'), 'lags', 'lagId'),
    ];
    const children = await Promise.all(parents.map((connectionId) => dx('DescribeHostedConnections', { connectionId })));
    expect(children.flatMap((answer) => each(answer, 'connections', 'connectionId'))).toEqual(Object.values(seeded.hostedConnections));
    for (const [name, connectionId] of Object.entries(seeded.hostedConnections)) {
      const { connections } = await dx('DescribeConnections', { connectionId });
      const [{ vlan, tags }] = connections as [{ vlan: number; tags: object[] }];
      expect(tags).toEqual([{ key: 'environment', value: 'staging' }]);
      const { virtualInterfaces } = await dx('DescribeVirtualInterfaces', { connectionId });
      expect(virtualInterfaces).toMatchObject([{ virtualInterfaceName: `${name}-private`, vlan, virtualInterfaceState: 'available' }]);
    }
  });
});
