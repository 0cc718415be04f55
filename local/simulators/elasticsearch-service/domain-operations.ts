import type * as client from '@aws-sdk/client-elasticsearch-service';
import type { Operation } from '../../wire/service.ts';
import { seen } from './change.ts';
import { describeDomain } from './describe-domain.ts';
import type { Domain } from './domains.ts';
import { invalid, notFound } from './errors.ts';
import type { World } from './world.ts';

/** Source: botocore es model, DescribeElasticsearchDomains. */
const mostNames = 5;

/** What domains can be asked. */
export const domainOperations = (world: World): Readonly<Record<string, Operation>> => ({
  ListDomainNames: (input: client.ListDomainNamesRequest) => listDomainNames(world, input),
  DescribeElasticsearchDomain: (input: client.DescribeElasticsearchDomainRequest) => describeOne(world, input),
  DescribeElasticsearchDomains: (input: client.DescribeElasticsearchDomainsRequest) => describeSome(world, input),
});

function listDomainNames({ domains }: World, { EngineType }: client.ListDomainNamesRequest): client.ListDomainNamesResponse {
  const rows = domains.all().map(({ name, version }) => ({ DomainName: name, EngineType: engineOf(version) }));
  return { DomainNames: rows.filter((row) => EngineType === undefined || row.EngineType === EngineType) };
}

const engineOf = (version: string): client.EngineType => (version.startsWith('OpenSearch_') ? 'OpenSearch' : 'Elasticsearch');

function describeOne(world: World, input: client.DescribeElasticsearchDomainRequest): client.DescribeElasticsearchDomainResponse {
  const domain = world.domains.find(input.DomainName);
  const [DomainStatus] = shown(world, domain, world.faults.take('DescribeElasticsearchDomain', input, 'STALE') !== undefined);
  if (!DomainStatus) throw notFound(`Domain not found: ${domain.name}`);
  return { DomainStatus };
}

/** Leaves out the names that are not there, as AWS does. */
function describeSome(world: World, input: client.DescribeElasticsearchDomainsRequest): client.DescribeElasticsearchDomainsResponse {
  const names = new Set(input.DomainNames);
  if (names.size > mostNames) throw invalid(`Please provide a maximum of ${mostNames} Elasticsearch domain names to describe.`);
  const stale = world.faults.take('DescribeElasticsearchDomains', input, 'STALE') !== undefined;
  const wanted = world.domains.all().filter(({ name }) => names.has(name));
  return { DomainStatusList: wanted.flatMap((domain) => shown(world, domain, stale)) };
}

function shown({ clock, account, region, domains }: World, domain: Domain, stale: boolean): client.ElasticsearchDomainStatus[] {
  const { at, value } = seen(domain.condition, clock.now(), stale);
  return value === null ? [] : [describeDomain(domain, value, at, { account, region, arn: domains.arn(domain.name) })];
}
