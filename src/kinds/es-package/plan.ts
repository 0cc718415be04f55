import type { ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import type { Context, Desired, Plan, Trigger } from '../kind.ts';
import { beforeOf } from './before.ts';
import { checksToAssociate, checksToDissociate, type Facts } from './checks.ts';
import { domainOf, look, packageOf } from './facts.ts';
import { type EsPackagePair, esPackagePair } from './pair.ts';
import { atLeast } from './version.ts';

const operations = { ASSOCIATED: 'AssociatePackage', DISSOCIATED: 'DissociatePackage' } as const;

/** The call that brings a pair to `desired`. */
export const callFor = (desired: Desired, { packageId, domainName }: EsPackagePair) => ({
  operation: operations[desired],
  parameters: { PackageID: packageId, DomainName: domainName },
});

/** What would bring the pair to `desired`. Reads only; throws AWS's errors. */
export async function plan(client: ElasticsearchServiceClient, pair: EsPackagePair, desired: Desired, context: Context): Promise<Plan> {
  const facts = await read(client, pair, desired);
  const checks = desired === 'ASSOCIATED' ? checksToAssociate(facts, context) : checksToDissociate(facts, context);
  const targetVersion = facts.package?.AvailablePackageVersion ?? null;
  const outOfDate = isOutOfDate(facts, context.trigger);
  const mustWait = checks.some(({ result }) => result === 'WAIT');
  const changed = !outOfDate && (mustWait || !isAsDesired(facts, desired, targetVersion));
  const before = beforeOf(facts.row);
  // What was on the domain before cannot be put back: AWS only ever applies the newest version.
  const canUndo = changed && desired === 'ASSOCIATED' && !before.associated;
  return {
    changed,
    outOfDate,
    checks,
    calls: changed ? [callFor(desired, pair)] : [],
    undo: canUndo ? [callFor('DISSOCIATED', pair)] : [],
    impact: changed ? 'BACKGROUND' : 'NONE',
    targetVersion,
    before,
    scopes: esPackagePair.scopes(pair),
  };
}

/** A dissociation does not depend on the package, which may even be gone. */
async function read(client: ElasticsearchServiceClient, pair: EsPackagePair, desired: Desired): Promise<Facts> {
  const [found, domain, { rows, row }] = await Promise.all([
    desired === 'ASSOCIATED' ? packageOf(client, pair.packageId) : undefined,
    domainOf(client, pair.domainName),
    look(client, pair),
  ]);
  return { package: found, domain, rows, row };
}

function isAsDesired({ row }: Facts, desired: Desired, targetVersion: string | null): boolean {
  if (desired === 'DISSOCIATED') return row === undefined;
  return row?.DomainPackageStatus === 'ACTIVE' && atLeast(row.PackageVersion, targetVersion);
}

/**
 * An update of a package concerns the domains that have it: one from which it was taken since must not get it back. And AWS only ever applies the
 * newest version: a later one is not what was tried, and its own event speaks for it.
 */
const isOutOfDate = (facts: Facts, trigger: Trigger | null): boolean =>
  trigger?.type === 'PACKAGE_UPDATED' && (isTakenOff(facts) || isOvertaken(facts, trigger.version));

const isTakenOff = ({ row }: Facts): boolean => row === undefined || row.DomainPackageStatus === 'DISSOCIATION_FAILED';

/** What AWS still shows of before is not later. */
function isOvertaken({ package: found }: Facts, version: string | undefined): boolean {
  const available = found?.AvailablePackageVersion;
  return version !== undefined && available !== undefined && !atLeast(version, available);
}
