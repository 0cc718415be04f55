import type { DomainPackageDetails, ElasticsearchDomainStatus, PackageDetails } from '@aws-sdk/client-elasticsearch-service';
import type { Check, Context } from '../kind.ts';
import { domainChecks, steadiness } from './domain-checks.ts';
import { packageChecks, typeVerdict } from './package-checks.ts';
import { entry, named, pairVerdicts, statusVerdict, type Verdict } from './statuses.ts';

/** What AWS shows of a pair and of both its ends. */
export interface Facts {
  readonly package: PackageDetails | undefined;
  readonly domain: ElasticsearchDomainStatus | undefined;
  readonly rows: readonly DomainPackageDetails[];
  readonly row: DomainPackageDetails | undefined;
}

/** Custom packages on one domain; cannot be raised (source: OpenSearch Service quotas). */
const mostPackages = 20;

/** What must hold for an association to work, in the order a person would look. */
export function checksToAssociate(facts: Facts, { now, trigger }: Pick<Context, 'now' | 'trigger'>): Check[] {
  const ofPair = facts.domain ? [...pairChecks(facts), named('room-on-domain', room(facts))] : [];
  return [...packageChecks(facts.package, trigger), ...domainChecks(facts.domain, now), ...ofPair];
}

/** What must hold for a dissociation. A pair that is not there is dissociated already, whatever else is missing. */
export function checksToDissociate(facts: Facts, { now }: Pick<Context, 'now'>): Check[] {
  const { domain, row } = facts;
  if (!row) return [named('pair-steady', pairAbsent)];
  const ofDomain = domain ? [named('domain-steady', steadiness(domain, now))] : [];
  return [named('package-type', typeVerdict(row.PackageType)), ...ofDomain, ...pairChecks(facts)];
}

const pairAbsent: Verdict = { result: 'PASS', reason: 'PairAbsent', message: 'The package is not on the domain.' };

function pairChecks({ row, rows }: Facts): Check[] {
  const others = rows.filter((other) => other !== row && entry(pairVerdicts, other.DomainPackageStatus ?? '')?.result === 'WAIT');
  const busy = others[0]?.PackageID;
  return [
    named('pair-steady', row ? statusVerdict(pairVerdicts, row.DomainPackageStatus) : pairAbsent),
    named(
      'other-packages-steady',
      others.length > 0
        ? { result: 'WAIT', reason: 'OtherPackageChanging', message: `Package ${busy} is changing on the same domain.` }
        : { result: 'PASS', reason: 'OtherPackagesSteady', message: 'No other package is changing on the domain.' },
    ),
  ];
}

/** The pair itself takes no further room when it is there already; what is leaving will make room. */
function room({ row, rows }: Facts): Verdict {
  const others = rows.filter((other) => other !== row);
  const staying = others.filter(({ DomainPackageStatus }) => DomainPackageStatus !== 'DISSOCIATING');
  if (row || others.length < mostPackages)
    return { result: 'PASS', reason: 'RoomOnDomain', message: 'The domain has room for the package.' };
  return staying.length < mostPackages
    ? { result: 'WAIT', reason: 'RoomBeingMade', message: 'The domain is full, and a package is being taken off it.' }
    : { result: 'FAIL', reason: 'DomainFull', message: `The domain has ${mostPackages} packages, which is the most there can be.` };
}
