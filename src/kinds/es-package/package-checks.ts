import type { PackageDetails } from '@aws-sdk/client-elasticsearch-service';
import type { Check, Trigger } from '../kind.ts';
import { second } from './before.ts';
import { named, packageTypes, packageVerdicts, statusVerdict, type Verdict } from './statuses.ts';

/** Is the package there, of a type that can be associated, available, and as new as the update that asked? */
export function packageChecks(found: PackageDetails | undefined, trigger: Trigger | null): Check[] {
  if (!found) return [named('package-exists', packageMissing)];
  const exists = named('package-exists', { result: 'PASS', reason: 'PackageFound', message: 'The package exists.' });
  const type = named('package-type', typeVerdict(found.PackageType));
  const availability = packageVerdict(found);
  if (trigger?.type !== 'PACKAGE_UPDATED') return [exists, type, named('package-available', availability)];
  const update = updateVerdict(found, trigger.at);
  // A failure from before the update says nothing about the update.
  const available = update.result === 'WAIT' && outcomesOfUpdates.has(availability.reason) ? update : availability;
  return [exists, type, named('package-updated', update), named('package-available', available)];
}

const outcomesOfUpdates = new Set([packageVerdicts.COPY_FAILED.reason, packageVerdicts.VALIDATION_FAILED.reason]);

function packageVerdict({ PackageStatus, ErrorDetails }: PackageDetails): Verdict {
  const about = statusVerdict(packageVerdicts, PackageStatus);
  const why = about.result === 'FAIL' && ErrorDetails?.ErrorMessage;
  return why ? { ...about, message: `${about.message} AWS says: ${why}${/[.!?]$/.test(why) ? '' : '.'}` } : about;
}

/** CloudTrail shows whole seconds, so that the update's own trace on the package may seem a moment older or newer than its event. */
function updateVerdict({ LastUpdatedAt }: PackageDetails, at: number): Verdict {
  if (!LastUpdatedAt)
    return { result: 'UNKNOWN', reason: 'PackageUpdateTimeUnknown', message: 'AWS does not say when the package was updated.' };
  return second(LastUpdatedAt.getTime()) >= second(at)
    ? { result: 'PASS', reason: 'PackageUpdateSeen', message: 'The update of the package has arrived.' }
    : { result: 'WAIT', reason: 'PackageUpdateNotSeen', message: 'AWS still shows the package as it was before the update.' };
}

const packageMissing: Verdict = {
  result: 'FAIL',
  reason: 'PackageNotFound',
  message: 'There is no package of this id in this account and region.',
};

/** Packages of another type are refused. */
export const typeVerdict = (type: string | undefined): Verdict =>
  type !== undefined && !Object.hasOwn(packageTypes, type)
    ? { result: 'FAIL', reason: 'PackageTypeNotSupported', message: `Only dictionaries can be associated, and the package is a ${type}.` }
    : packageTypes['TXT-DICTIONARY'];
