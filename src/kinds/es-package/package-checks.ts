import type { PackageDetails } from '@aws-sdk/client-elasticsearch-service';
import { type Check, type Context, check, fail, pass, quoting, unknown, unseenFor, type Verdict, verdictOn, wait } from '../kind.ts';
import { second } from './before.ts';
import { packageTypes, packageVerdicts } from './statuses.ts';

/** Is the package there, of a type that can be associated, available, and as new as the update that asked? */
export function packageChecks(found: PackageDetails | undefined, { now, trigger }: Pick<Context, 'now' | 'trigger'>): Check[] {
  if (!found) return [check('package-exists', packageMissing)];
  const exists = check('package-exists', pass('PackageFound', 'The package exists.'));
  const type = check('package-type', typeVerdict(found.PackageType));
  const availability = availabilityOf(found);
  if (trigger?.type !== 'PACKAGE_UPDATED') return [exists, type, check('package-available', availability)];
  const update = updateVerdict(found, trigger.at, now);
  // A failure from before the update says nothing about the update.
  const available = update.result === 'WAIT' && outcomesOfUpdates.has(availability.reason) ? update : availability;
  return [exists, type, check('package-updated', update), check('package-available', available)];
}

const outcomesOfUpdates = new Set([packageVerdicts.COPY_FAILED.reason, packageVerdicts.VALIDATION_FAILED.reason]);

function availabilityOf({ PackageStatus, ErrorDetails }: PackageDetails): Verdict {
  const verdict = verdictOn(packageVerdicts, PackageStatus);
  return verdict.result === 'FAIL' ? quoting(verdict, ErrorDetails?.ErrorMessage) : verdict;
}

/**
 * Has the update that asked arrived on the package? CloudTrail dates a call by the end of its request, in whole seconds of another host's clock, so that
 * the update's own trace may seem older than its event: what AWS shows once it has had time to follow is the update, whatever its date.
 * Source: CloudTrail record contents, eventTime.
 */
function updateVerdict({ LastUpdatedAt }: PackageDetails, at: number, now: number): Verdict {
  if (!LastUpdatedAt) return unknown('PackageUpdateTimeUnknown', 'AWS does not say when the package was updated.');
  return second(LastUpdatedAt.getTime()) >= second(at) || now - at >= unseenFor
    ? pass('PackageUpdateSeen', 'The update of the package has arrived.')
    : wait('PackageUpdateNotSeen', 'AWS still shows the package as it was before the update.');
}

const packageMissing = fail('PackageNotFound', 'There is no package of this id in this account and region: check the id.');

/** Packages of another type are refused. */
export const typeVerdict = (type: string | undefined): Verdict =>
  type !== undefined && !Object.hasOwn(packageTypes, type)
    ? fail('PackageTypeNotSupported', `Liaison handles dictionaries only, and the package is a ${type}: use the OpenSearch API for it.`)
    : packageTypes['TXT-DICTIONARY'];
