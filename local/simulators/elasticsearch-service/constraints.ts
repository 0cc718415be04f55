import { esConstraints } from '../../wire/constraints/es.ts';
import type { Constraints } from '../../wire/service.ts';

const tagKey = { min: 1, max: 128 };

/** What input of this simulator's operations must keep to. Source: botocore es model, 2015-01-01. */
export const constraints: Constraints = {
  ...esConstraints,
  CreatePackageRequest: {
    PackageName: { min: 3, max: 28, pattern: /^[a-z][a-z0-9-]+$/ },
    PackageType: { values: ['TXT-DICTIONARY'] },
    PackageDescription: { max: 1024 },
  },
  Tag: { Key: tagKey, Value: { max: 256 } },
  RemoveTagsRequest: { TagKeys: { each: tagKey } },
};
