import * as client from '@aws-sdk/client-vpc-lattice';
import { vpcLatticeConstraints } from '../../wire/constraints/vpc-lattice.ts';
import type { Service, Surroundings } from '../../wire/service.ts';
import { withTrail } from '../cloudtrail.ts';
import type { Faults } from '../faults.ts';
import {
  deleteServiceNetworkServiceAssociation,
  getServiceNetworkServiceAssociation,
  listServiceNetworkServiceAssociations,
  listServiceNetworkVpcAssociations,
} from './associations.ts';
import { createServiceNetworkServiceAssociation } from './create.ts';
import { invalid } from './errors.ts';
import { addAssociation, addService, addServiceNetwork } from './seed.ts';
import { getService, getServiceNetwork, listServiceNetworks, listServices } from './services.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { type LatticeTiming, latticeTiming } from './timing.ts';
import type { World } from './world.ts';

/**
 * VPC Lattice as far as associating services with service networks goes. Everything it knows is in `surroundings.state`; where an
 * association stands follows from the clock alone, so a simulator made again on the same state goes on where the last one was.
 */
export function createVpcLattice(surroundings: Surroundings, faults: Faults, timing: Partial<LatticeTiming> = {}) {
  const world: World = { ...surroundings, faults, timing: { ...latticeTiming, ...timing } };
  const operations = {
    CreateServiceNetworkServiceAssociation: createServiceNetworkServiceAssociation(world),
    DeleteServiceNetworkServiceAssociation: deleteServiceNetworkServiceAssociation(world),
    GetService: getService(world),
    GetServiceNetwork: getServiceNetwork(world),
    GetServiceNetworkServiceAssociation: getServiceNetworkServiceAssociation(world),
    ListServiceNetworks: listServiceNetworks(world),
    ListServiceNetworkServiceAssociations: listServiceNetworkServiceAssociations(world),
    ListServiceNetworkVpcAssociations: listServiceNetworkVpcAssociations(),
    ListServices: listServices(world),
    ListTagsForResource: listTagsForResource(world),
    TagResource: tagResource(world),
    UntagResource: untagResource(world),
  };
  const names = ['CreateServiceNetworkServiceAssociation', 'DeleteServiceNetworkServiceAssociation', 'TagResource', 'UntagResource'];
  const trail = { ...surroundings, source: 'aws.vpc-lattice', eventSource: 'vpc-lattice.amazonaws.com', names, faults };
  const service: Service = {
    signingName: 'vpc-lattice',
    protocol: 'rest-json',
    client,
    operations: withTrail(operations, trail),
    constraints: vpcLatticeConstraints,
    invalid,
  };
  return {
    service,
    addService: addService(world),
    addServiceNetwork: addServiceNetwork(world),
    addAssociation: addAssociation(world),
  };
}
