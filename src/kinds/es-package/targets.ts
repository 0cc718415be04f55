import type { DomainPackageDetails, ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { entryFor, type Selector } from '../kind.ts';
import { domainsOf } from './facts.ts';
import type { EsPackagePair } from './pair.ts';
import { meant, packageTypes } from './statuses.ts';

/** The package that the selector names, on every domain that has it or is about to; where that failed, at the end. */
export async function targetsOf(client: ElasticsearchServiceClient, { packageId }: Selector): Promise<EsPackagePair[]> {
  if (typeof packageId !== 'string') throw new Error('es-package finds pairs for a packageId.');
  const rows = (await domainsOf(client, packageId)).filter(isDictionary);
  const names = (when: 'FIRST' | 'LAST') =>
    rows.flatMap(({ DomainName, DomainPackageStatus }) =>
      DomainName !== undefined && entryFor(meant, DomainPackageStatus) === when ? [DomainName] : [],
    );
  return [...names('FIRST'), ...names('LAST')].map((domainName) => ({ packageId, domainName }));
}

/** A plugin is updated by the same call as a dictionary, and is not ours to bring to a domain. */
const isDictionary = ({ PackageType }: DomainPackageDetails) => PackageType === undefined || Object.hasOwn(packageTypes, PackageType);
