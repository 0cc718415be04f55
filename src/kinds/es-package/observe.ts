import type { DomainPackageDetails, DomainPackageStatus, ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { type Desired, entryFor, type Intent, type Observation } from '../kind.ts';
import { beforeIn, isAsBefore, isChangedSince } from './before.ts';
import { look } from './facts.ts';
import type { EsPackagePair } from './pair.ts';
import { progress } from './statuses.ts';
import { atLeast } from './version.ts';

/** Where the pair stands. Throws AWS's errors; a domain that is gone has no packages. */
export async function observe(
  client: ElasticsearchServiceClient,
  pair: EsPackagePair,
  desired: Desired,
  intent: Intent,
): Promise<Observation> {
  const { row, words } = await look(client, pair);
  const status = row?.DomainPackageStatus;
  return {
    type: row ? typeOf(row, desired, intent) : desired === 'ASSOCIATED' ? 'ABSENT' : 'SETTLED',
    ours: whose(row, desired, intent),
    asBefore: isAsBefore(row, beforeIn(intent)),
    unknownStatus: status !== undefined && entryFor(progress[desired], status) === undefined,
    words,
  };
}

function typeOf(row: DomainPackageDetails, desired: Desired, intent: Intent): 'PENDING' | 'SETTLED' | 'FAILED' {
  const said = entryFor(progress[desired], row.DomainPackageStatus) ?? 'PENDING';
  if (said === 'SETTLED') return isReached(row, intent) ? said : 'PENDING';
  // The failure of an earlier association stays on the list until the call shows.
  return isNews(row, intent) ? said : 'PENDING';
}

/** ACTIVE at an older version is what was there before the upgrade. */
function isReached(row: DomainPackageDetails, intent: Intent): boolean {
  const { PackageVersion: version } = row;
  if (intent.targetVersion === null || version === undefined) return isNews(row, intent);
  return atLeast(version, intent.targetVersion);
}

/** Is the row a consequence of the call, or, where AWS said that nothing was to be done, all there will be? */
const isNews = (row: DomainPackageDetails, intent: Intent): boolean =>
  intent.adopted || !beforeIn(intent).associated || isChangedSince(row, intent.at);

/**
 * Nothing on a row says who made it. What was not there under the domain's lock, and is there after the call, is ours; of what was there
 * before, a change since that the call makes. Any other change is of another hand, and may have come after ours.
 */
function whose(row: DomainPackageDetails | undefined, desired: Desired, intent: Intent): Observation['ours'] {
  if (intent.adopted) return 'NO';
  if (!row) return desired === 'DISSOCIATED' ? 'YES' : 'NO';
  if (!beforeIn(intent).associated) return 'YES';
  if (!isChangedSince(row, intent.since)) return 'NO';
  return entryFor(makes[desired], row.DomainPackageStatus) ? 'YES' : 'UNKNOWN';
}

/** What a call makes of a row. */
const makes: Record<Desired, Partial<Record<DomainPackageStatus, true>>> = {
  ASSOCIATED: { ASSOCIATING: true, ACTIVE: true, ASSOCIATION_FAILED: true },
  DISSOCIATED: { DISSOCIATING: true, DISSOCIATION_FAILED: true },
};
