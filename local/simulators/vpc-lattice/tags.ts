import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-vpc-lattice';
import type { Caller } from '../../wire/service.ts';
import { valueAt } from '../timeline.ts';
import { type AssociationDocument, accountOf, collections, idOf, type TagsDocument } from './documents.ts';
import { invalidMember, notAuthorized, notFound, type ResourceType } from './errors.ts';
import type { World } from './world.ts';

/**
 * What can have tags, by the resource part of its ARN, and what EventBridge calls it. `service` is the word in AWS's own samples;
 * the other two are assumed.
 */
const taggable: Record<string, { collection: string; type: ResourceType; inEvents: string }> = {
  service: { collection: collections.service, type: 'SERVICE', inEvents: 'service' },
  servicenetwork: { collection: collections.serviceNetwork, type: 'SERVICE_NETWORK', inEvents: 'service-network' },
  servicenetworkserviceassociation: {
    collection: collections.association,
    type: 'SERVICE_NETWORK_SERVICE_ASSOCIATION',
    inEvents: 'service-network-service-association',
  },
};

/**
 * Reads the tags of what the caller owns; AccessDeniedException for what another account owns. That they can be behind the last change is an
 * assumption, as it is of every other read here.
 */
export const listTagsForResource =
  (world: World) =>
  ({ resourceArn }: ListTagsForResourceRequest, caller: Caller): ListTagsForResourceResponse => {
    const arn = owned(world, resourceArn ?? '', 'ListTagsForResource', caller);
    const stale = world.faults.take('ListTagsForResource', { resourceArn: arn }, 'STALE') !== undefined;
    const { tags, before } = tagsOf(world, arn);
    return { tags: { ...(stale && before ? before.tags : tags) } };
  };

/** Adds tags or gives them new values. */
export const tagResource =
  (world: World) =>
  ({ resourceArn, tags }: TagResourceRequest, caller: Caller): TagResourceResponse => {
    const arn = owned(world, resourceArn ?? '', 'TagResource', caller);
    refuseReserved(Object.keys(tags ?? {}));
    setTags(world, arn, { ...tagsOf(world, arn).tags, ...tags });
    return {};
  };

/** Takes tags away; a key that is not there is no error. */
export const untagResource =
  (world: World) =>
  ({ resourceArn, tagKeys }: UntagResourceRequest, caller: Caller): UntagResourceResponse => {
    const arn = owned(world, resourceArn ?? '', 'UntagResource', caller);
    setTags(world, arn, Object.fromEntries(Object.entries(tagsOf(world, arn).tags).filter(([key]) => !tagKeys?.includes(key))));
    return {};
  };

/** Throws ValidationException for keys that only AWS may set. */
export function refuseReserved(keys: readonly string[]): void {
  const reserved = keys.find((key) => key.startsWith('aws:'));
  if (reserved !== undefined) throw invalidMember('tags', `Tag key ${reserved} may not begin with aws:.`);
}

/** Gives a resource exactly these tags and, when that changes any, emits the "Tag Change on Resource" event of EventBridge. */
export function setTags(world: World, arn: string, tags: Readonly<Record<string, string>>): void {
  const before = tagsOf(world, arn);
  const changed = [...new Set([...Object.keys(before.tags), ...Object.keys(tags)])].filter((key) => before.tags[key] !== tags[key]).sort();
  if (changed.length === 0) return;
  const version = before.version + 1;
  // What a resource was made with it has had from the start.
  const known = before.version > 0 && { before: { tags: before.tags, until: world.clock.now() } };
  putTags(world, arn, { tags, version, ...known });
  world.emit({
    source: 'aws.tag',
    'detail-type': 'Tag Change on Resource',
    resources: [arn],
    detail: {
      'changed-tag-keys': changed,
      service: 'vpc-lattice',
      'resource-type': taggable[partOf(arn)]?.inEvents,
      version,
      tags,
    },
  });
}

/** Keeps tags and tells nobody. */
export const putTags = ({ state }: World, arn: string, document: TagsDocument): void => state.put(collections.tags, arn, document);

const tagsOf = ({ state }: World, arn: string): TagsDocument => state.get<TagsDocument>(collections.tags, arn) ?? { tags: {}, version: 0 };

/** Which part of an ARN says what it names: service in arn:aws:vpc-lattice:region:account:service/svc-… */
const partOf = (arn: string) => arn.split(':')[5]?.split('/')[0] ?? '';

function owned({ state, clock }: World, arn: string, action: string, caller: Caller): string {
  const sort = taggable[partOf(arn)];
  if (!sort) throw invalidMember('resourceArn', `${arn} is not the ARN of a resource that can have tags.`);
  if (accountOf(arn) !== caller.account) throw notAuthorized(caller, action, arn);
  const found = state.get<{ arn: string } & Partial<Pick<AssociationDocument, 'progress'>>>(sort.collection, idOf(arn));
  const gone = found?.progress && valueAt(found.progress, clock.now())?.status === null;
  if (found?.arn !== arn || gone) throw notFound(sort.type, idOf(arn));
  return arn;
}
