import type { Constraints } from '../service.ts';

const domainName = { min: 3, max: 28, pattern: /^[a-z][a-z0-9-]+$/ };
const maxResults = { max: 100 };
const tagKey = { min: 1, max: 128 };

/** Elasticsearch Service. Source: botocore es model, 2015-01-01. */
export const esConstraints: Constraints = {
  ListDomainNamesRequest: { EngineType: { values: ['OpenSearch', 'Elasticsearch'] } },
  DescribePackagesRequest: { MaxResults: maxResults },
  DescribePackagesFilter: {
    Name: { values: ['PackageID', 'PackageName', 'PackageStatus'] },
    Value: { min: 1, each: { pattern: /^[0-9a-zA-Z*.\\/?-]*$/ } },
  },
  DescribeElasticsearchDomainRequest: { DomainName: domainName },
  DescribeElasticsearchDomainsRequest: { DomainNames: { each: domainName } },
  ListPackagesForDomainRequest: { DomainName: domainName, MaxResults: maxResults },
  ListDomainsForPackageRequest: { MaxResults: maxResults },
  AssociatePackageRequest: { DomainName: domainName },
  DissociatePackageRequest: { DomainName: domainName },
  UpdatePackageRequest: { PackageDescription: { max: 1024 }, CommitMessage: { max: 160 } },
  CreatePackageRequest: {
    PackageName: { min: 3, max: 28, pattern: /^[a-z][a-z0-9-]+$/ },
    PackageType: { values: ['TXT-DICTIONARY'] },
    PackageDescription: { max: 1024 },
  },
  Tag: { Key: tagKey, Value: { max: 256 } },
  RemoveTagsRequest: { TagKeys: { each: tagKey } },
  PackageSource: { S3BucketName: { min: 3, max: 63 } },
  GetPackageVersionHistoryRequest: { MaxResults: maxResults },
};
