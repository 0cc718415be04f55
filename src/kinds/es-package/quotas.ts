import type { ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { type Check, check, type Desired, fail, inParallel, pass } from '../kind.ts';
import { mostPackages, stayingOf } from './checks.ts';
import { look } from './facts.ts';
import type { EsPackagePair } from './pair.ts';

/** How many domains are asked for their packages at once. */
const domainsAtOnce = 5;

/**
 * Whether all of the pairs together fit: one check for each domain that more than one package is brought to. Of a single
 * package its own plan says whether there is room.
 */
export async function quotasOf(client: ElasticsearchServiceClient, pairs: readonly EsPackagePair[], desired: Desired): Promise<Check[]> {
  if (desired !== 'ASSOCIATED') return [];
  const byDomain = new Map<string, EsPackagePair[]>();
  for (const pair of pairs) byDomain.set(pair.domainName, [...(byDomain.get(pair.domainName) ?? []), pair]);
  const wanted = [...byDomain].filter(([, brought]) => brought.length > 1);
  return inParallel(wanted, domainsAtOnce, ([domain, brought]) => quotaOf(client, domain, brought));
}

async function quotaOf(client: ElasticsearchServiceClient, domain: string, pairs: readonly EsPackagePair[]): Promise<Check> {
  const { rows } = await look(client, pairs[0] as EsPackagePair);
  // Each pair's own plan waits for what is being taken off.
  const staying = stayingOf(rows);
  const there = new Set(staying.map(({ PackageID }) => PackageID));
  const fresh = pairs.filter(({ packageId }) => !there.has(packageId)).length;
  const sum = staying.length + fresh;
  const count = `Domain ${domain}: ${fresh} new + ${staying.length} existing = ${sum} of ${mostPackages} packages`;
  return check(
    `quota ${domain}`,
    sum <= mostPackages
      ? pass('WithinQuota', `${count}.`)
      : fail('QuotaExceeded', `${count}: leave ${sum - mostPackages} out, or take some off first.`),
  );
}
