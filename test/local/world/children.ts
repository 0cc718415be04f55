import { DescribeHostedConnectionsCommand } from '@aws-sdk/client-direct-connect';
import type { TestWorld } from './test-world.ts';

/** The ids of the hosted connections under a LAG or interconnect, as AWS lists them. */
export async function childrenOf({ clients }: TestWorld, connectionId: string): Promise<(string | undefined)[]> {
  const { connections = [] } = await clients.directConnect.send(new DescribeHostedConnectionsCommand({ connectionId }));
  return connections.map((each) => each.connectionId);
}
