import type * as client from '@aws-sdk/client-elasticsearch-service';
import type { Operation } from '../../wire/service.ts';
import { invalid, limitExceeded } from './errors.ts';
import type { World } from './world.ts';

/** Source: botocore es model, AddTags. */
const mostTags = 10;

type Tags = Readonly<Record<string, string>>;

const collection = 'es-tags';

/** The tags of domains: nothing else of this service takes any. */
export const tagOperations = (world: World): Readonly<Record<string, Operation>> => ({
  ListTags: ({ ARN }: client.ListTagsRequest): client.ListTagsResponse => ({
    TagList: Object.entries(tagsOf(world, ARN).tags).map(([Key, Value]) => ({ Key, Value })),
  }),
  AddTags({ ARN, TagList = [] }: client.AddTagsRequest) {
    const { name, tags } = tagsOf(world, ARN);
    const all = { ...tags, ...Object.fromEntries(TagList.map(({ Key = '', Value = '' }) => [Key, Value])) };
    if (Object.keys(all).length > mostTags) throw limitExceeded(`A domain can have at most ${mostTags} tags`);
    world.state.put(collection, name, all);
    return {};
  },
  RemoveTags({ ARN, TagKeys = [] }: client.RemoveTagsRequest) {
    const { name, tags } = tagsOf(world, ARN);
    const left = Object.entries(tags).filter(([key]) => !TagKeys.includes(key));
    world.state.put(collection, name, Object.fromEntries(left));
    return {};
  },
});

function tagsOf({ domains, state }: World, arn: string | undefined): { name: string; tags: Tags } {
  const name = arn?.split(':domain/')[1] ?? '';
  if (domains.arn(name) !== arn) throw invalid(`Invalid ARN: ${arn}`);
  domains.find(name);
  return { name, tags: state.get<Tags>(collection, name) ?? {} };
}
