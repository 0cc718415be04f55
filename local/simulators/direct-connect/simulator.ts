import * as client from '@aws-sdk/client-direct-connect';
import { directConnectConstraints } from '../../wire/constraints/directconnect.ts';
import type { Service, Surroundings } from '../../wire/service.ts';
import { withTrail } from '../cloudtrail.ts';
import type { Faults } from '../faults.ts';
import { clientError } from './errors.ts';
import { associateHostedConnection } from './move.ts';
import { describeConnections, describeHostedConnections, describeInterconnects, describeLags } from './reads.ts';
import { addConnection, addHostedConnection, addInterconnect, addLag, addVirtualInterface } from './seed.ts';
import { describeTags } from './tags.ts';
import { type DirectConnectTiming, directConnectTiming } from './timing.ts';
import { describeVirtualInterfaces } from './virtual-interfaces.ts';
import type { World } from './world.ts';

/**
 * Direct Connect as far as moving hosted connections goes. Everything it knows is in `surroundings.state`; how far a move has come
 * follows from the clock alone, so a simulator made again on the same state goes on where the last one was.
 */
export function createDirectConnect(surroundings: Surroundings, faults: Faults, timing: Partial<DirectConnectTiming> = {}) {
  const world: World = { ...surroundings, faults, timing: { ...directConnectTiming, ...timing } };
  const operations = {
    AssociateHostedConnection: associateHostedConnection(world),
    DescribeConnections: describeConnections(world),
    DescribeHostedConnections: describeHostedConnections(world),
    DescribeInterconnects: describeInterconnects(world),
    DescribeLags: describeLags(world),
    DescribeTags: describeTags(world),
    DescribeVirtualInterfaces: describeVirtualInterfaces(world),
  };
  const names = ['AssociateHostedConnection'];
  const trail = { ...surroundings, source: 'aws.directconnect', eventSource: 'directconnect.amazonaws.com', names, faults };
  const service: Service = {
    signingName: 'directconnect',
    protocol: 'json-1.1',
    client,
    operations: withTrail(operations, trail),
    constraints: directConnectConstraints,
    invalid: (message) => clientError(message),
  };
  return {
    service,
    addLag: addLag(world),
    addInterconnect: addInterconnect(world),
    addConnection: addConnection(world),
    addHostedConnection: addHostedConnection(world),
    addVirtualInterface: addVirtualInterface(world),
  };
}
