import type { DomainPackageDetails, ElasticsearchDomainStatus, PackageDetails } from '@aws-sdk/client-elasticsearch-service';
import { type Check, type Context, check, entryFor, fail, pass, quoting, type Verdict, verdictOn, wait } from '../kind.ts';
import { domainChecks, steadiness } from './domain-checks.ts';
import { packageChecks, typeVerdict } from './package-checks.ts';
import { pairVerdicts } from './statuses.ts';

/** What AWS shows of a pair and of both its ends. */
export interface Facts {
  readonly package: PackageDetails | undefined;
  readonly domain: ElasticsearchDomainStatus | undefined;
  readonly rows: readonly DomainPackageDetails[];
  readonly row: DomainPackageDetails | undefined;
}

/** Custom packages on one domain; cannot be raised (source: OpenSearch Service quotas). */
export const mostPackages = 20;

/** What must hold for an association to work, in the order a person would look. */
export function checksToAssociate(facts: Facts, context: Pick<Context, 'now' | 'trigger'>): Check[] {
  const ofPair = facts.domain ? [...pairChecks(facts), check('room-on-domain', room(facts))] : [];
  return [...packageChecks(facts.package, context), ...domainChecks(facts.domain, context.now), ...ofPair];
}

/** What must hold for a dissociation. A pair that is not there is dissociated already, whatever else is missing. */
export function checksToDissociate(facts: Facts, { now }: Pick<Context, 'now'>): Check[] {
  const { domain, row } = facts;
  if (!row) return [check('pair-steady', pairAbsent)];
  const ofDomain = domain ? [check('domain-steady', steadiness(domain, now))] : [];
  return [check('package-type', typeVerdict(row.PackageType)), ...ofDomain, ...pairChecks(facts)];
}

const pairAbsent = pass('PairAbsent', 'The package is not on the domain.');

function pairChecks({ row, rows }: Facts): Check[] {
  const busy = rows.find((other) => other !== row && entryFor(pairVerdicts, other.DomainPackageStatus)?.result === 'WAIT');
  return [
    check('pair-steady', row ? quoting(verdictOn(pairVerdicts, row.DomainPackageStatus), row.ErrorDetails?.ErrorMessage) : pairAbsent),
    check(
      'other-packages-steady',
      busy
        ? wait('OtherPackageChanging', `Package ${busy.PackageID} is changing on the same domain.`)
        : pass('OtherPackagesSteady', 'No other package is changing on the domain.'),
    ),
  ];
}

/** Without what is being taken off: that will make room. */
export const stayingOf = (rows: readonly DomainPackageDetails[]): DomainPackageDetails[] =>
  rows.filter(({ DomainPackageStatus }) => DomainPackageStatus !== 'DISSOCIATING');

/** The pair itself takes no further room when it is there already. */
function room({ row, rows }: Facts): Verdict {
  if (row || rows.length < mostPackages) return pass('RoomOnDomain', 'The domain has room for the package.');
  return stayingOf(rows).length < mostPackages
    ? wait('RoomBeingMade', 'The domain is full, and a package is being taken off it.')
    : fail('DomainFull', `The domain has ${mostPackages} packages, which is the most there can be: take one off it, then ask again.`);
}
