import {
  DescribeElasticsearchDomainCommand,
  type DescribePackagesFilter,
  type DomainPackageDetails,
  type ElasticsearchDomainStatus,
  type ElasticsearchServiceClient,
  type PackageDetails,
  paginateDescribePackages,
  paginateListDomainsForPackage,
  paginateListPackagesForDomain,
} from '@aws-sdk/client-elasticsearch-service';
import { nameOf, wordsOfAnswer, wordsOfError } from '../../errors.ts';
import type { Words } from '../kind.ts';
import type { EsPackagePair } from './pair.ts';

/** The most a page holds (source: botocore es model, MaxResults). */
const pageSize = 100;

/** The packages of a domain, the pair's own among them when it is there, and AWS's words about the pair. */
export interface Look {
  readonly rows: readonly DomainPackageDetails[];
  readonly row: DomainPackageDetails | undefined;
  readonly words: Words;
}

/** Lists the packages of the pair's domain, to the last page. A domain that is gone has none. */
export async function look(client: ElasticsearchServiceClient, { packageId, domainName }: EsPackagePair): Promise<Look> {
  const operation = 'ListPackagesForDomain';
  const rows: DomainPackageDetails[] = [];
  let row: DomainPackageDetails | undefined;
  let words: Words | undefined;
  try {
    for await (const page of paginateListPackagesForDomain({ client, pageSize }, { DomainName: domainName })) {
      const onPage = rowsOn(page);
      rows.push(...onPage);
      if (row) continue;
      row = onPage.find(({ PackageID }) => PackageID === packageId);
      words = wordsOfRow(operation, page, row);
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return { rows: [], row: undefined, words: wordsOfError(operation, error) };
  }
  return { rows, row, words: words ?? wordsOfRow(operation, {}, row) };
}

const rowsOn = ({ DomainPackageDetailsList = [] }: { DomainPackageDetailsList?: DomainPackageDetails[] | undefined }) =>
  DomainPackageDetailsList;

/** AWS's words about a pair: its status, and either why it failed or what is there, by the path that an index refers to. */
export const wordsOfRow = (operation: string, answer: Parameters<typeof wordsOfAnswer>[1], row: DomainPackageDetails = {}): Words => ({
  ...wordsOfAnswer(operation, answer, row.DomainPackageStatus ?? null, row.ErrorDetails?.ErrorMessage ?? placeOf(row)),
  error: row.ErrorDetails?.ErrorType ?? null,
});

const placeOf = ({ PackageName, PackageVersion, ReferencePath }: DomainPackageDetails): string | null =>
  [PackageName, PackageVersion, ReferencePath && `at ${ReferencePath}`].filter(Boolean).join(' ') || null;

/** The package, or undefined when there is none of that id. */
export const packageOf = (client: ElasticsearchServiceClient, packageId: string): Promise<PackageDetails | undefined> =>
  unlessNotFound(async () => {
    const filter: DescribePackagesFilter = { Name: 'PackageID', Value: [packageId] };
    for await (const page of paginateDescribePackages({ client, pageSize }, { Filters: [filter] })) {
      const found = page.PackageDetailsList?.find(({ PackageID }) => PackageID === packageId);
      if (found) return found;
    }
    return undefined;
  });

/** The domain, or undefined when there is none of that name. */
export const domainOf = (client: ElasticsearchServiceClient, domainName: string): Promise<ElasticsearchDomainStatus | undefined> =>
  unlessNotFound(async () => (await client.send(new DescribeElasticsearchDomainCommand({ DomainName: domainName }))).DomainStatus);

/** The domains that the package is on, to the last page; none for a package that has gone. */
export async function domainsOf(client: ElasticsearchServiceClient, packageId: string): Promise<DomainPackageDetails[]> {
  const rows: DomainPackageDetails[] = [];
  await unlessNotFound(async () => {
    for await (const page of paginateListDomainsForPackage({ client, pageSize }, { PackageID: packageId })) rows.push(...rowsOn(page));
  });
  return rows;
}

async function unlessNotFound<Found>(read: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** By name: the service answers it with HTTP 409, as it does a conflict. */
export const isNotFound = (error: unknown): boolean => nameOf(error) === 'ResourceNotFoundException';
