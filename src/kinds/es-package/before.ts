import type { DomainPackageDetails } from '@aws-sdk/client-elasticsearch-service';
import type { Intent } from '../kind.ts';

/** What was on the domain before the call, as far as undo must know it. */
export type Before =
  | { readonly associated: false }
  | { readonly associated: true; readonly version: string | null; readonly status: string | null };

/** The before-image of a pair whose row on the list is `row`. */
export const beforeOf = (row: DomainPackageDetails | undefined): Before =>
  row ? { associated: true, version: row.PackageVersion ?? null, status: row.DomainPackageStatus ?? null } : { associated: false };

/** The before-image an intent carries. Throws when it is none of this kind. */
export function beforeIn({ before }: Pick<Intent, 'before'>): Before {
  if (typeof (before as Partial<Before> | null)?.associated !== 'boolean') throw new Error('The before-image is not that of a package.');
  return before as Before;
}

/** Is the pair as it was before the call? */
export function isAsBefore(row: DomainPackageDetails | undefined, before: Before): boolean {
  const now = beforeOf(row);
  if (!now.associated || !before.associated) return now.associated === before.associated;
  return now.version === before.version && now.status === before.status;
}

/** Has the row changed since a call at that time? A list read just after it may still show what was there before. */
export const isChangedSince = ({ LastUpdated }: DomainPackageDetails, at: number): boolean =>
  LastUpdated !== undefined && second(LastUpdated.getTime()) >= second(at);

/** Whole seconds: what the service's times, and CloudTrail's, are exact to. */
export const second = (milliseconds: number): number => Math.floor(milliseconds / 1000);
