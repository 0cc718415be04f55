import type { DescribeTagsRequest, DescribeTagsResponse, ResourceTag, Tag } from '@aws-sdk/client-direct-connect';
import type { Caller } from '../../wire/service.ts';
import { collections } from './documents.ts';
import { clientError } from './errors.ts';
import { tagsAs, type World } from './world.ts';

/** Which collections have what an ARN's resource part names. Source: AWS service authorization reference, Direct Connect. */
const places: Record<string, readonly string[]> = {
  dxcon: [collections.connection, collections.interconnect],
  dxlag: [collections.lag],
  dxvif: [collections.virtualInterface],
};

/** The tags of resources that the caller owns. What is not there for this caller is refused as a whole. */
export const describeTags =
  (world: World) =>
  ({ resourceArns = [] }: DescribeTagsRequest, caller: Caller): DescribeTagsResponse => ({
    resourceTags: resourceArns.map((resourceArn) => ({ resourceArn, ...tagsAt(world, resourceArn, caller) })),
  });

function tagsAt({ state, region }: World, arn: string, { account }: Caller): Pick<ResourceTag, 'tags'> {
  const [sort = '', id = ''] = (arn.split(':')[5] ?? '').split('/');
  for (const collection of places[sort] ?? []) {
    const found = state.get<{ ownerAccount: string; tags: Tag[] }>(collection, id);
    if (found?.ownerAccount === account && arn === `arn:aws:directconnect:${region}:${account}:${sort}/${id}`)
      return tagsAs(found, account);
  }
  throw clientError(`Resource ${arn} does not exist.`);
}
